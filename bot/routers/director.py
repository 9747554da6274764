"""Deeds of the owner: his people, invites and settings."""

from __future__ import annotations

from bot.callbacks import Do
from bot.cards.invites import roles_chosen
from bot.deeds import deed
from bot.ports import BotUnit
from crm.actor import STAFF_ROLES, Actor, Role
from crm.errors import Stale
from crm.intents import Commands, Say, Show, Toast
from crm.staff import StaffMember
from crm.use_cases.company import change_setting, keep_defaults
from crm.use_cases.staff import dismiss, invite, revoke_invite, set_roles


@deed("invite")
async def director_invites(unit: BotUnit, actor: Actor, *, press: Do) -> str:
    """The card keeps which invite it shows, never its link (T4)."""
    made = await invite(unit, actor, roles=roles_chosen(press.arg), key=unit.invite_key)
    unit.say(Show("invites", {"id": made.id, "bot": unit.bot_name}))
    return ""


@deed("revoke")
async def director_revokes_invite(unit: BotUnit, actor: Actor, *, press: Do) -> str:
    await revoke_invite(unit, actor, id=press.id)
    unit.say(Toast("revoked"), Show("invites"))
    return ""


@deed("role")
async def director_turns_role(unit: BotUnit, actor: Actor, *, press: Do) -> str:
    """One role more or less; the colleague's keys follow at once (T3)."""
    member = await unit.roster.get(press.id)
    member = await set_roles(unit, actor, staff_id=press.id, roles=member.role_set ^ {_role(press)})
    _tell_of_rights(unit, member)
    unit.say(Show("person", {"id": press.id}))
    return ""


@deed("dismiss")
async def director_dismisses(unit: BotUnit, actor: Actor, *, press: Do) -> str:
    _tell_of_rights(unit, await dismiss(unit, actor, staff_id=press.id))
    unit.say(Show("people"))
    return ""


@deed("set")
async def director_chooses_setting(unit: BotUnit, actor: Actor, *, press: Do) -> str:
    key, _, value = press.arg.partition("=")
    await change_setting(unit, actor, key=key, text=value)
    unit.say(Show("setting", {"arg": key}))
    return ""


@deed("setup")
async def owner_chooses_setting(unit: BotUnit, actor: Actor, *, press: Do) -> str:
    """A step of the wizard: the next one follows."""
    key, _, value = press.arg.partition("=")
    await change_setting(unit, actor, key=key, text=value)
    unit.say(Show("wizard", {"arg": key, "bot": unit.bot_name}))
    return ""


@deed("setup_rest")
async def owner_keeps_defaults(unit: BotUnit, actor: Actor, *, press: Do) -> str:
    await keep_defaults(unit, actor)
    unit.say(Show("wizard", {"bot": unit.bot_name}))
    return ""


def _role(press: Do) -> Role:
    """Raises `Stale` for what is no role of the staff."""
    if press.arg not in STAFF_ROLES:
        raise Stale(press.arg)
    return Role(press.arg)


def _tell_of_rights(unit: BotUnit, member: StaffMember) -> None:
    """New keys and commands in his own chat, and his home instead of a list that he may not see any more."""
    if member.chat_id is not None:
        said = "rights_changed" if member.dismissed_at is None else "dismissed"
        unit.say(Commands(member.chat_id), Say(said, chat_id=member.chat_id, keyboard=True), Show("home", chat_id=member.chat_id))

"""What each sign of health says in each of its cases, what to do then, and what it means; the command line reads these too."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bot.cards.labels import N_
from crm.health import Sign


@dataclass(frozen=True, slots=True)
class Said:
    """`text` names the figures of the finding; `advice` is what a person does about it."""

    text: str
    advice: str = ""


WAITS = N_("Restart Gotovo; if that does not help, its log tells why.")

SAID: Mapping[tuple[Sign, str], Said] = {
    (Sign.DATABASE, "well"): Said(N_("The database is sound ({kind}, schema {schema})")),
    (Sign.DATABASE, "none"): Said(N_("There is no database yet"), N_("The first start makes it.")),
    (Sign.DATABASE, "away"): Said(N_("The database does not answer: {why}"), N_("Look at DATABASE_URL, and whether its server runs.")),
    (Sign.DATABASE, "damaged"): Said(
        N_("The database is damaged: {why}"), N_("Stop Gotovo and restore the newest backup: gotovo restore FILE")
    ),
    (Sign.DATABASE, "schema"): Said(
        N_("The database has schema {schema}, {wanted} is needed"), N_("Restart Gotovo: it upgrades by itself.")
    ),
    (Sign.INBOX, "well"): Said(N_("What comes in is worked on at once")),
    (Sign.INBOX, "late"): Said(N_("What people wrote has waited for {minutes} min"), WAITS),
    (Sign.OUTBOX, "well"): Said(N_("Answers and notices leave in time")),
    (Sign.OUTBOX, "late"): Said(
        N_("Answers and notices are {minutes} min late"), N_("Telegram is slow or refuses. They leave by themselves as soon as it answers.")
    ),
    (Sign.TIMERS, "well"): Said(N_("Reminders come in time")),
    (Sign.TIMERS, "late"): Said(N_("Reminders are {minutes} min late"), WAITS),
    (Sign.DEAD_LETTERS, "well"): Said(N_("Nothing is stuck")),
    (Sign.DEAD_LETTERS, "stuck"): Said(N_("Stuck: {n}"), N_("Open the list and try each again, or drop it.")),
    (Sign.BACKUP, "well"): Said(N_("The last backup is {hours} h old")),
    (Sign.BACKUP, "none"): Said(N_("There is no backup yet"), N_("Make one now.")),
    (Sign.BACKUP, "old"): Said(N_("The last backup is {hours} h old"), N_("Make one now.")),
    (Sign.BACKUP, "failed"): Said(N_("The backup fails: {why}"), N_("Mend the cause, then make one now.")),
    (Sign.DISK, "well"): Said(N_("{free} MB are free on the disk")),
    (Sign.DISK, "full"): Said(
        N_("Only {free} MB are free on the disk"), N_("Free some space: on a full disk nothing can be taken in. Gotovo goes on by itself.")
    ),
    (Sign.CLOCK, "well"): Said(N_("The clock is right")),
    (Sign.CLOCK, "wrong"): Said(
        N_("The computer's clock is {seconds} s off"), N_("Turn on its synchronisation (NTP): reminders go by it.")
    ),
    (Sign.TELEGRAM, "well"): Said(N_("Telegram answers, the bot is @{name}")),
    (Sign.TELEGRAM, "silent"): Said(
        N_("Telegram does not answer: {why}"), N_("Look at the network and TELEGRAM_PROXY. Telegram keeps what people write for a day.")
    ),
    (Sign.TELEGRAM, "token"): Said(
        N_("Telegram does not know the token"), N_("Put the token that @BotFather shows into BOT_TOKEN, then restart.")
    ),
    (Sign.TELEGRAM, "unset"): Said(
        N_("BOT_TOKEN is not set: only the sandbox can run"), N_("Ask @BotFather for a token and put it into .env.")
    ),
    (Sign.DOOR, "well"): Said(N_("Messages come in ({mode})")),
    (Sign.DOOR, "other"): Said(
        N_("Another program takes the bot's messages"), N_("Stop the second copy, or ask @BotFather for a new token and use it here only.")
    ),
    (Sign.DOOR, "webhook"): Said(
        N_("A webhook at {host} takes the bot's messages"), N_("Remove it there, or set PUBLIC_URL; polling cannot go beside it.")
    ),
    (Sign.DOOR, "unset"): Said(N_("Telegram does not know our webhook"), N_("Restart Gotovo: it sets the webhook at PUBLIC_URL.")),
    (Sign.DOOR, "unreachable"): Said(
        N_("Telegram cannot reach our webhook: {why}"), N_("Look at PUBLIC_URL, its certificate and the proxy.")
    ),
    (Sign.DOOR, "withheld"): Said(
        N_("Telegram withholds some kinds of updates: {kinds}"), N_("Restart Gotovo: it asks for all that it needs.")
    ),
    (Sign.RIGHTS, "well"): Said(N_("The bot has all the rights it can use")),
    (Sign.RIGHTS, "inline"): Said(N_("Inline mode is off"), N_("It is turned on at @BotFather: /setinline")),
    (Sign.RIGHTS, "groups"): Said(N_("The bot cannot be added to groups"), N_("It is allowed at @BotFather: /setjoingroups")),
}


MEANINGS: Mapping[Sign, str] = {
    Sign.DATABASE: N_(
        "All orders, clients and messages lie in the database. A damaged one is not written to, so that nothing more is lost."
    ),
    Sign.INBOX: N_("Every message and tap is kept first and worked on then, usually within a second. Nothing is lost while it waits."),
    Sign.OUTBOX: N_("What is to be said waits in a queue until Telegram takes it. Clients see it late, but they see it."),
    Sign.TIMERS: N_("Reminders, closing of the day and the nightly backup come by timers. Late ones are caught up with."),
    Sign.DEAD_LETTERS: N_("What failed five times in a row is put aside, so that it stops nobody else."),
    Sign.BACKUP: N_("Every night a copy of everything is made and checked. Seven days and four weeks are kept."),
    Sign.DISK: N_("Without free space Gotovo can keep nothing new. What is there stays, and Telegram keeps new messages for a day."),
    Sign.CLOCK: N_("Deadlines and reminders go by the computer's clock. It is compared with that of Telegram."),
    Sign.TELEGRAM: N_("All talk goes through Telegram. While it is away everything waits in order, and nothing is lost."),
    Sign.DOOR: N_("Telegram gives each message to one program only. A second one with the same token takes some of them away."),
    Sign.RIGHTS: N_("Some conveniences must be allowed at @BotFather. Orders and messages work without them."),
}

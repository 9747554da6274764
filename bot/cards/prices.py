"""Cards of the price list: the preview of a file, its skipped rows, categories, positions."""

from __future__ import annotations

from collections.abc import Sequence

from bot.cards.card import Bold, Button, Card, Line, Quote, Row, in_rows
from bot.cards.labels import N_
from bot.cards.presses import begin, do, go
from bot.cards.rows import short
from bot.words import Words
from crm.actor import Role
from crm.price_import import ImportPlan, Skipped, SkipReason
from crm.price_list import PriceItem, PriceKind
from crm.upload import Upload, UploadState
from crm.views import PriceCategory, Viewer

SHOWN = 3
"""Of each kind in the preview: enough to recognise the file."""
TITLE = 60

REASONS = {
    SkipReason.NO_TITLE: N_("no title"),
    SkipReason.NO_PRICE: N_("no price"),
    SkipReason.UNREADABLE_PRICE: N_("the price cannot be read"),
    SkipReason.TITLE_TOO_LONG: N_("the title is too long"),
    SkipReason.DUPLICATE: N_("named twice"),
    SkipReason.NO_COLUMNS: N_("no columns found"),
}
KINDS = {
    PriceKind.FIXED: N_("fixed price"),
    PriceKind.FREE: N_("free of charge"),
    PriceKind.FROM_TO: N_("range, asked when picked"),
    PriceKind.NORM_HOURS: N_("norm-hours, asked when picked"),
    PriceKind.PER_UNIT: N_("price per unit"),
    PriceKind.PERCENT: N_("per cent, asked when picked"),
    PriceKind.COEFFICIENT: N_("factor, asked when picked"),
    PriceKind.UNKNOWN: N_("asked when picked"),
}


def preview_card(upload: Upload, plan: ImportPlan, *, _: Words) -> Card:
    """What would change, with the number on the button; decided, only what was done is left."""
    title = Bold(_("🧾 Price list: {name}", name=upload.name or "—"))
    look = (Button(_("🧾 Price list"), go("price_list", arg="anew")),)
    skipped = ((Button(_("Skipped rows · {n}", n=len(plan.skipped)), go("price_skipped", upload.id)),),) if plan.skipped else ()
    if upload.state is UploadState.CANCELLED:
        return Card((title, _("✖ Not taken in, nothing has changed.")), (look,))
    if upload.state is UploadState.APPLIED:
        return Card((title, _("✔ Taken in."), *_counts(upload.outcome, _)), (*skipped, look))
    counts = {"new": len(plan.new), "changed": len(plan.changed), "same": len(plan.same), "skipped": len(plan.skipped)}
    lines: list[Line] = [title, *_counts(counts, _), *_samples(plan, _)]
    if plan.changes_nothing:
        return Card((*lines, _("Everything is in the list already.")), (*skipped, look))
    count = len(plan.new) + len(plan.changed)
    rows = (
        (Button(_("✅ Apply {n}", n=count), do("price_apply", upload.id), "success"),),
        *skipped,
        (Button(_("✖ Cancel"), do("price_discard", upload.id)),),
    )
    return Card(tuple(lines), rows)


def forgotten_card(_: Words) -> Card:
    """The file was kept for a week only; the list is there."""
    return Card(
        (_("🧾 This file is not kept any more. Drop it here again."),), ((Button(_("🧾 Price list"), go("price_list", arg="anew")),),)
    )


def _counts(counts: dict[str, int], _: Words) -> list[Line]:
    figures = {name: counts.get(name, 0) for name in ("new", "changed", "same", "skipped")}
    return [_("New {new} · changed {changed} · same {same} · skipped {skipped}", **figures)]


def _samples(plan: ImportPlan, _: Words) -> list[Line]:
    lines: list[Line] = [f"➕ {short(item.title, TITLE)} — {price_text(item, _)}" for item in plan.new[:SHOWN]]
    changed = plan.changed[:SHOWN]
    lines += [f"✏️ {short(one.new.title, TITLE)} — {price_text(one.old, _)} → {price_text(one.new, _)}" for one in changed]
    lines += [skipped_line(row, _) for row in plan.skipped[:SHOWN]]
    if plan.hours_assumed:
        lines.append(_.n("⚠️ {n} bare number was read as norm-hours", "⚠️ {n} bare numbers were read as norm-hours", plan.hours_assumed))
    if plan.absent:
        lines.append(_.n("ℹ️ {n} position is not in the file and stays", "ℹ️ {n} positions are not in the file and stay", len(plan.absent)))
    asked = sum(not item.is_exact for item in (*plan.new, *(change.new for change in plan.changed)))
    if asked:
        lines.append(_.n("ℹ️ {n} price will be asked when picked", "ℹ️ {n} prices will be asked when picked", asked))
    return lines


def skipped_line(row: Skipped, _: Words) -> Line:
    return _("⏭ row {row}: {text} — {reason}", row=row.number, text=short(row.text, TITLE), reason=_(REASONS[row.reason]))


def skipped_card(upload_id: int, rows: Sequence[Skipped], *, following: int, _: Words) -> Card:
    lines: list[Line] = [Bold(_("Skipped rows")), *(skipped_line(row, _) for row in rows)]
    more = (Button(_("More ›"), go("price_skipped", upload_id, arg=str(following))),) if following else ()
    return Card(tuple(lines), ((*more, Button(_("‹ Back"), go("price_preview", upload_id))),))


def categories_card(found: Sequence[PriceCategory], *, more: bool, viewer: Viewer, _: Words) -> Card:
    """The price list by its headings; empty, it says how to fill it."""
    add = (Button(_("➕ Position"), begin("price_add")),) if viewer.actor.has(Role.DIRECTOR, Role.MANAGER) else ()
    if not found:
        lines = (
            Bold(_("🧾 The price list is empty")),
            _("Drop a CSV, TSV or TXT file here, e.g.:"),
            Quote(_("Service;Price\nCleaning;900")),
        )
        return Card(lines, (add,) if add else ())
    rows = [(Button(f"{short(one.name, 22) or _('No heading')} · {one.count}", go("price_category", one.first_id)),) for one in found]
    older: tuple[Row, ...] = ((Button(_("More ›"), go("price_list", arg=str(found[-1].first_id))),),) if more else ()
    hint = _("A dropped file (CSV, TSV, TXT) updates it.") if add else _("Choose a heading or search.")
    return Card((Bold(_("🧾 Price list")), hint), (*rows, *older, (Button(_("🔎 Find"), begin("price_find")), *add)))


def category_card(first: PriceItem, found: Sequence[PriceItem], *, more: bool, _: Words) -> Card:
    lines: list[Line] = [Bold(first.category or _("No heading")), *(item_line(item, _) for item in found)]
    older: tuple[Row, ...] = ()
    if more and first.id:
        older = ((Button(_("More ›"), go("price_category", first.id, arg=str(found[-1].id))),),)
    return Card(tuple(lines), (*_open(found), *older, (Button(_("‹ Back"), go("price_list")),)))


def search_card(found: Sequence[PriceItem], *, _: Words) -> Card:
    head = _("Found") if found else _("Nothing found. Try other words.")
    last = (Button(_("🔎 Search again"), begin("price_find")), Button(_("‹ Back"), go("price_list")))
    return Card((head, *(item_line(item, _) for item in found)), (*_open(found), last))


def _open(found: Sequence[PriceItem]) -> tuple[Row, ...]:
    return in_rows([Button(short(item.short_title, 24), go("price_item", item.id)) for item in found if item.id])


def item_card(item: PriceItem, *, may_change: bool, _: Words) -> Card:
    """One position as it is kept, whatever its kind."""
    assert item.id is not None
    lines: list[Line] = [Bold(item.title), f"{price_text(item, _)} · {_(KINDS[item.kind])}"]
    lines += [part for part in (item.category, item.tariff, item.code) if part]
    if item.archived:
        lines.append(_("🗄 In the archive: it is not offered any more."))
    rows: tuple[Row, ...] = ()
    if may_change:
        label, arg = (_("♻️ Restore"), "0") if item.archived else (_("🗄 Archive"), "1")
        rows = ((Button(_("✏️ Price"), begin("price_change", item.id)), Button(label, do("price_archive", item.id, arg=arg))),)
    return Card(tuple(lines), (*rows, (Button(_("‹ Back"), go("price_category", item.id)),)))


def item_line(item: PriceItem, _: Words) -> Line:
    mark = "🗄 " if item.archived else "• "
    return f"{mark}{full_title(item)} — {price_text(item, _)}"


def full_title(item: PriceItem) -> str:
    """The title with the tariff that tells it from its namesake."""
    return item.title + (f" ({item.tariff})" if item.tariff else "")


def price_text(item: PriceItem, _: Words) -> str:
    """An exact price in the reader's way, any other in the owner's own words."""
    if item.kind is PriceKind.FREE:
        return _("free")
    if item.is_exact and item.price is not None:
        return _.money(item.price.amount) + (f" / {item.unit}" if item.unit else "")
    return item.raw or "—"

"""The names of days that a person may type, in his language and in English."""

from __future__ import annotations

from collections.abc import Mapping

from babel.dates import get_day_names

from bot.words import Words


def days_ahead(_: Words) -> Mapping[str, int]:
    """Names of today, tomorrow and the weekdays with their distance in days; today's weekday is today."""
    today = _.local(_.now).weekday()
    named = {_("today"): 0, _("tomorrow"): 1, "today": 0, "tomorrow": 1}
    for language in (_.language, "en"):
        for width in ("wide", "abbreviated"):
            named.update({str(name): (day - today) % 7 for day, name in get_day_names(width, locale=language).items()})
    return named

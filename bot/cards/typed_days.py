"""The names of days that a person may type, in his language and in English."""

from __future__ import annotations

import re
from collections.abc import Mapping

from babel.dates import get_day_names

from bot.words import Words
from crm.typed_week import DAYS, OFF


def days_ahead(_: Words) -> Mapping[str, int]:
    """Names of today, tomorrow and the weekdays with their distance in days; today's weekday is today."""
    today = _.local(_.now).weekday()
    named = {_("today"): 0, _("tomorrow"): 1, "today": 0, "tomorrow": 1}
    for language in (_.language, "en"):
        for width in ("wide", "abbreviated"):
            named.update({str(name): (day - today) % 7 for day, name in get_day_names(width, locale=language).items()})
    return named


def in_english(text: str, _: Words) -> str:
    """Days of the reader's language as `crm.typed_week` knows them: mon, weekdays, off; other words stay and are refused there."""
    return re.sub(r"[^\W\d_]+", lambda word: _english(word[0].casefold(), _), text)


def _english(word: str, _: Words) -> str:
    special = {_("weekdays"): "weekdays", _("weekend"): "weekend", _("daily"): "daily", _("off"): OFF, _("shut"): OFF, "shut": OFF}
    if word in special:
        return special[word]
    for language in (_.language, "en"):
        for width in ("abbreviated", "wide"):
            for day, name in get_day_names(width, locale=language).items():
                if len(word) > 1 and name.casefold().rstrip(".").startswith(word):
                    return DAYS[day]
    return word

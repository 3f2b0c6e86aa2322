"""Rules of recurrence (RFC 5545, 3.3.10): whether one is sound, and what it says in words."""

from __future__ import annotations

import re

_FREQUENCIES = ("SECONDLY", "MINUTELY", "HOURLY", "DAILY", "WEEKLY", "MONTHLY", "YEARLY")
_DAYS = "MO TU WE TH FR SA SU".split()
_DAY = "|".join(_DAYS)
_NUMBERS = {
    "BYSECOND": (0, 60, False),
    "BYMINUTE": (0, 59, False),
    "BYHOUR": (0, 23, False),
    "BYMONTHDAY": (1, 31, True),
    "BYYEARDAY": (1, 366, True),
    "BYWEEKNO": (1, 53, True),
    "BYMONTH": (1, 12, False),
    "BYSETPOS": (1, 366, True),
}


def recurrence_fault(rule: str) -> str | None:
    """What is wrong with `rule`, as the rest of a sentence; None where it is sound."""
    parts = [part.partition("=") for part in rule.split(";")]
    names = [name for name, _, _ in parts]
    if len(set(names)) < len(names):
        return "says one thing twice"
    if "FREQ" not in names:
        return "has no FREQ, so it says no frequency"
    if "COUNT" in names and "UNTIL" in names:
        return "has both COUNT and UNTIL, which end it in two ways"
    return next(
        (f"has {n}{s}{v}, which is not sound" for n, s, v in parts if not _holds(n, v)), None
    )


def _holds(name: str, value: str) -> bool:
    if name == "FREQ":
        return value in _FREQUENCIES
    if name in ("INTERVAL", "COUNT"):
        return bool(re.fullmatch(r"[1-9]\d{0,5}", value, re.A))
    if name == "UNTIL":
        return bool(re.fullmatch(r"\d{8}(T\d{6}Z?)?", value, re.A))
    if name == "WKST":
        return value in _DAYS
    if name == "BYDAY":
        return bool(
            re.fullmatch(
                rf"(?:[+-]?\d{{1,2}})?(?:{_DAY})(?:,(?:[+-]?\d{{1,2}})?(?:{_DAY}))*", value
            )
        )
    return name in _NUMBERS and all(_in_range(part, *_NUMBERS[name]) for part in value.split(","))


def _in_range(written: str, least: int, most: int, signed: bool) -> bool:
    if not re.fullmatch(r"[+-]?\d{1,3}" if signed else r"\d{1,3}", written, re.A):
        return False
    return least <= abs(int(written)) <= most


_EACH = {
    "fr": {
        "YEARLY": ("Tous les ans", "Tous les {} ans"),
        "MONTHLY": ("Tous les mois", "Tous les {} mois"),
        "WEEKLY": ("Toutes les semaines", "Toutes les {} semaines"),
        "DAILY": ("Tous les jours", "Tous les {} jours"),
        "HOURLY": ("Toutes les heures", "Toutes les {} heures"),
        "MINUTELY": ("Toutes les minutes", "Toutes les {} minutes"),
        "SECONDLY": ("Toutes les secondes", "Toutes les {} secondes"),
    },
    "en": {
        "YEARLY": ("Every year", "Every {} years"),
        "MONTHLY": ("Every month", "Every {} months"),
        "WEEKLY": ("Every week", "Every {} weeks"),
        "DAILY": ("Every day", "Every {} days"),
        "HOURLY": ("Every hour", "Every {} hours"),
        "MINUTELY": ("Every minute", "Every {} minutes"),
        "SECONDLY": ("Every second", "Every {} seconds"),
    },
}
_WEEKDAYS = {
    "fr": "lundi mardi mercredi jeudi vendredi samedi dimanche".split(),
    "en": "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split(),
}
_ON = {"fr": ("{}, le {}", " et "), "en": ("{}, on {}", " and ")}


def recurrence_in_words(rule: str, language: str) -> str:
    """What a sound `rule` says, in French or else in English: "Toutes les semaines, le lundi"."""
    told = "fr" if language.partition("-")[0].lower() == "fr" else "en"
    parts = dict(part.split("=", 1) for part in rule.split(";"))
    each, several = _EACH[told][parts["FREQ"]]
    interval = parts.get("INTERVAL", "1")
    said = each if interval == "1" else several.format(interval)
    days = [
        _WEEKDAYS[told][_DAYS.index(d)] for d in parts.get("BYDAY", "").split(",") if d in _DAYS
    ]
    if not days or parts["FREQ"] != "WEEKLY":
        return said
    on, and_ = _ON[told]
    return on.format(said, and_.join(filter(None, [", ".join(days[:-1]), days[-1]])))

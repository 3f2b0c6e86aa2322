"""Which interview of an article is which of those that were imported before."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import SequenceMatcher

from feed_builder.articles.interviews import Interview, label_of
from feed_builder.articles.known import folded_marker
from feed_builder.articles.markers import find_marker
from feed_builder.articles.survey import Record

# "dhome" and "dhomme" are one name, "anne" and "jean" two.
_ONE_NAME = 0.7
_ONE_WORD = 0.85
_ONE_ANNOUNCEMENT = 0.8
# Where more are new, no slip of the pen was corrected, and to compare all with all would take long.
_MOST_NEW = 20


def known_records(
    interviews: Sequence[Interview], guids: Sequence[str], records: Sequence[Record]
) -> list[Record | None]:
    """The record of each interview that was imported before; `guids` are those of new ones.

    By its guid, else by its marker, else, where a marker's words were changed, by the one record
    whose file bears the guest's name, or one so near that somebody has corrected it.
    """
    free = list(records)
    known: list[Record | None] = [None] * len(interviews)
    tests = (
        lambda at, record: record.guid == guids[at],
        lambda at, record: folded_marker(record.marker) == folded_marker(interviews[at].marker),
        lambda at, record: _label_of(record) == interviews[at].label,
    )
    for test in tests:
        for at in range(len(interviews)):
            fitting = [record for record in free if known[at] is None and test(at, record)]
            if fitting:
                known[at] = fitting[0]
                free.remove(fitting[0])
    return _with_corrected(interviews, known, free)


def _label_of(record: Record) -> str | None:
    marker = find_marker(record.marker)
    return label_of(marker) if marker else None


def _with_corrected(
    interviews: Sequence[Interview], known: Sequence[Record | None], free: Sequence[Record]
) -> list[Record | None]:
    """`known` with the interviews whose guest's name was corrected: one each of one only."""
    new = [one for one, record in zip(interviews, known, strict=True) if record is None]
    if len(new) > _MOST_NEW:
        return list(known)
    pairs = [(one.order, old) for one in new for old in free if _is_corrected(one, old)]
    orders, olds = [order for order, _ in pairs], [old for _, old in pairs]
    sure = {order: old for order, old in pairs if orders.count(order) == 1 and olds.count(old) == 1}
    return [record or sure.get(one.order) for one, record in zip(interviews, known, strict=True)]


def _is_corrected(interview: Interview, old: Record) -> bool:
    before, after = folded_marker(old.marker), folded_marker(interview.marker)
    return (
        bool(interview.guests)
        and _is_one_name(_label_of(old) or "", interview.label)
        and _ratio(before, after) >= _ONE_ANNOUNCEMENT
    )


def _is_one_name(old: str, new: str) -> bool:
    """Whether one may be the other without a slip of the pen, or with a second surname."""
    first, second = old.split("-"), new.split("-")
    if _ratio("".join(first), "".join(second)) >= _ONE_WORD:  # "N'Diaye" is "Ndiaye"
        return True
    if len(first) != len(second):
        return min(len(first), len(second)) > 1 and (
            set(first) < set(second) or set(second) < set(first)
        )
    return all(_ratio(one, other) >= _ONE_NAME for one, other in zip(first, second, strict=True))


def _ratio(first: str, second: str) -> float:
    return SequenceMatcher(None, first, second, autojunk=False).ratio()

"""What a check found, as people read it: by episode, the same fault of many in one line."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import field
from typing import Any
from urllib.parse import quote

from feed_builder.check.registry import by_name
from feed_builder.check.rule import Fault
from feed_builder.model import Finding, Level
from feed_builder.records import dataclass

_SHOWN_LINES = 5
_IN_ADDRESSES = "/:?#[]@!$&'()*+,;=%~"

Colour = Callable[[str, str], str]
"""Paints a text; called with the text and the name of a level, "bold" or "faint"."""


@dataclass(slots=True)
class Group:
    """The same fault in one place, or in many."""

    level: Level
    faults: list[Fault] = field(default_factory=list)

    def lines(self) -> str:
        """The lines that it stands on: "line 12", "lines 12, 40, 77, …"."""
        known = [fault.line for fault in self.faults if fault.line is not None]
        if not known:
            return ""
        more = ", …" if len(known) > _SHOWN_LINES else ""
        listed = ", ".join(str(line) for line in known[:_SHOWN_LINES])
        return f"line{'s' if len(known) > 1 else ''} {listed}{more}"

    def items(self) -> int:
        """In how many episodes it stands."""
        return len({fault.item for fault in self.faults})


def grouped(faults: Iterable[tuple[Fault, Level]]) -> list[Group]:
    """Faults of one rule at one place of several episodes are one group; the worst stand first."""
    groups: dict[tuple[str, str], Group] = {}
    for fault, level in faults:
        key = (fault.rule, re.sub(r"\[\d+\]", "", fault.path))
        groups.setdefault(key, Group(level)).faults.append(fault)
    return sorted(groups.values(), key=lambda group: list(Level).index(group.level))


def report(
    file: str, faults: Sequence[tuple[Fault, Level]], colour: Colour | None = None
) -> Iterator[str]:
    """The lines that tell people what was found in `file`."""
    paint = colour or _plain
    groups = grouped(faults)
    yield paint(file, "bold")
    alone = [group for group in groups if group.items() == 1]
    for where in sorted({group.faults[0].item or 0 for group in alone}):
        here = [group for group in alone if (group.faults[0].item or 0) == where]
        yield f"  {_heading(here[0].faults[0])}"
        for group in here:
            yield from _group(group, paint)
    for group in groups:
        if group.items() > 1:
            yield f"  {group.items():,} episodes"
            yield from _group(group, paint)


def _plain(text: str, _name: str) -> str:
    return text


def _heading(fault: Fault) -> str:
    if fault.item is None:
        return "the show"
    return f"episode {fault.item}{f' “{_short(fault.title)}”' if fault.title else ''}"


def _short(title: str) -> str:
    flat = " ".join(title.split())
    return flat if len(flat) <= 70 else flat[:69] + "…"


def _group(group: Group, paint: Colour) -> Iterator[str]:
    fault = group.faults[0]
    many = f" ({len(group.faults):,} times)" if len(group.faults) > 1 else ""
    place = ", ".join(part for part in (group.lines(), _element(fault, group)) if part)
    yield f"    {paint(str(group.level), str(group.level))} {fault.rule} {place}{many}"
    yield f"      {fault.message}"
    if fault.fix:
        yield f"      → {fault.fix}"
    yield f"      {paint(by_name()[fault.rule].source(fault.rows), 'faint')}"


def _element(fault: Fault, group: Group) -> str:
    return re.sub(r"\[\d+\]", "", fault.path) if group.items() > 1 else fault.path


def summary(levels: Iterable[Level]) -> str:
    """How many of each: "2 errors, 1 warning"; "no finding" where there is none."""
    counted = dict.fromkeys(Level, 0)
    for level in levels:
        counted[level] += 1
    told = [f"{n:,} {level}{'' if n == 1 else 's'}" for level, n in counted.items() if n]
    return ", ".join(told) or "no finding"


def sarif(found: Sequence[Finding], version: str) -> dict[str, Any]:
    """Findings as SARIF 2.1.0, which code hosts show beside the lines."""
    names = sorted({finding.rule for finding in found})
    return {
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [
            {
                "tool": {
                    "driver": {
                        "name": "feed-builder",
                        "version": version,
                        "rules": [_sarif_rule(name) for name in names],
                    }
                },
                "results": [_sarif_result(finding) for finding in found],
            }
        ],
    }


def _sarif_rule(name: str) -> dict[str, Any]:
    known = by_name().get(name)
    told: dict[str, Any] = {"id": name}
    if known is not None:
        told["shortDescription"] = {"text": known.asks}
        told["help"] = {"text": known.source()}
    return told


def _sarif_result(finding: Finding) -> dict[str, Any]:
    file, _, path = finding.where.partition(": ")
    text = f"{finding.message} ({finding.fix})" if finding.fix else finding.message
    physical: dict[str, Any] = {"artifactLocation": {"uri": quote(file, safe=_IN_ADDRESSES)}}
    if finding.line is not None:
        physical["region"] = {"startLine": finding.line}
    location: dict[str, Any] = {"physicalLocation": physical}
    if path:
        location["logicalLocations"] = [{"fullyQualifiedName": path, "kind": "element"}]
    level = "note" if finding.level is Level.HINT else str(finding.level)
    return {
        "ruleId": finding.rule,
        "level": level,
        "message": {"text": text},
        "locations": [location],
    }

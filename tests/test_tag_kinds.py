"""Values that tags take, and what is said of those that they don't."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from feed_builder.read import tag_kinds as kinds
from feed_builder.read.recurrence import recurrence_fault, recurrence_in_words
from feed_builder.read.schema import Fault

from .conftest import MakeProject


def _shown(value: object) -> str:
    """A short name, the same in every process."""
    return str(getattr(value, "__name__", value))[:40]


SOUND = [
    (kinds.seconds, 73.5, 73.5),
    (kinds.seconds, "1:13.5", 73.5),
    (kinds.seconds, "1:00:00", 3600),
    (kinds.decimal_text, 100.5, "100.5"),
    (kinds.decimal_text, 0.00000005, "0.00000005"),
    (kinds.decimal_text, "0.00000005000", "0.00000005000"),
    (kinds.geo, "geo:48.86,2.33", "geo:48.86,2.33"),
    (kinds.geo, "geo:-45,170.5,12;u=5", "geo:-45,170.5,12;u=5"),
    (kinds.osm, "R113314#7", "R113314#7"),
    (kinds.country, "fr", "FR"),
    (kinds.media_type, "audio/ogg; codecs=opus", "audio/ogg; codecs=opus"),
    (kinds.aspect_ratio, "16 / 9", "16/9"),
    (kinds.address, "ipfs://QmdwGqd3d2gFPGeJNLLCshdiPert45fMu84552Y4XHTy4y", None),
    (kinds.host_name, "irc.example.org", "irc.example.org"),
    (kinds.license_, "cc-by-4.0", {"name": "CC-BY-4.0"}),
    (kinds.license_, {"name": "A", "url": "https://a.example/"}, None),
    (
        kinds.keywords,
        ["a", {"name": "b", "domain": "c"}],
        [{"name": "a"}, {"name": "b", "domain": "c"}],
    ),
    (kinds.blocked, {"all": True, "apple": False}, None),
    (kinds.hours, [0, 23], [0, 23]),
    (kinds.weekdays, ["Monday"], ["Monday"]),
    (kinds.rrule, "RRULE:FREQ=WEEKLY", "FREQ=WEEKLY"),
]


@pytest.mark.parametrize(("kind", "written", "read"), SOUND, ids=_shown)
def test_sound_values(kind: Callable[[object], Any], written: object, read: object) -> None:
    """As written, or in the one form that feeds have."""
    assert kind(written) == (written if read is None else read)


BROKEN: list[tuple[Callable[[object], Any], object]] = [
    (kinds.seconds, -1),
    (kinds.seconds, True),
    (kinds.seconds, "1:60"),
    (kinds.seconds, float("nan")),
    (kinds.seconds, float("inf")),
    (kinds.whole_number, 1.5),
    (kinds.number, "1"),
    (kinds.percentage, 101),
    (kinds.decimal_text, "1e5"),
    (kinds.decimal_text, -1),
    (kinds.decimal_text, float("inf")),
    (kinds.geo, "48.86,2.33"),
    (kinds.geo, "geo:91,0"),
    (kinds.osm, "X1"),
    (kinds.country, "FRA"),
    (kinds.media_type, "mp3"),
    (kinds.aspect_ratio, "1.9"),
    (kinds.aspect_ratio, "0/1"),
    (kinds.address, "example.org"),
    (kinds.address, "https://"),
    (kinds.host_name, "localhost"),
    (kinds.license_, "CC-BY-SA-4.0"),
    (kinds.license_, {"url": "https://a.example/"}),
    (kinds.keywords, []),
    (kinds.keywords, [{"word": "a"}]),
    (kinds.blocked, {"Apple Podcasts": True}),
    (kinds.blocked, {}),
    (kinds.hours, [24]),
    (kinds.hours, [1, 1]),
    (kinds.weekdays, ["lundi"]),
    (kinds.weekdays, ["Monday", "Monday"]),
    (kinds.rrule, "weekly"),
    (kinds.any_moment, "2024-01-31"),
]


@pytest.mark.parametrize(("kind", "written"), BROKEN, ids=_shown)
def test_broken_values(kind: Callable[[object], Any], written: object) -> None:
    """The fact and the way out, no traceback."""
    with pytest.raises(Fault) as told:
        kind(written)
    assert told.value.fact and told.value.fix


@pytest.mark.parametrize(
    ("rule", "french", "english"),
    [
        ("FREQ=DAILY", "Tous les jours", "Every day"),
        ("FREQ=WEEKLY;INTERVAL=2", "Toutes les 2 semaines", "Every 2 weeks"),
        (
            "FREQ=WEEKLY;BYDAY=MO,WE,FR",
            "Toutes les semaines, le lundi, mercredi et vendredi",
            "Every week, on Monday, Wednesday and Friday",
        ),
        ("FREQ=MONTHLY;BYDAY=1MO", "Tous les mois", "Every month"),
    ],
)
def test_rules_in_words(rule: str, french: str, english: str) -> None:
    """In the show's language, English where it is neither."""
    assert recurrence_fault(rule) is None
    assert recurrence_in_words(rule, "fr-FR") == french
    assert recurrence_in_words(rule, "en") == recurrence_in_words(rule, "de") == english


@pytest.mark.parametrize(
    "rule",
    [
        "",
        "BYDAY=MO",
        "FREQ=WEEKLY;FREQ=DAILY",
        "FREQ=WEEKLY;COUNT=0",
        "FREQ=DAILY;COUNT=1;UNTIL=20261231",
        "FREQ=DAILY;UNTIL=2026-12-31",
        "FREQ=YEARLY;BYMONTH=13",
        "FREQ=WEEKLY;BYDAY=LU",
        "FREQ=DAILY;EVERY=2",
        "FREQ=DAILY;;",
    ],
)
def test_unsound_rules(rule: str) -> None:
    """By RFC 5545."""
    assert recurrence_fault(rule) is not None


TOGETHER = {
    "social_interact": '[[social_interact]]\nprotocol = "disabled"\nuri = "https://a.example/"\n',
    "social_interact without uri": '[[social_interact]]\nprotocol = "matrix"\n',
    "update_frequency": "[update_frequency]\ncomplete = true\n",
    "update_frequency counting": '[update_frequency]\nrrule = "FREQ=DAILY;COUNT=3"\n',
    "value": '[[value]]\ntype = "lightning"\nmethod = "keysend"\n',
    "value split": '[[value]]\ntype = "a"\nmethod = "b"\n[[value.recipient]]\ntype = "node"\n'
    'address = "a"\nsplit = 1\n[[value.time_split]]\nstart_time = 1\nduration = 2\n',
    "trailer": '[[trailer]]\ntitle = "a"\nurl = "https://a.example/b.mp3"\n',
    "publisher": '[publisher]\nfeed_url = "https://a.example/"\n',
}


@pytest.mark.parametrize("name", TOGETHER)
def test_values_that_do_not_go_together(make_project: MakeProject, name: str) -> None:
    """Told with the line of the table, and nothing is built."""
    project = make_project(episodes=1, beside=False)
    project.edit("podcast.toml", "[owner]", TOGETHER[name] + "\n[owner]")
    done = project.run("build", "--json")
    assert done.status == 1
    (finding,) = done.json["findings"]
    assert finding["where"] == "podcast.toml" and finding["line"] is not None and finding["fix"]

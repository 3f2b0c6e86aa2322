"""Which episode a name means: the same for every command that takes one."""

from __future__ import annotations

from typing import Any

import pytest

from feed_builder.errors import FeedBuilderError
from feed_builder.naming import Named, meant

GUID = "cc35ac20-2ea1-5e7d-862f-e76a24694af7"
BASE = "https://p.example/"


def episode(stem: str, title: str, number: int, guid: str | None = None) -> Named[str]:
    """An episode whose name for the test is its stem."""
    return Named(
        thing=stem,
        file=f"episodes/{stem}.md",
        title=title,
        number=number,
        guid=guid,
        slug=stem,
        link=f"{BASE}{stem}/",
    )


EAU = Named(thing="eau", file="episodes/eau/article.md", title="L’eau", slug="eau",
            link=f"{BASE}eau/", folder="episodes/eau")  # fmt: skip
KNOWN = (
    episode("eau/01-boeuf", "Frédéric Bœuf, directeur", 1, GUID),
    episode("eau/02-anne", "Anne", 2),
    episode("foret/02-anne", "L’été d’Anne Martin", 3),
    episode("12-hors-serie", "Le 2", 12),
    EAU,
)


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        (GUID, "eau/01-boeuf"),
        (f"{BASE}eau/01-boeuf/", "eau/01-boeuf"),
        (f"{BASE}eau/01-boeuf", "eau/01-boeuf"),
        ("episodes/eau/01-boeuf.md", "eau/01-boeuf"),
        ("./episodes/eau/01-boeuf.mp3", "eau/01-boeuf"),
        ("/home/a/show/episodes/eau/01-boeuf.MD", "eau/01-boeuf"),
        ("eau/02-anne", "eau/02-anne"),
        ("foret/02-anne.md", "foret/02-anne"),
        ("01-boeuf", "eau/01-boeuf"),
        ("2", "eau/02-anne"),
        ("12", "12-hors-serie"),
        ("Anne", "eau/02-anne"),
        ("frederic boeuf", "eau/01-boeuf"),
        ("L'ETE D'ANNE", "foret/02-anne"),
        ("hors serie", "12-hors-serie"),
        ("eau", "eau"),
        ("episodes/eau/", "eau"),
        ("L’eau", "eau"),
        ("nobody", None),
        ("", None),
        ("…", None),
    ],
)
def test_the_strictest_meaning_wins(name: str, wanted: str | None) -> None:
    """By guid, address, path, end of a path, number, title, part of a title or file."""
    assert meant(name, KNOWN) == wanted


@pytest.mark.parametrize("name", ["02-anne", "02-anne.mp3", "AN"])
def test_several_meanings_are_told(name: str) -> None:
    """Where two fit, nothing is guessed."""
    with pytest.raises(
        FeedBuilderError, match=r"may be any of episodes/eau/02-anne\.md, episodes/"
    ):
        meant(name, KNOWN)


@pytest.mark.parametrize("command", ["show", "embed", "explain", "quotes"])
@pytest.mark.parametrize("name", ["eau/01-boeuf.md", "01-boeuf", "frederic BOEUF"])
def test_every_command_takes_every_name(command: str, name: str, built: Any) -> None:
    """A name that one command understands is understood by all, and means the same."""
    more = ("--dry-run",) if command == "quotes" else ()
    done = built.run(command, name, *more)
    assert done.status == 0, done.all
    assert done.out == built.run(command, "episodes/eau/01-boeuf.md", *more).out

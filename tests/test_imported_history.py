"""What an imported episode brings along: its guid letter for letter, its place, its past."""

from __future__ import annotations

from typing import Any

from lxml import etree


def test_guid_and_permalink_stand_in_the_feed_letter_for_letter(project: Any) -> None:
    """Spaces, case and the flag belong to an identity (RSS-78, RSS-80)."""
    guid = " https://Old.example.org/?p=12&x=<é>\t"
    project.episode("eau/04-venue", 4, guid=guid, front="permalink = true\n[imported]")
    project.build()
    items = etree.parse(str(project.public / "feed.xml")).findall(".//item/guid")
    told = {item.text: item.get("isPermaLink") for item in items}
    assert told[guid] == "true"
    assert sorted(told.values()) == ["false", "false", "false", "true"]


def test_imported_episodes_of_one_moment_keep_their_order(project: Any) -> None:
    """The file that is named later is the newer one, whatever the guids."""
    for number, guid in enumerate(["z", "m", "a"], 4):
        project.episode(
            f"eau/{number:02}-ancien",
            number,
            guid=guid,
            published="2020-01-01T00:00:00Z",
            front="[imported]",
        )
    project.build()
    guids = [g.text for g in etree.parse(str(project.public / "feed.xml")).findall(".//item/guid")]
    assert guids[-3:] == ["a", "m", "z"]


def test_the_past_does_not_stop_a_build(project: Any) -> None:
    """Two old episodes of one title and one number: told, not refused."""
    for stem in ("eau/08-x", "eau/09-y"):
        project.episode(stem, 8, title="Bis", published="2020-01-01T00:00:00Z", front="[imported]")
    done = project.build()
    assert (
        "warning: episodes/eau/09-y.md:3: title: is also that of episodes/eau/08-x.md" in done.err
    )
    assert "error" not in done.err

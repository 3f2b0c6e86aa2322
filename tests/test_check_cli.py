"""`feed-builder check` as it is called: targets, profiles, levels, forms of output, the status."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from feed_builder.cli import cli

CHECKS = Path(__file__).parent / "data" / "checks"
KEYS = ["rule", "level", "where", "line", "message", "fix", "source"]


def check(*args: str) -> Result:
    """The command, called."""
    return CliRunner().invoke(cli, ["check", *args])


def found(*args: str) -> dict[str, dict[str, Any]]:
    """The findings by their rules."""
    return {f["rule"]: f for f in json.loads(check(*args, "--json").stdout)["findings"]}


def test_json_is_what_is_promised() -> None:
    """One list of findings with these keys and no other; the place has file, element and line."""
    told = json.loads(check(str(CHECKS / "date-rfc822.bad.xml"), "--json").stdout)

    assert list(told) == ["findings"]
    assert all(list(finding) == KEYS for finding in told["findings"])
    date = next(f for f in told["findings"] if f["rule"] == "date-rfc822")
    assert date["level"] == "error"
    assert date["where"].endswith("date-rfc822.bad.xml: channel/item[1]/pubDate")
    assert date["line"] == 24
    assert "RSS-20" in date["source"]


def test_sarif_is_what_code_hosts_read() -> None:
    """Version 2.1.0, the rules and the results with file and line."""
    told = json.loads(check(str(CHECKS / "date-rfc822.bad.xml"), "--sarif").stdout)
    run = told["runs"][0]
    rules = {rule["id"] for rule in run["tool"]["driver"]["rules"]}

    assert told["version"] == "2.1.0"
    for result in run["results"]:
        assert result["ruleId"] in rules
        assert result["level"] in ("error", "warning", "note")
        place = result["locations"][0]["physicalLocation"]
        assert place["artifactLocation"]["uri"].endswith("date-rfc822.bad.xml")
    lines = [r["locations"][0]["physicalLocation"].get("region") for r in run["results"]]
    assert {"startLine": 24} in lines


@pytest.mark.parametrize(("rule", "status"), [("date-rfc822", 1), ("self-link", 0)])
def test_the_status_is_1_where_there_is_an_error(rule: str, status: int) -> None:
    """A warning alone is none."""
    assert check(str(CHECKS / f"{rule}.bad.xml")).exit_code == status
    assert check(str(CHECKS / f"{rule}.ok.xml")).exit_code == 0


def test_level_leaves_out_what_is_less_bad() -> None:
    """Errors alone, or warnings too."""
    feed = str(CHECKS / "email-address.bad.xml")

    assert "email-address" in found(feed, "--level", "warning")
    assert "email-address" not in found(feed, "--level", "error")
    assert check(feed, "--level", "error").exit_code == 0


def test_a_profile_has_its_own_levels() -> None:
    """What a standard demands is an error in its profile; what it does not know is not told."""
    feed = str(CHECKS / "cover-present.bad.xml")

    assert found(feed)["cover-present"]["level"] == "warning"
    assert found(feed, "--profile", "apple")["cover-present"]["level"] == "error"
    assert "cover-present" not in found(feed, "--profile", "w3c")
    assert check(feed, "--profile", "nobody").exit_code == 2


def test_the_text_tells_place_fact_and_way_out() -> None:
    """By episode, with rule, level, line, element, fix and source; without colours here."""
    output = check(str(CHECKS / "date-rfc822.bad.xml")).output

    assert "episode 1 “Anne Martin, hydrologue”" in output
    assert "error date-rfc822 line 24, channel/item[1]/pubDate" in output
    assert "→ write it as Wed, 06 Jul 2022 13:00:00 +0000" in output
    assert "InvalidRFC2822Date" in output
    assert "\x1b[" not in output


@pytest.mark.parametrize("name", ["nothing.xml", ""])
def test_a_target_that_is_none_is_told(name: str, tmp_path: Path) -> None:
    """A file that is not there, and a folder."""
    done = check(str(tmp_path / name))

    assert done.exit_code == 1
    assert "can't be read" in done.output


def test_a_project_is_checked_from_its_sources_to_its_feeds(project: Any) -> None:
    """Without a target: a fault of the sources, and one of a feed that somebody spoiled."""
    project.edit("podcast.toml", "[owner]", "[nobody]")
    feed = project.public / "feed.xml"
    feed.write_bytes(feed.read_bytes().replace(b"<guid ", b"<gid ").replace(b"</guid>", b"</gid>"))

    findings = project.run("check", "--json").json["findings"]
    where = {finding["rule"]: finding["where"] for finding in findings}

    assert where["element-known"].startswith("public/feed.xml: channel/item[")
    assert any(finding["where"].startswith("podcast.toml") for finding in findings)


def test_a_project_that_was_not_built_is_told(project: Any) -> None:
    """Its sources are checked, and the way to its feeds is named."""
    project.remove("public")

    done = project.run("check")

    assert done.status == 1
    assert "feed-builder build" in done.all


def test_several_feeds_are_checked_one_after_the_other(tmp_path: Path) -> None:
    """One that is not there is told among them and keeps no other from its turn."""
    good, bad = CHECKS / "date-rfc822.ok.xml", CHECKS / "date-rfc822.bad.xml"

    done = check(str(tmp_path / "gone.xml"), str(good), str(bad), "--json", "--level", "error")

    told = json.loads(done.stdout)["findings"]
    assert done.exit_code == 1
    assert [(f["rule"], Path(f["where"].split(": ")[0]).name) for f in told] == [
        ("feed-readable", "gone.xml"),
        ("date-rfc822", "date-rfc822.bad.xml"),
    ]
    assert check(str(good), str(good), "--level", "error").exit_code == 0


def test_sarif_names_files_as_addresses(tmp_path: Path) -> None:
    """A space and an accent are written as URIs have them."""
    feed = tmp_path / "le flux d’été.xml"
    feed.write_bytes((CHECKS / "date-rfc822.bad.xml").read_bytes())

    result = json.loads(check(str(feed), "--sarif").stdout)["runs"][0]["results"][0]

    uri = result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
    assert uri.endswith("le%20flux%20d%E2%80%99%C3%A9t%C3%A9.xml")

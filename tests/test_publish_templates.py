"""The templates for CI and systemd do what they say: each is read and its commands are run."""

from __future__ import annotations

import configparser
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

TEMPLATES = Path(__file__).parents[1] / "docs" / "templates"
DOCS = TEMPLATES.parent / "publishing.md"


def commands(name: str) -> list[str]:
    """The shell commands of a template, without those that install."""
    if name == "podcast.service":
        unit = configparser.ConfigParser(interpolation=None)
        unit.optionxform = str  # type: ignore[assignment,method-assign]
        unit.read(TEMPLATES / name)
        return [unit["Service"]["ExecStart"]]
    if name == "cron":
        (line,) = (
            line for line in DOCS.read_text("utf-8").splitlines() if line.startswith("- cron: ")
        )
        _, *_, command = line.strip("`").split(" ", 7)
        return [command.partition("&& ")[2].rstrip("`")]
    told = yaml.safe_load((TEMPLATES / name).read_text("utf-8"))
    if name == "gitlab-ci.yml":
        lines = told["publish"]["script"]
    else:
        lines = [step.get("run", "") for step in told["jobs"]["publish"]["steps"]]
    return [line for line in lines if line and "pip install" not in line]


@pytest.mark.parametrize("name", ["github-actions.yml", "gitlab-ci.yml", "podcast.service", "cron"])
def test_the_commands_publish(name: str, project: Any, tmp_path: Path) -> None:
    """Run as they stand, where nobody can be asked, they publish; a second time as well."""
    www, tools = tmp_path / "www", tmp_path / "bin"
    tools.mkdir()
    script = f'#!/bin/sh\nexec "{sys.executable}" -m feed_builder "$@"\n'
    (tools / "feed-builder").write_text(script)
    (tools / "feed-builder").chmod(0o755)
    text = project.read("podcast.toml").decode()
    project.write("podcast.toml", f'{text}\n[publish.live]\nurl = "{www}"\n')
    lines = commands(name)
    assert lines
    for line in [*lines, *lines]:
        # The show is at an example's address, where nothing can be verified.
        done = subprocess.run(
            ["sh", "-c", line.replace(" --verify", "")],
            cwd=project.path,
            env={"PATH": f"{tools}:{os.environ['PATH']}", "HOME": str(tmp_path)},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=120,
        )
        assert done.returncode == 0, done.stderr.decode()
    assert (www / "feed.xml").read_bytes() == (project.public / "feed.xml").read_bytes()


def test_two_runs_of_ci_wait_for_each_other() -> None:
    """Both services are told to run one at a time."""
    github = yaml.safe_load((TEMPLATES / "github-actions.yml").read_text("utf-8"))
    assert github["concurrency"] == {"group": "podcast", "cancel-in-progress": False}
    gitlab = yaml.safe_load((TEMPLATES / "gitlab-ci.yml").read_text("utf-8"))
    assert gitlab["publish"]["resource_group"] == "podcast"


def test_systemd_reads_the_units() -> None:
    """As systemd itself sees them, where it is installed; else as their format wants."""
    names = ("podcast.service", "podcast.timer")
    verify = shutil.which("systemd-analyze")
    if verify:
        units = [str(TEMPLATES / name) for name in names]
        done = subprocess.run([verify, "verify", *units], capture_output=True, timeout=60)
        assert b"podcast" not in done.stderr, done.stderr.decode()
    for name in names:
        unit = configparser.ConfigParser(interpolation=None, strict=True)
        unit.read(TEMPLATES / name)
        assert unit.sections()[0] == "Unit"

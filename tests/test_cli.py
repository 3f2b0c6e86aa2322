"""The commands: help with examples, quick start, colours, exit statuses, `init`, `list`."""

from __future__ import annotations

import json
import os
import re
import select
import signal
import subprocess
import sys
import time
import tomllib
from io import StringIO
from pathlib import Path
from typing import Any
from uuid import UUID, uuid5

import click
import pytest
from click.testing import CliRunner
from PIL import Image

from feed_builder import __version__
from feed_builder.cli import cli
from feed_builder.cli.terminal import progress_bars

COMMANDS = sorted(cli.commands)
ANSWERS = {
    "--title": "La revue à voix haute",
    "--url": "https://podcast.example.org/sons",
    "--author": "La revue",
    "--email": "podcast@example.org",
}
HEAVY = (
    "lxml feedgen mutagen jinja2 PIL av distributed tomlkit pyromark nh3 feed_builder.read "
    "feed_builder.render feed_builder.articles feed_builder.audio"
).split()


def answers(**other: str | None) -> list[str]:
    """The options that `init` needs, some of them otherwise or not at all."""
    given = {**ANSWERS, **{f"--{name}": value for name, value in other.items()}}
    return [part for name, value in given.items() if value is not None for part in (name, value)]


def run(
    *arguments: str, cwd: Path, piped: str = "", **env: str
) -> subprocess.CompletedProcess[str]:
    """The command in a process of its own, away from any terminal."""
    return subprocess.run(
        [sys.executable, "-m", "feed_builder", *arguments],
        cwd=cwd,
        env={"PATH": os.environ.get("PATH", os.defpath), "HOME": str(cwd), **env},
        input=piped,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=60,
    )


# --- Help ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", COMMANDS)
def test_help_has_a_sentence_and_an_example(name: str) -> None:
    """Each command says what it does, then how it is called, then each option's meaning."""
    done = CliRunner().invoke(cli, [name, "--help"], prog_name="feed-builder")
    assert done.exit_code == 0
    about, _, options = done.output.partition("\nOptions:")
    assert re.search(r"\n  [A-Z][^\n]*", about)
    assert re.search(rf"\n  feed-builder {name}\b", about), "no example"
    for parameter in cli.commands[name].params:
        if isinstance(parameter, click.Option):
            assert parameter.help, f"{parameter.name} has no help"
            assert parameter.opts[-1] in options


@pytest.mark.parametrize("name", COMMANDS)
def test_examples_are_calls(name: str) -> None:
    """The examples use options that exist."""
    text = CliRunner().invoke(cli, [name, "--help"], prog_name="feed-builder").output
    examples = text.partition("\nOptions:")[0].replace("\\\n", " ")
    known = {opt for parameter in cli.commands[name].params for opt in parameter.opts}
    for line in re.findall(rf"feed-builder {name}\b(.*)", examples):
        assert set(re.findall(r"(?<!\w)--[a-z-]+", line)) <= known


def test_help_of_all() -> None:
    """The group's help names every command, and the order in which a newcomer needs them."""
    text = CliRunner().invoke(cli, ["--help"]).output
    for name in COMMANDS:
        assert re.search(rf"feed-builder {name}\b", text)
        assert re.search(rf"\n  {name} +\S", text)
    assert text == CliRunner().invoke(cli, ["-h"]).output


@pytest.mark.parametrize("arguments", [[], *([name] for name in COMMANDS)], ids=str)
def test_help_imports_nothing_heavy(arguments: list[str], tmp_path: Path) -> None:
    """`--help` loads none of the libraries that work needs."""
    code = (
        "import sys\nfrom feed_builder.cli import cli\n"
        f"try:\n    cli({[*arguments, '--help']!r})\nexcept SystemExit:\n    pass\n"
        "print(sorted(sys.modules), file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 0, done.stderr
    loaded = {name.strip("'[] \n") for name in done.stderr.split(",")}
    assert "click" in loaded
    assert loaded & set(HEAVY) == set()


def test_version(tmp_path: Path) -> None:
    """`python -m feed_builder` is the command, and knows its version."""
    done = run("--version", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (0, f"feed-builder, version {__version__}\n")


def test_entry_point() -> None:
    """The installed command `feed-builder` is the same."""
    from importlib.metadata import entry_points

    (found,) = entry_points(group="console_scripts", name="feed-builder")
    assert found.value == "feed_builder.__main__:main"


# --- Terminals ----------------------------------------------------------------------------------


def on_terminal(project: Any, *arguments: str, typed: str = "", **env: str) -> tuple[int, str]:
    """The status and what a terminal shows where somebody has typed this."""
    return shown_by("-m", "feed_builder", *arguments, at=project.path, typed=typed, **env)


def shown_by(*arguments: str, at: Path, typed: str = "", **env: str) -> tuple[int, str]:
    """The status of Python with these arguments, and what its terminal shows."""
    pty = pytest.importorskip("pty")
    control, terminal = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, *arguments],
        cwd=at,
        env={"PATH": os.environ.get("PATH", os.defpath), "TERM": "xterm", **env},
        stdin=terminal if typed else subprocess.DEVNULL,
        stdout=terminal,
        stderr=terminal,
    )
    os.close(terminal)
    os.write(control, typed.encode())
    shown, deadline = b"", time.monotonic() + 60
    while time.monotonic() < deadline:
        if select.select([control], [], [], 0.2)[0]:
            try:
                piece = os.read(control, 65_536)
            except OSError:  # Linux: the other end is closed
                break
            if not piece:  # macOS: the same
                break
            shown += piece
        elif process.poll() is not None:
            break
    os.close(control)
    return process.wait(), shown.decode("utf-8", "replace")


_COLOUR = re.compile(r"\x1b\[[0-9;]*m")


def test_bar_that_is_cut_off_shows_the_cursor_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ctrl-C while a bar moves leaves a terminal that can be typed in."""

    class Terminal(StringIO):
        def isatty(self) -> bool:
            return True

    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    with pytest.raises(KeyboardInterrupt), progress_bars() as show:
        assert show is not None
        show("reading", 3, 3)
        show("tagging", 1, 3)
        raise KeyboardInterrupt
    shown = terminal.getvalue()
    hides, shows = "\x1b[?25l", "\x1b[?25h"
    assert hides in shown
    assert shown.rindex(shows) > shown.rindex(hides)
    assert shown.count(shows) == 2


def test_bar_that_is_ended_shows_the_cursor_again(tmp_path: Path) -> None:
    """So does SIGTERM, which ends the program as it always did."""
    code = """
import os, signal, time
from feed_builder.cli.terminal import progress_bars
with progress_bars() as show:
    show("reading", 1, 3)
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(60)
"""
    status, shown = shown_by("-c", code, at=tmp_path)
    assert status == -signal.SIGTERM
    assert shown.rindex("\x1b[?25h") > shown.rindex("\x1b[?25l")


def test_a_bar_leaves_signals_as_they_were(monkeypatch: pytest.MonkeyPatch) -> None:
    """Who calls us may have handlers of their own."""
    before = signal.getsignal(signal.SIGTERM)
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    with progress_bars():
        assert signal.getsignal(signal.SIGTERM) is not before
    assert signal.getsignal(signal.SIGTERM) is before


def test_a_bar_that_nobody_may_end_goes_on(tmp_path: Path) -> None:
    """Where SIGTERM is ignored, as by a caller who wants a build to be finished, it still is."""
    code = """
import os, signal
from feed_builder.cli.terminal import progress_bars
signal.signal(signal.SIGTERM, signal.SIG_IGN)
with progress_bars() as show:
    show("reading", 1, 3)
    os.kill(os.getpid(), signal.SIGTERM)
    show("reading", 3, 3)
print("finished")
"""
    status, shown = shown_by("-c", code, at=tmp_path)
    assert status == 0
    assert "finished" in shown


_INTERRUPTED = """
import os, runpy, signal, sys

class Impatient:
    def find_spec(self, name, path=None, target=None):
        if name == {module!r}:
            os.kill(os.getpid(), signal.SIGINT)

sys.meta_path.insert(0, Impatient())
runpy.run_module("feed_builder", run_name="__main__")
"""


def test_ctrl_c_while_the_program_loads(tmp_path: Path) -> None:
    """Nobody sees a traceback, whenever Ctrl-C comes."""
    for module in ("click", "feed_builder.cli.group", "feed_builder.cli.build"):
        done = subprocess.run(
            [sys.executable, "-c", _INTERRUPTED.format(module=module), "build"],
            cwd=tmp_path,
            capture_output=True,
            text=True,
            timeout=60,
        )
        # While it loads it is ended as any program is; then `Aborted!` is click's word for it.
        assert (done.returncode, done.stderr) in ((-signal.SIGINT, ""), (1, "\nAborted!\n")), module


def test_colours_on_a_terminal(project: Any) -> None:
    """On a terminal the result is coloured; with NO_COLOR it is not."""
    project.remove("podcast.toml")
    status, shown = on_terminal(project, "build")
    assert status == 1
    assert _COLOUR.search(shown)
    status, shown = on_terminal(project, "build", NO_COLOR="1")
    assert status == 1
    assert not _COLOUR.search(shown)
    assert "podcast.toml" in shown


def test_progress_on_a_terminal(make_project: Any) -> None:
    """A bar shows on a terminal while recordings are read and copied."""
    project = make_project(episodes=2)
    status, shown = on_terminal(project, "build", NO_COLOR="1")
    assert status == 0, shown
    assert "100%" in shown
    assert "2 episodes" in shown


def test_no_progress_elsewhere(make_project: Any) -> None:
    """In a log there is neither bar nor colour nor carriage return: one line for each thing."""
    done = make_project(episodes=2).build()
    assert done.out == ""
    assert "%" not in done.err
    assert "\r" not in done.err
    assert "\x1b" not in done.err
    assert len(done.err.splitlines()) == 2


def test_json_is_alone_on_stdout(make_project: Any) -> None:
    """--json prints one JSON document and nothing else there."""
    project = make_project(episodes=2)
    for command in ("build", "list"):
        done = project.run(command, "--json")
        assert isinstance(json.loads(done.out), dict)
        assert "\r" not in done.all


def test_closed_pipe_is_no_fault(project: Any) -> None:
    """`feed-builder list | head -0` ends without a word."""
    read, write = os.pipe()
    os.close(read)
    process = subprocess.Popen(
        [sys.executable, "-m", "feed_builder", "list"],
        cwd=project.path,
        stdout=write,
        stderr=subprocess.PIPE,
    )
    os.close(write)
    said = process.communicate(timeout=60)[1].decode()
    assert "Traceback" not in said
    assert "unexpected" not in said


@pytest.mark.parametrize("closed", ["<&-", ">&-", "2>&-", "<&- >&- 2>&-"])
@pytest.mark.parametrize("command", ["build", "build --json", "list --json", "import article.txt"])
def test_closed_streams_are_no_fault(project: Any, command: str, closed: str) -> None:
    """A service may start us without standard input and outputs: the rest is as ever."""
    project.write("article.txt", "Titre\n\nÉcoutez l’interview de Paul Durand, maire :\n")
    project.write("episodes/eau/01-invite.md", project.read("episodes/eau/01-invite.md") + b"!")
    line = f"{sys.executable} -m feed_builder {command} {closed}"
    done = subprocess.run(["sh", "-c", line], cwd=project.path, capture_output=True, timeout=60)
    assert (done.returncode, b"error" in done.stderr) == (0, False), done.stderr
    assert bool(done.stdout) == ("--json" in command and closed in ("<&-", "2>&-"))
    if "build" in command:
        feed = project.read("public/feed.xml")
        assert feed.startswith(b"<?xml")
        assert b"!" in feed


@pytest.mark.parametrize("arguments", [["--help"], ["list"], ["list", "--json"], ["schema"]])
@pytest.mark.parametrize("buffered", ["", "1"])
def test_output_without_room_is_told(project: Any, arguments: list[str], buffered: str) -> None:
    """A full disk takes no answer: one sentence, status 1."""
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [sys.executable, "-m", "feed_builder", *arguments],
            cwd=project.path,
            env={**os.environ, "PYTHONUNBUFFERED": buffered},
            stdout=full,
            stderr=subprocess.PIPE,
            timeout=60,
        )
    assert (done.returncode, done.stderr) == (1, b"error: No space left on device\n")


LEAVING = """
import atexit, sys, threading, time
def work():
    time.sleep(0.3)
    print("worked")
if sys.argv.pop() == "thread":
    threading.Thread(target=work).start()
atexit.register(print, "tidied")
from feed_builder.cli import main
main()
"""


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["--version", "none"], 0, "tidied"),
        (["--version", "thread"], 0, "worked\ntidied"),
        (["bild", "none"], 2, "tidied"),
    ],
    ids=["quick", "thread", "failing"],
)
def test_leaving_loses_nothing(arguments: list[str], code: int, said: str, tmp_path: Path) -> None:
    """A command leaves at once when it is done: not before threads and what tidies up."""
    done = subprocess.run(
        [sys.executable, "-c", LEAVING, *arguments],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == code, done.stderr
    assert done.stdout.endswith(f"{said}\n")


# --- init ---------------------------------------------------------------------------------------


def test_init_makes_a_show(tmp_path: Path) -> None:
    """podcast.toml with what was answered, a cover, a place for episodes; and what comes next."""
    done = run("init", "show", *answers(category="Society & Culture > Documentary"), cwd=tmp_path)

    assert done.returncode == 0, done.stderr
    assert {path.name for path in (tmp_path / "show").iterdir()} == {
        "podcast.toml",
        "cover.jpg",
        "episodes",
    }
    config = tomllib.loads((tmp_path / "show/podcast.toml").read_text("utf-8"))
    assert config["title"] == ANSWERS["--title"]
    assert config["link"] == "https://podcast.example.org/sons/"
    assert config["author"] == config["owner"]["name"] == "La revue"
    assert config["owner"]["email"] == "podcast@example.org"
    assert config["language"] == "fr"
    assert config["categories"] == ["Society & Culture > Documentary"]
    assert config["type"] == "serial"
    assert config["description"]
    assert "feed-builder import" in done.stderr


def test_init_fixes_the_guid(tmp_path: Path) -> None:
    """P20-GUID-1: of the feed's first address, and the same for the same address."""
    for name in ("a", "b"):
        assert run("init", name, *answers(), cwd=tmp_path).returncode == 0
    guids = [
        tomllib.loads((tmp_path / name / "podcast.toml").read_text("utf-8"))["guid"]
        for name in ("a", "b")
    ]
    namespace = UUID("ead4c236-bf58-58c6-a2c6-a6b28d128cb6")
    wanted = str(uuid5(namespace, "podcast.example.org/sons/feed.xml"))
    assert guids == [wanted, wanted]


def test_init_explains_each_key(tmp_path: Path) -> None:
    """A comment stands above each key and table."""
    run("init", *answers(), cwd=tmp_path)
    blocks = (tmp_path / "podcast.toml").read_text("utf-8").split("\n\n")
    above = blocks[0]
    for block in blocks:
        if re.search(r"(?m)^([a-z_]+ = |\[)", block):
            assert block.startswith("# ") or above.startswith("# "), block
        above = block


@pytest.mark.parametrize("is_installed", [True, False])
def test_init_asks_for_waveforms_where_they_can_be_drawn(
    is_installed: bool, invoke: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("feed_builder.scaffold.has_av", lambda: is_installed)
    made = tmp_path / "new"
    assert invoke("init", str(made), *answers()).exit_code == 0
    told = tomllib.loads((made / "podcast.toml").read_text())
    assert told.get("audio", {}) == ({"waveform": True} if is_installed else {})
    assert "waveform = true" in (made / "podcast.toml").read_text()


def test_init_makes_a_cover(tmp_path: Path) -> None:
    """APL-70 to 73: 3000 x 3000 pixels, RGB, JPEG, not empty, within half a megabyte."""
    run("init", *answers(), cwd=tmp_path)
    path = tmp_path / "cover.jpg"
    with Image.open(path) as cover:
        assert (cover.format, cover.size, cover.mode) == ("JPEG", (3000, 3000), "RGB")
        assert cover.info.get("dpi") == (72, 72)
        assert len(cover.resize((60, 60)).getcolors(3600) or []) > 10, "nothing is drawn"
    assert path.stat().st_size <= 512_000


@pytest.mark.parametrize("name", ["cover.png", "cover.jpeg", "Cover.JPG"])
def test_init_takes_the_cover_that_is_there(name: str, tmp_path: Path) -> None:
    """Who has a cover gets no second one, and the show has theirs."""
    folder = tmp_path / "neuf"
    folder.mkdir()
    (folder / name).write_bytes(b"mine")
    done = run("init", "neuf", *answers(), cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert tomllib.loads((folder / "podcast.toml").read_text("utf-8"))["artwork"] == name
    assert sorted(path.name for path in folder.iterdir()) == sorted(
        [name, "episodes", "podcast.toml"]
    )


def test_covers_differ(tmp_path: Path) -> None:
    """Two shows have two covers; one show always has the same."""
    titles = {"a": "Un titre", "b": "Un autre titre", "c": "Un titre"}
    for name, title in titles.items():
        run("init", name, *answers(title=title), cwd=tmp_path)
    made = {name: (tmp_path / name / "cover.jpg").read_bytes() for name in titles}
    assert made["a"] == made["c"] != made["b"]


@pytest.mark.parametrize("title", ["播客", "Бюллетень", "Ж" * 255, "mot " * 60, "W" * 255, '"\\#'])
def test_init_takes_any_title(title: str, tmp_path: Path) -> None:
    """Titles of any script, length and punctuation give a show that can be built."""
    done = run("init", *answers(title=title), cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    config = tomllib.loads((tmp_path / "podcast.toml").read_text("utf-8"))
    assert config["title"] == title.strip()
    with Image.open(tmp_path / "cover.jpg") as cover:
        assert cover.size == (3000, 3000)
    assert ("no title" in done.stderr) == (title == "播客")


def test_init_then_build(make_project: Any, tmp_path: Path) -> None:
    """What `init` writes is right as it stands: with an episode it builds without a finding."""
    source = make_project(episodes=1)
    run("init", "new", *answers(), cwd=tmp_path)
    for name in ("md", "mp3"):
        target = tmp_path / f"new/episodes/01.{name}"
        target.write_bytes(source.read(f"episodes/eau/01-invite.{name}"))
    done = run("build", "--json", cwd=tmp_path / "new")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["findings"] == []


def test_init_never_overwrites_a_show(tmp_path: Path) -> None:
    """A podcast.toml that exists stays, and is named."""
    (tmp_path / "podcast.toml").write_text("# mine\n")
    done = run("init", *answers(), cwd=tmp_path)
    assert done.returncode == 1
    assert "podcast.toml" in done.stderr
    assert (tmp_path / "podcast.toml").read_text() == "# mine\n"
    assert [path.name for path in tmp_path.iterdir()] == ["podcast.toml"]


def test_init_never_overwrites_a_cover(tmp_path: Path) -> None:
    """A cover and episodes that exist stay."""
    (tmp_path / "cover.jpg").write_bytes(b"mine")
    (tmp_path / "episodes").mkdir()
    (tmp_path / "episodes/a.md").write_text("mine")
    done = run("init", *answers(), cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "cover.jpg").read_bytes() == b"mine"
    assert (tmp_path / "episodes/a.md").read_text() == "mine"
    assert "cover.jpg" not in done.stderr.replace("own cover.jpg", "")


@pytest.mark.parametrize("name", ["podcast.toml", "cover.jpg"])
def test_init_never_overwrites_a_link(name: str, tmp_path: Path) -> None:
    """A link that leads nowhere yet is somebody's too: it stays a link."""
    (tmp_path / name).symlink_to("to-come")
    run("init", *answers(), cwd=tmp_path)
    assert (tmp_path / name).is_symlink()


def test_init_leaves_no_half_show(tmp_path: Path) -> None:
    """Where a file stands in the way of a folder, nothing is made."""
    (tmp_path / "episodes").write_text("mine")
    done = run("init", *answers(), cwd=tmp_path)
    assert done.returncode == 1
    assert "episodes" in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["episodes"]


def test_init_reports_all_missing_answers(tmp_path: Path) -> None:
    """Without a terminal nobody can be asked: all missing answers are named at once."""
    done = run("init", cwd=tmp_path)
    assert done.returncode == 1
    for option in ("--title", "--url", "--author", "--email"):
        assert option in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_init_reports_all_bad_answers(tmp_path: Path) -> None:
    """Every bad answer is named with its fault, and nothing is made."""
    bad = {
        "title": " ",
        "url": "podcast.example.org",
        "author": "x" * 300,
        "email": "nobody",
        "language": "français",
        "category": "Society & culture",
        "description": "é" * 3000,
    }
    done = run("init", *answers(**bad), cwd=tmp_path)
    assert done.returncode == 1
    for option in bad:
        assert f"--{option}" in done.stderr
    assert "did you mean Society & Culture?" in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_init_asks_a_person(project: Any, tmp_path: Path) -> None:
    """On a terminal what is missing is asked, and asked again where the answer is no good."""
    typed = "Mon titre\npas une adresse\nhttps://a.example/\nMoi\npersonne\nmoi@a.example\n\nArts\n"
    status, shown = on_terminal(project, "init", "neuf", typed=typed, NO_COLOR="1")
    assert status == 0, shown
    assert shown.count("The web address") == 2
    assert shown.count("A mailbox") == 2
    config = tomllib.loads(project.read("neuf/podcast.toml").decode())
    assert (config["title"], config["link"]) == ("Mon titre", "https://a.example/")
    assert (config["owner"]["email"], config["language"]) == ("moi@a.example", "fr")
    assert config["categories"] == ["Arts"]


def test_init_says_why_it_asks_again(project: Any) -> None:
    """Enter alone where an answer is needed, and an address as people say it, are explained."""
    typed = "\nMon titre\nwww.a.example\nHTTPS://A.example/b\nMoi\nmoi@a.example\n\nArts\n"
    status, shown = on_terminal(project, "init", "neuf", typed=typed, NO_COLOR="1")
    assert status == 0, shown
    assert shown.count("an answer is needed") == 1
    assert 'write "https://www.a.example"' in shown
    assert "[]" not in shown
    config = tomllib.loads(project.read("neuf/podcast.toml").decode())
    assert config["link"] == "https://a.example/b/"


def test_init_asks_nothing_where_a_show_is(project: Any) -> None:
    """A folder with a show is refused before anybody has typed six answers."""
    project.write("podcast.toml", "title = 1\n")
    status, shown = on_terminal(project, "init", typed="\x04")
    assert status == 1
    assert "exists already" in shown
    assert "The show's name" not in shown
    assert project.read("podcast.toml") == b"title = 1\n"


def test_init_takes_answers_from_a_script(tmp_path: Path) -> None:
    """Where nobody can be asked a line answers each question; an empty one takes the default."""
    lines = "Mon titre\nhttps://a.example/\nmoi@a.example\n\nArts\n"
    done = run("init", "neuf", "--author", "Moi", cwd=tmp_path, piped=lines)
    assert done.returncode == 0, done.stderr
    config = tomllib.loads((tmp_path / "neuf/podcast.toml").read_text("utf-8"))
    assert [config[key] for key in ("title", "link", "author", "language")] == [
        "Mon titre",
        "https://a.example/",
        "Moi",
        "fr",
    ]
    assert (config["owner"]["email"], config["categories"]) == ("moi@a.example", ["Arts"])


def test_init_tells_what_a_script_left_out(tmp_path: Path) -> None:
    """Answers that end too early, and wrong ones, are told together."""
    done = run("init", cwd=tmp_path, piped="Mon titre\nici\n")
    assert done.returncode == 1
    assert "'ici'" in done.stderr
    assert "--author is missing" in done.stderr
    assert "--title" not in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_init_asks_only_what_is_missing(project: Any) -> None:
    """What is given as an option is not asked, and giving up makes nothing."""
    status, shown = on_terminal(project, "init", "neuf", *answers(), typed="fr\n\x04")
    assert "The show's name" not in shown
    assert "language" in shown
    assert status == 1
    assert "Traceback" not in shown
    assert not (project.path / "neuf").exists()


# --- import -------------------------------------------------------------------------------------


def test_import_asks_by_the_numbers_of_the_article(project: Any) -> None:
    """A recording that nothing tells of is asked for by the numbers that all else is told by."""
    project.write(
        "../article.txt",
        "L’été\n\nPar Ann Roux - 01.09.2023\n\nIl a fait chaud.\n\n"
        "Écoutez l’interview de Luc PIN, maire de Vic :\n\n"
        "Écoutez l’interview de Zoé BRUN, élue de Vic :\n",
    )
    for name in ("pin", "matin"):
        project.write(f"../recordings/{name}.mp3", project.read("episodes/eau/01-invite.mp3"))
    status, shown = on_terminal(
        project,
        "import",
        "../article.txt",
        "--audio",
        "../recordings",
        typed="1\n2\n",
        NO_COLOR="1",
    )
    assert status == 0, shown
    assert shown.count("Its number") == 2
    assert "matched matin.mp3 to 2. Zoé Brun" in shown


# --- list ---------------------------------------------------------------------------------------


@pytest.fixture
def states(project: Any) -> Any:
    """A show with an episode in each state."""
    project.episode("eau/04-demain", 4, title="Demain", published="2027-01-01T00:00:00Z")
    project.episode("eau/05-attend", 5, title="En attente", audio=False)
    project.remove("episodes/eau/02-invite.md")
    project.remove("episodes/eau/02-invite.mp3")
    return project


def test_list_is_a_table(states: Any) -> None:
    """Number, date, duration, size, state and title of each episode, in columns."""
    done = states.run("list")
    assert done.status == 0, done.all
    rows = done.out.replace("\u00a0", " ").splitlines()
    assert [row.split()[0] for row in rows] == ["1", "3", "5", "4"]
    assert re.fullmatch(
        r" +1  2024-01-31 07:01 UTC +2 s +10 kB  published +Entretien n° 01-invite", rows[0]
    )
    assert rows[2].split("  ")[-1].strip() == "En attente"
    assert "waiting for audio" in rows[2]
    assert "scheduled" in rows[3] and "2027-01-01 00:00" in rows[3]
    assert {len(row) - len(row[row.index("published") :]) for row in rows[:2]} == {
        rows[0].index("published")
    }


def test_list_as_json(states: Any) -> None:
    """The same for scripts: seconds, bytes, ISO dates, null for what is not known."""
    done = states.run("list", "--json")
    episodes = done.json["episodes"]
    assert [e["state"] for e in episodes] == [
        "published",
        "published",
        "waiting for audio",
        "scheduled",
    ]
    first = episodes[0]
    assert {
        "file": "episodes/eau/01-invite.md",
        "state": "published",
        "title": "Entretien n° 01-invite",
        "number": 1,
        "season": 1,
        "published": "2024-01-31T07:01:00+00:00",
        "duration": 2.4,
        "length": 9600,
    }.items() <= first.items()
    assert episodes[2]["duration"] is None and episodes[2]["length"] is None
    assert done.json["findings"] == []


def test_list_writes_nothing_to_public(states: Any) -> None:
    """Looking changes neither public/ nor the episodes."""
    before = states.tree(), states.read("episodes/eau/05-attend.md")
    states.run("list")
    assert (states.tree(), states.read("episodes/eau/05-attend.md")) == before


def test_list_of_a_new_show(tmp_path: Path) -> None:
    """Right after `init` there is nothing to list; that is no fault."""
    run("init", *answers(), cwd=tmp_path)
    done = run("list", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (0, ""), done.stderr
    assert "feed-builder import" in done.stderr


def test_list_of_drafts(make_project: Any) -> None:
    """A show whose recordings are all to come is listed; that is no fault either."""
    project = make_project(episodes=0)
    project.episode("eau/01-attend", 1, audio=False, beside=False)
    done = project.run("list")
    assert "waiting for audio" in done.out
    assert done.status == 0, done.all


def test_list_tells_faults(project: Any) -> None:
    """An episode that can't be read is told, the others are listed, and the status is 1."""
    project.edit("episodes/eau/01-invite.md", "number = 1", "number = 0")
    done = project.run("list")
    assert done.status == 1
    assert "01-invite.md:5" in done.err
    assert len(done.out.splitlines()) == 2


# --- build --------------------------------------------------------------------------------------


def test_build_sums_up(make_project: Any) -> None:
    """How many episodes, how long, how large, what changed, and the feed's address."""
    done = make_project(episodes=3).build()
    said = done.err.replace("\u00a0", " ")
    assert re.search(r"3 episodes \(7 s, \d+ kB\) in .*public: \d+ written, 0 removed", said)
    assert "feed: https://podcast.example.org/feed.xml" in said


def test_build_as_json(project: Any) -> None:
    """What was written and removed, by path; durations in seconds, lengths in bytes."""
    project.remove("episodes/eau/03-invite.md")
    project.remove("episodes/eau/03-invite.mp3")
    result = project.build("--json").json
    assert result["feed_url"] == "https://podcast.example.org/feed.xml"
    length = sum(path.stat().st_size for path in (project.public / "media").iterdir())
    assert (result["episodes"], result["duration"], result["length"]) == (2, 4.8, length)
    assert "feed.xml" in result["written"]
    assert "eau/03-invite/index.html" in result["removed"]
    assert result["left_out"] == result["findings"] == result["guids_written"] == []


def test_output_and_base_url(project: Any, tmp_path: Path) -> None:
    """A preview goes elsewhere under another address; public/ stays."""
    before = project.tree()
    done = project.build("--output", str(tmp_path / "deep/er"), "--base-url", "http://localhost:1")
    assert "http://localhost:1/feed.xml" in done.err
    feed = (tmp_path / "deep/er/feed.xml").read_text("utf-8")
    assert "podcast.example.org/" not in feed
    assert project.tree() == before


def test_project_option(project: Any, tmp_path: Path) -> None:
    """-C works from anywhere, and paths in messages are the project's."""
    done = run("-C", str(project.path), "list", cwd=tmp_path)
    assert done.returncode == 0
    project.edit("podcast.toml", "= false", "= no")
    done = run("--project", str(project.path), "build", cwd=tmp_path)
    assert done.returncode == 1
    assert "error: podcast.toml:8: " in done.stderr


def test_debug_shows_where(project: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """A bug is one sentence to a user, and a traceback to who asks for it."""

    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError("a bug")

    monkeypatch.setattr("feed_builder.build.build", broken)
    done = CliRunner().invoke(cli, ["-C", str(project.path), "build"])
    assert done.exit_code == 1
    assert "ZeroDivisionError: a bug" in done.output
    assert "Traceback" not in done.output
    monkeypatch.setenv("FEED_BUILDER_DEBUG", "1")
    done = CliRunner().invoke(cli, ["-C", str(project.path), "build"])
    assert isinstance(done.exception, ZeroDivisionError)

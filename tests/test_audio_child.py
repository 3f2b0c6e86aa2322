"""Reading in processes that can be killed: every file gets an answer, and none is left behind."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import time
import zlib
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from feed_builder.audio import child
from feed_builder.audio.child import probe_all
from feed_builder.audio.probe import probe
from feed_builder.errors import AudioError
from feed_builder.model import AudioInfo

DATA = Path(__file__).parent / "data" / "audio"
GOOD = DATA / "lame_cbr.mp3"
GENEROUS = 60  # seconds in which even a busy machine is done: only a hang takes longer

# A worker that misbehaves for files whose name says so, and leaves its number in a file.
ODD_WORKER = """
import os, signal, sys, time
print("an import that prints")
sys.stdout.write("half a line ")
sys.stdout.flush()
from feed_builder.audio import probe as probe_module, worker

with open(os.environ["ODD_PIDS"], "a") as pids:
    pids.write(f"{os.getpid()}\\n")

def odd_probe(path):
    if path.name.startswith("hang"):
        time.sleep(600)
    elif path.name.startswith("kill"):
        os.kill(os.getpid(), signal.SIGKILL)
    elif path.name.startswith("exit"):
        os._exit(3)
    elif path.name.startswith("raise"):
        raise SystemExit("a bug")
    elif path.name.startswith("print"):
        print("noise")
        sys.stdout.flush()
        os.write(1, b"noise" * 100_000)
        os.write(2, b"noise")
    return honest_probe(path)

def odd_format_of(file, start, end):
    file.seek(0)
    if file.read(10) == b"eat memory":
        bytearray(3 << 30)
    return honest_format_of(file, start, end)

honest_probe, worker.probe = worker.probe, odd_probe
honest_format_of, probe_module.format_of = probe_module.format_of, odd_format_of
worker.main()
"""


@pytest.fixture
def pids(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[], list[int]]]:
    """Makes every worker an odd one; gives the process numbers of those that started so far."""
    script, record = tmp_path / "odd_worker.py", tmp_path / "pids"
    script.write_text(ODD_WORKER, encoding="utf-8")
    record.touch()
    monkeypatch.setenv("ODD_PIDS", str(record))
    monkeypatch.setattr(child, "COMMAND", ("-P", str(script)))
    yield lambda: [int(line) for line in record.read_text(encoding="ascii").split()]
    for pid in [int(line) for line in record.read_text(encoding="ascii").split()]:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)


def is_gone(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    # A zombie whose parent was killed waits for whoever adopts it.
    status = subprocess.run(["ps", "-o", "stat=", "-p", str(pid)], capture_output=True, check=False)
    return status.stdout.strip().startswith(b"Z") or not status.stdout.strip()


def all_gone_soon(pids: list[int]) -> bool:
    end = time.monotonic() + GENEROUS
    while not all(is_gone(pid) for pid in pids):
        if time.monotonic() > end:
            return False
        time.sleep(0.05)
    return True


def named(folder: Path, *names: str) -> list[Path]:
    return [Path(shutil.copy(GOOD, folder / name)) for name in names]


def summary(answers: list[AudioInfo | AudioError]) -> list[object]:
    """The reasons up to the way out, and "good" instead of the facts of `GOOD`."""
    good = probe(GOOD)
    return [
        str(answer).partition(" (")[0]
        if isinstance(answer, AudioError)
        else ("good" if answer == good else answer)
        for answer in answers
    ]


@pytest.mark.parametrize("workers", [1, 2, None])
def test_answers_are_those_of_probe_in_order(workers: int | None) -> None:
    paths = [path for path in sorted(DATA.iterdir()) if path.suffix not in {".json", ".md"}] * 2
    assert len(paths) > 64

    def answer(path: Path) -> AudioInfo | str:
        try:
            return probe(path)
        except AudioError as error:
            return str(error)

    answers = probe_all(paths, workers=workers)
    assert [str(a) if isinstance(a, AudioError) else a for a in answers] == [
        answer(path) for path in paths
    ]


def test_nothing_to_read_starts_nothing(pids: Callable[[], list[int]]) -> None:
    assert probe_all([]) == []
    assert pids() == []


def test_progress_is_told_of_every_file(tmp_path: Path) -> None:
    calls: list[int] = []
    probe_all([GOOD, tmp_path / "missing", GOOD], progress=lambda: calls.append(1))
    assert calls == [1, 1, 1]


@pytest.mark.parametrize(("count", "cpus", "started"), [(3, 8, 1), (80, 3, 3), (80, None, 1)])
def test_workers_by_default(
    count: int,
    cpus: int | None,
    started: int,
    pids: Callable[[], list[int]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    hired: list[int] = []
    hire = child._Crew.hire

    def counted(crew: child._Crew, number: int) -> None:
        hired.append(number)
        hire(crew, number)

    monkeypatch.setattr(child._Crew, "hire", counted)
    monkeypatch.setattr(os, "cpu_count", lambda: cpus)
    assert summary(probe_all([GOOD] * count)) == ["good"] * count
    assert hired == [started]


@pytest.mark.parametrize("workers", [1, 3])
def test_a_file_that_hangs_costs_only_itself(
    workers: int, tmp_path: Path, pids: Callable[[], list[int]]
) -> None:
    paths = named(tmp_path, "a", "hang 1", "b", "hang 2", "c")
    start = time.monotonic()
    answers = probe_all(paths, workers=workers, timeout=0.5)
    assert time.monotonic() - start < GENEROUS
    late = "could not be read within 0.5 seconds"
    assert summary(answers) == ["good", late, "good", late, "good"]
    assert all_gone_soon(pids())


@pytest.mark.parametrize("death", ["kill", "exit", "raise"])
def test_a_file_that_kills_its_reader_costs_only_itself(
    death: str, tmp_path: Path, pids: Callable[[], list[int]]
) -> None:
    paths = named(tmp_path, "a", f"{death} 1", "b", f"{death} 2", f"{death} 3")
    answers = probe_all(paths)
    died = "could not be read: its reader died of it"
    assert summary(answers) == ["good", died, "good", died, died]
    assert len(pids()) == 3  # the last to die needs no successor
    assert all_gone_soon(pids())


def test_prints_are_no_answers(tmp_path: Path, pids: Callable[[], list[int]]) -> None:
    assert summary(probe_all(named(tmp_path, "print 1", "a", "print 2"))) == ["good"] * 3
    assert len(pids()) == 1


@pytest.mark.skipif(sys.platform == "darwin", reason="macOS refuses a limit on memory")
def test_a_file_that_eats_memory_is_refused(tmp_path: Path, pids: Callable[[], list[int]]) -> None:
    greedy = tmp_path / "greedy.mp3"
    greedy.write_bytes(b"eat memory")
    answers = probe_all([greedy, *named(tmp_path, "a")])
    assert summary(answers) == ["needs too much memory to be read", "good"]
    assert len(pids()) == 1


def test_tag_bomb_is_answered(tmp_path: Path) -> None:
    packed = zlib.compress(b"\3" + bytes(1 << 20), 9)
    size = len(packed) + 4

    def sync_safe(number: int) -> bytes:
        return bytes(number >> shift & 0x7F for shift in (21, 14, 7, 0))

    frame = b"TXXX" + sync_safe(size) + b"\0\x09" + sync_safe((1 << 20) + 1) + packed
    bomb = tmp_path / "bomb.mp3"
    bomb.write_bytes(b"ID3\4\0\0" + sync_safe(len(frame)) + frame + GOOD.read_bytes())
    start = time.monotonic()
    (answer,) = probe_all([bomb])
    assert time.monotonic() - start < GENEROUS
    assert isinstance(answer, AudioInfo)
    assert answer.duration == probe(GOOD).duration


def test_what_is_no_file_is_answered(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "zero").symlink_to("/dev/zero")
    (tmp_path / "nobody").symlink_to("nowhere")
    names = ["pipe", "zero", "nobody", "missing", "."]
    assert summary(probe_all([tmp_path / name for name in names])) == [
        "is a pipe, not a file",
        "is a symbolic link",
        "is a symbolic link",
        "does not exist",
        "is a directory, not a file",
    ]


UNUSUAL = [
    "two\nlines",
    "\x01\x1b[31m",
    "\u202egpj.mp3",
    "\U0001f399 été e\u0301té",
    "-rf",
    "%25 #1 ? & <b>",
    "back\\slash",
    '"quoted"',
    "é" * 127,
]


@pytest.mark.parametrize("name", UNUSUAL, ids=ascii)
def test_unusual_names(name: str, tmp_path: Path) -> None:
    assert summary(probe_all(named(tmp_path, name))) == ["good"]


def test_names_that_are_no_unicode(tmp_path: Path) -> None:
    name = os.fsdecode(b"caf\xe9")
    try:
        paths = named(tmp_path, name)
    except OSError:
        pytest.skip("this file system takes only Unicode names")
    assert summary(probe_all(paths)) == ["good"]


def test_names_that_no_file_can_have(tmp_path: Path) -> None:
    paths = [tmp_path / "nul\0", tmp_path / "half \ud800", tmp_path / "a" / ("b" * 5000)]
    no_name = "has a name that no file can have"
    assert summary(probe_all(paths)) == [no_name, no_name, "has a name that is too long"]


def test_relative_names(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """And a folder whose modules must not be mistaken for Python's own."""
    named(tmp_path, "a")
    (tmp_path / "json.py").write_text("raise RuntimeError", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert summary(probe_all([Path("a")])) == ["good"]


def test_interruption_leaves_no_process(tmp_path: Path, pids: Callable[[], list[int]]) -> None:
    def interrupt() -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        probe_all(named(tmp_path, "a", "hang", "hang 2"), workers=3, progress=interrupt)
    assert all_gone_soon(pids())


def waiting_parent(tmp_path: Path, timeout: float) -> subprocess.Popen[bytes]:
    """A process whose worker hangs by now."""
    (path,) = named(tmp_path, "hang")
    script = (
        "import sys\nfrom pathlib import Path\nfrom feed_builder.audio import child\n"
        f"child.COMMAND = {child.COMMAND!r}\n"
        f"child.probe_all([Path({str(path)!r})], timeout={timeout})\n"
    )
    root = str(Path(child.__file__).parents[2])
    return subprocess.Popen(
        [sys.executable, "-c", script],
        stderr=subprocess.DEVNULL,
        env={**os.environ, "PYTHONPATH": root},
    )


def first_worker(pids: Callable[[], list[int]]) -> list[int]:
    end = time.monotonic() + GENEROUS
    while not pids():
        assert time.monotonic() < end, "no worker started"
        time.sleep(0.05)
    return pids()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGKILL], ids=["Ctrl-C", "kill"])
def test_no_orphan_outlives_its_parent(
    number: signal.Signals, tmp_path: Path, pids: Callable[[], list[int]]
) -> None:
    """A worker that hangs while its parent is killed has an alarm of its own."""
    parent = waiting_parent(tmp_path, timeout=300 if number == signal.SIGINT else 1)
    workers = first_worker(pids)
    parent.send_signal(number)
    assert parent.wait(GENEROUS) == -number
    assert all_gone_soon(workers)


def test_a_worker_that_cannot_start_is_a_bug(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(child, "COMMAND", ("-c", "raise SystemExit(7)"))
    with pytest.raises(RuntimeError, match="does not start"):
        probe_all([GOOD])


def test_a_worker_that_never_says_a_word_is_a_bug(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(child, "COMMAND", ("-c", "import time; time.sleep(600)"))
    monkeypatch.setattr(child, "_START", 0.3)
    with pytest.raises(RuntimeError, match="does not start"):
        probe_all([GOOD])


def test_a_worker_imports_little() -> None:
    heavy = {"click", "lxml", "feedgen", "PIL", "jinja2", "tomlkit", "urllib.request"}
    script = "import sys, feed_builder.audio.worker; print(*sys.modules)"
    result = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, check=True, text=True
    )
    modules = set(result.stdout.split())
    assert "feed_builder.audio.mp3" in modules
    assert not any(name.startswith("mutagen") for name in modules), "facts need no tags"
    assert not modules & heavy


def test_durations_survive_to_the_microsecond() -> None:
    (answer,) = probe_all([DATA / "sox.mp3"])
    assert isinstance(answer, AudioInfo)
    assert answer.duration == timedelta(microseconds=1_541_224)

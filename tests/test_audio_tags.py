"""Tags in published copies: read back by ffprobe, mutagen and mpv; the sound is the same."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from datetime import timedelta
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import Any

import mutagen
import odd_audio as odd
import pytest
from mutagen.id3 import COMM, ID3, TXXX
from odd_audio import frame, id3, id3v1, m4a, mp3, nul_bomb, picture
from PIL import Image

from feed_builder.audio.child import Tagged, Tagging, tag_all
from feed_builder.audio.probe import probe
from feed_builder.audio.tags.fields import FIELDS, Tags
from feed_builder.audio.tags.write import write_tagged
from feed_builder.errors import AudioError
from feed_builder.model import Chapter

COVER = (Path(__file__).parents[1] / "cover.jpg").read_bytes()
LONG = "Un chapitre dont le titre est bien plus long que ce qu’un octet peut compter, " * 3
CHAPTERS = (
    Chapter(start=timedelta(), title="Accueil – l’été", href="https://example.org/a"),
    Chapter(start=timedelta(seconds=3.5), title=LONG.strip()),
    Chapter(start=timedelta(seconds=6), toc=False),
    Chapter(start=timedelta(seconds=8), title="Fin", end=timedelta(seconds=11)),
)
VALUES: dict[str, str | int] = {
    "title": "Épisode « 1 » : l’eau 🎙",
    "show": "La revue à voix haute",
    "guests": "Frédéric Bœuf, Anne Martin",
    "publisher": "La revue",
    "date": "2024-01-31",
    "number": 3,
    "season": 2,
    "tv_number": 3,
    "tv_season": 2,
    "genre": "Podcast",
    "notes": "D’où vient l’eau ?\n\nDe la source (https://eau.example/), dit-elle.",
    "long_notes": "D’où vient l’eau ?\n\nDe la source (https://eau.example/), dit-elle.",
    "summary": "D’où vient l’eau ?",
    "language": "fra",
    "rights": "La revue",
    "licence": "https://creativecommons.org/licenses/by/4.0/",
    "page": "https://podcast.example.org/eau/01/",
    "podcast": 1,
    "guid": "7c029615-a810-4214-9342-eee73f58435d",
    "feed": "https://podcast.example.org/feed.xml",
    "kind": 21,
}
FILES = {
    "cbr.mp3": mp3,
    "vbr.mp3": lambda: mp3("-c:a libmp3lame -q:a 5 -ac 1"),
    "8000.mp3": lambda: mp3("-c:a libmp3lame -b:a 16k -ac 1", 8000),
    "tagged.mp3": lambda: id3(picture(4000) + frame(b"TIT2", b"\0Avant")) + mp3() + id3v1(),
    "faststart.m4a": m4a,
    "index_behind.m4a": lambda: m4a(""),
    "8000.m4a": lambda: m4a(rate=8000),
    "alac.m4a": lambda: odd.ffmpeg("-c:a alac -ac 1", "m4a"),
    "adts.aac": odd.adts,
    "wav.wav": odd.wav,
    "trimmed.m4a": lambda: odd._edited(m4a(), 5000, 3 * 44100),
    "vorbis.ogg": odd.vorbis,
    "opus.opus": odd.opus,
    "flac.flac": odd.flac,
}

CONTAINERS = {"mp3": "id3", "aac": "id3", "wav": "id3", "m4a": "mp4"}


@pytest.fixture(scope="session", autouse=True)
def programs() -> None:
    """ffmpeg makes and reads the files, mpv reads them; in CI missing ones fail."""
    missing = [name for name in ("ffmpeg", "ffprobe", "mpv", "lame") if not shutil.which(name)]
    if missing:
        assert not os.environ.get("CI"), f"{missing} must be there in CI"
        pytest.skip(f"{missing} are not installed (Debian: apt install ffmpeg mpv lame)")


def tags(folder: Path, **changes: Any) -> Tags:
    (folder / "cover.jpg").write_bytes(COVER)
    return Tags(
        **{
            "values": VALUES,
            "seconds": 12.0,
            "chapters": CHAPTERS,
            "picture": str(folder / "cover.jpg"),
            **changes,
        }
    )


def made(name: str, folder: Path) -> Path:
    path = folder / name
    path.write_bytes(FILES[name]())
    return path


def copied(name: str, folder: Path, **changes: Any) -> Path:
    target = folder / f"copy-{name}"
    write_tagged(made(name, folder), target, tags(folder, **changes))
    return target


def samples(path: Path) -> bytes:
    command = ["ffmpeg", "-nostdin", "-v", "error", "-i", str(path), "-map", "0:a:0"]
    return subprocess.run([*command, "-f", "s16le", "-"], stdout=subprocess.PIPE).stdout


def ffprobe(path: Path) -> dict[str, Any]:
    command = ["ffprobe", "-v", "error", "-show_chapters", "-show_format", "-show_streams"]
    done = subprocess.run([*command, "-of", "json", str(path)], stdout=subprocess.PIPE, check=True)
    told: dict[str, Any] = json.loads(done.stdout)
    return told


@pytest.mark.parametrize("name", FILES)
def test_the_sound_is_the_same(name: str, tmp_path: Path) -> None:
    """The same samples, from a copy with the same length and the source as it was."""
    source = made(name, tmp_path)
    before = source.read_bytes()
    copy = copied(name, tmp_path)
    assert samples(copy) == samples(source) != b""
    assert source.read_bytes() == before
    assert probe(copy).duration == probe(source).duration


@pytest.mark.parametrize("name", FILES)
def test_the_same_bytes_each_time(name: str, tmp_path: Path) -> None:
    assert copied(name, tmp_path).read_bytes() == copied(name, tmp_path).read_bytes()


@pytest.mark.parametrize("name", FILES)
def test_ffprobe_reads_every_chapter_and_tag(name: str, tmp_path: Path) -> None:
    told = ffprobe(copied(name, tmp_path))
    starts = [float(chapter["start_time"]) for chapter in told["chapters"]]
    length = probe(tmp_path / name).duration.total_seconds()
    wanted = [c for c in CHAPTERS if c.start.total_seconds() < length or not name.endswith("m4a")]
    assert starts[: len(wanted)] == pytest.approx([c.start.total_seconds() for c in wanted])
    titles = [chapter["tags"]["title"] for chapter in told["chapters"]]
    assert titles[:2] == [CHAPTERS[0].title, CHAPTERS[1].title]
    ogg = name.endswith((".ogg", ".opus"))
    found = told["streams"][0]["tags"] if ogg else told["format"]["tags"]
    folded = {key.lower(): value for key, value in found.items()}
    for key, value in (
        ("title", VALUES["title"]),
        ("album", VALUES["show"]),
        ("artist", VALUES["guests"]),
        ("album_artist", VALUES["publisher"]),
        ("genre", "Podcast"),
        ("date", "2024-01-31"),
        ("track", "3"),
        ("disc", "2"),
        ("comment", VALUES["notes"]),
        ("copyright", "La revue"),
    ):
        assert folded[key] == value, key
    assert any(stream["codec_name"] == "mjpeg" for stream in told["streams"]), "no cover"


@pytest.mark.parametrize("name", FILES)
def test_mutagen_reads_every_field(name: str, tmp_path: Path) -> None:
    copy, suffix = copied(name, tmp_path), name.rpartition(".")[2]
    container = CONTAINERS.get(suffix, "vorbis")
    found_tags = ID3(copy) if suffix == "aac" else mutagen.File(copy).tags
    for field in FIELDS:
        key = getattr(field, container)
        if not key:
            continue
        if container == "id3":
            found = found_tags.getall("TDRC" if key == "TYER" else key)
            assert found, key
        else:
            found = found_tags[key]
        assert found, key


@pytest.mark.parametrize("name", FILES)
def test_mpv_lists_the_chapters(name: str, tmp_path: Path) -> None:
    copy = copied(name, tmp_path)
    command = ["mpv", "--no-config", "--vo=null", "--ao=null", "--length=0.05", "--no-video"]
    command += ["--term-playing-msg=COUNT=${chapters} TITLE=${media-title}", str(copy)]
    out = subprocess.run(command, capture_output=True, text=True, timeout=60).stdout
    assert f"COUNT={len(CHAPTERS)} TITLE={VALUES['title']}" in out


def test_our_own_reader_reads_them_back(tmp_path: Path) -> None:
    for name in ("cbr.mp3", "faststart.m4a", "opus.opus", "flac.flac"):
        read = probe(copied(name, tmp_path)).chapters
        assert [c.start for c in read] == [c.start for c in CHAPTERS], name
        assert read[1].title == CHAPTERS[1].title
        if not name.endswith(".m4a"):
            assert read[0].href == CHAPTERS[0].href


def test_a_wav_keeps_what_is_not_ours(tmp_path: Path) -> None:
    """Broadcasters' data hide an ID3 tag from FFmpeg, which finds the title all the same."""
    items = odd.chunk(b"INAM", b"Avant\0") + odd.chunk(b"IENG", b"Jo\xe3o\0")
    content = odd.odd_chunks() + odd.chunk(b"LIST", b"INFO" + items)
    source, copy = tmp_path / "in.wav", tmp_path / "out.wav"
    source.write_bytes(content[:4] + (len(content) - 8).to_bytes(4, "little") + content[8:])
    write_tagged(source, copy, tags(tmp_path))
    assert samples(copy) == samples(source)
    assert b"bext" in copy.read_bytes()
    told = ffprobe(copy)
    assert told["format"]["tags"]["title"] == VALUES["title"]
    assert len(told["chapters"]) == len(CHAPTERS)
    read = mutagen.File(copy).tags
    assert read["TXXX:IENG"].text == ["João"]
    assert read["TIT2"].text == [VALUES["title"]]
    assert int.from_bytes(copy.read_bytes()[4:8], "little") == copy.stat().st_size - 8


def test_a_wav_that_does_not_say_where_it_ends_gets_no_tag(tmp_path: Path) -> None:
    path = tmp_path / "streamed.wav"
    path.write_bytes(odd._streamed(0))
    with pytest.raises(AudioError, match="does not say where its sound ends"):
        write_tagged(path, tmp_path / "out.wav", tags(tmp_path))


# --- ID3 --------------------------------------------------------------------------------------


def test_chapters_stand_in_order_of_time(tmp_path: Path) -> None:
    """Players list them as they stand; mutagen alone would sort them by size."""
    content = copied("cbr.mp3", tmp_path).read_bytes()
    places = [content.index(b"ch%03d\0" % n, content.index(b"CHAP")) for n in (1, 2, 3, 4)]
    assert places == sorted(places)
    (contents,) = ID3(tmp_path / "copy-cbr.mp3").getall("CTOC")
    assert contents.flags == 3, "top level, ordered"
    assert contents.child_element_ids == ["ch001", "ch002", "ch004"], "a silent one is not listed"


@pytest.mark.parametrize(("asked", "version"), [("2.3", 3), ("2.4", 4)])
def test_version(asked: str, version: int, tmp_path: Path) -> None:
    content = copied("cbr.mp3", tmp_path, id3=asked).read_bytes()
    assert content[:5] == b"ID3" + bytes([version, 0])
    read = ID3(tmp_path / "copy-cbr.mp3", translate=False)
    assert read.version == (2, version, 0)
    assert ("TYER" in read, "TDRC" in read) == (version == 3, version == 4)


def test_foreign_frames_are_kept(tmp_path: Path) -> None:
    """A source's own: what we do not own stays, what we do is replaced, the old ID3v1 goes."""
    foreign = (
        frame(b"TIT2", b"\0Ancien titre")
        + frame(b"TXXX", b"\0replaygain\0-3 dB")
        + frame(b"TBPM", b"\x00120")
        + frame(b"PRIV", b"owner\0data")
        + frame(b"COMM", b"\0eng" + b"iTunNORM\0 0001")
        + frame(b"XYZW", b"unknown to all")
    )
    source = tmp_path / "source.mp3"
    source.write_bytes(id3(foreign) + mp3() + id3v1(b"Ancien titre"))
    target = tmp_path / "copy.mp3"
    write_tagged(source, target, tags(tmp_path))
    read = ID3(target)
    assert read["TXXX:replaygain"].text == ["-3 dB"]
    assert read["TBPM"].text == ["120"]
    assert read["PRIV:owner:data"].data == b"data"
    assert read["COMM:iTunNORM:eng"].text == [" 0001"]
    assert read["TIT2"].text == [VALUES["title"]]
    assert b"Ancien titre" not in target.read_bytes()
    assert b"XYZW" in target.read_bytes()


def test_a_comment_of_the_source_gives_way(tmp_path: Path) -> None:
    """In whatever language, and where FFmpeg writes it; one with a name of its own stays."""
    source, copy = tmp_path / "in.mp3", tmp_path / "out.mp3"
    own = ID3()
    own.add(COMM(encoding=3, lang="eng", desc="", text=["Mastered"]))
    own.add(COMM(encoding=3, lang="eng", desc="iTunNORM", text=["0000"]))
    own.add(TXXX(encoding=3, desc="comment", text=["Encoded"]))
    source.write_bytes(mp3())
    own.save(source)
    write_tagged(source, copy, tags(tmp_path))
    assert ffprobe(copy)["format"]["tags"]["comment"] == VALUES["notes"]
    kept = {one.HashKey for one in ID3(copy).getall("COMM")}
    assert kept == {"COMM:iTunNORM:eng", "COMM::fra"}


def test_pictures_of_chapters_are_kept(tmp_path: Path) -> None:
    """A studio's chapter pictures stay with the chapters that begin when they did."""
    chapter = b"x\0" + (3500).to_bytes(4, "big") + (8000).to_bytes(4, "big") + b"\xff" * 8
    image = frame(b"APIC", b"\0image/jpeg\0\0\0" + b"\xff\xd8\xffPICTURE")
    source = tmp_path / "source.mp3"
    source.write_bytes(id3(frame(b"CHAP", chapter + frame(b"TIT2", b"\0Vieux") + image)) + mp3())
    write_tagged(source, tmp_path / "copy.mp3", tags(tmp_path))
    found = {c.start_time: c.sub_frames for c in ID3(tmp_path / "copy.mp3").getall("CHAP")}
    assert len(found) == len(CHAPTERS)
    assert found[3500].getall("APIC")[0].data == b"\xff\xd8\xffPICTURE"
    assert found[3500]["TIT2"].text == [CHAPTERS[1].title]
    assert not found[0].getall("APIC")


def test_more_chapters_than_a_table_of_contents_counts(tmp_path: Path) -> None:
    many = tuple(Chapter(start=timedelta(milliseconds=40 * n), title=str(n)) for n in range(290))
    assert len(ffprobe(copied("cbr.mp3", tmp_path, chapters=many))["chapters"]) == 255


def test_tags_that_hang_readers_cost_nothing_but_themselves(tmp_path: Path) -> None:
    source = tmp_path / "bomb.mp3"
    source.write_bytes(nul_bomb() + mp3())
    hung = Tagging(source, tmp_path / "1.mp3", partial(tags, tmp_path))
    clean = Tagging(source, tmp_path / "2.mp3", partial(tags, tmp_path, keep=False))
    first, second = tag_all([hung, clean], timeout=2)
    assert isinstance(first, AudioError)
    assert isinstance(second, Tagged)
    assert samples(tmp_path / "2.mp3") == samples(source)


def test_m4a_keeps_what_is_not_ours(tmp_path: Path) -> None:
    source = made("faststart.m4a", tmp_path)
    file = mutagen.File(source)
    file["©nam"], file["©wrt"] = ["Ancien"], ["Compositeur"]
    file["----:com.example:note"] = [b"x"]
    file.save()
    write_tagged(source, tmp_path / "copy.m4a", tags(tmp_path))
    read = mutagen.File(tmp_path / "copy.m4a")
    assert read["©wrt"] == ["Compositeur"]
    assert bytes(read["----:com.example:note"][0]) == b"x"
    assert read["©nam"] == [VALUES["title"]]
    assert read["pcst"] is True
    assert b"chpl" in (tmp_path / "copy.m4a").read_bytes()


def test_comments_that_are_not_ours_are_kept(tmp_path: Path) -> None:
    source = made("opus.opus", tmp_path)
    file = mutagen.File(source)
    file["R128_TRACK_GAIN"], file["CHAPTER007"] = "-512", "00:00:01.000"
    file.save()
    write_tagged(source, tmp_path / "copy.opus", tags(tmp_path))
    read = mutagen.File(tmp_path / "copy.opus")
    assert read["R128_TRACK_GAIN"] == ["-512"]
    assert "CHAPTER007" not in read
    assert read["CHAPTER001URL"] == [CHAPTERS[0].href]


# --- In a build -------------------------------------------------------------------------------

EPISODE = "episodes/eau/01-invite"


def media(project: Any) -> Path:
    (found,) = (project.public / "media").glob("01-invite.*")
    return Path(found)


def test_a_build_tags_what_it_publishes(project: Any) -> None:
    """The feed says the length of the copy; its name says its bytes; the source is untouched."""
    source = project.read(f"{EPISODE}.mp3")
    read = ID3(media(project))
    assert read["TIT2"].text == ["Entretien n° 01-invite"]
    assert read["TALB"].text == ["La revue à voix haute"]
    assert read["TPE1"].text == ["Anne Martin"]
    assert read["WFED"].url == "https://podcast.example.org/feed.xml"
    assert [c.sub_frames["TIT2"].text for c in read.getall("CHAP")] == [["Accueil"], ["2"]]
    assert read.getall("APIC")
    content = media(project).read_bytes()
    assert content.endswith(source)
    assert f'length="{len(content)}"' in project.read("public/feed.xml").decode()
    assert project.read(f"{EPISODE}.mp3") == source


def test_what_changes_a_copy(project: Any) -> None:
    """A new title or other words of the notes give new bytes at a new address."""
    before = media(project)
    project.edit(f"{EPISODE}.md", "*voici*", "_voici_")
    project.build()
    assert media(project) == before
    project.edit(
        f"{EPISODE}.md",
        "_voici_ l’entretien.",
        "_voici_ l’entretien.\n\n- [P. S.](https://ps.example/)",
    )
    project.build()
    assert media(project) != before
    assert ID3(media(project))["COMM::fra"].text == [
        "Bonjour, voici l’entretien.\n– P. S. (https://ps.example/)"
    ]
    assert ID3(media(project))["TIT3"].text == ["Bonjour, voici l’entretien."]
    before = media(project)
    project.edit(f"{EPISODE}.md", "Entretien n° 01-invite", "Un autre titre")
    project.build()
    assert media(project) != before
    assert ID3(media(project))["TIT2"].text == ["Un autre titre"]
    assert not list((project.path / ".feed-builder").glob("tagged.*/"))


def test_another_address_gives_the_same_media(project: Any) -> None:
    before = media(project).name
    project.build("--base-url", "https://essai.example.org/", "--output", "essai")
    (found,) = (project.path / "essai/media").glob("01-invite.*")
    assert found.name == before


def test_a_copy_that_was_lost_is_made_again(project: Any) -> None:
    before = {path.name: path.read_bytes() for path in (project.public / "media").iterdir()}
    media(project).unlink()
    project.build()
    assert {p.name: p.read_bytes() for p in (project.public / "media").iterdir()} == before


def test_tags_can_be_left_out(project: Any) -> None:
    project.write("podcast.toml", project.read("podcast.toml") + b"\n[audio]\ntags = false\n")
    project.build()
    assert media(project).read_bytes() == project.read(f"{EPISODE}.mp3")


def test_the_version_can_be_chosen(project: Any) -> None:
    project.write("podcast.toml", project.read("podcast.toml") + b'\n[audio]\nid3 = "2.4"\n')
    project.build()
    assert media(project).read_bytes()[:4] == b"ID3\4"


def test_embedded_chapters_are_published(project: Any) -> None:
    project.remove(f"{EPISODE}.chapters.json")
    copy = project.path / "with.mp3"
    source = project.path / f"{EPISODE}.mp3"
    chapters = (
        Chapter(start=timedelta(), title="Un", href="https://example.org/un"),
        Chapter(start=timedelta(seconds=1), title="Deux"),
    )
    write_tagged(source, copy, Tags(values={}, seconds=2.4, chapters=chapters))
    copy.replace(source)
    project.build()
    (name,) = (project.public / "chapters").glob("01-invite.*.json")
    told = json.loads(name.read_bytes())["chapters"]
    assert [(c["startTime"], c["title"]) for c in told] == [(0, "Un"), (1, "Deux")]
    assert told[0]["url"] == "https://example.org/un"
    assert len(ID3(media(project)).getall("CHAP")) == 2


def test_a_recording_whose_tags_hang_is_published_without_them(
    project: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    import feed_builder.audio.child as child

    real = child.tag_all
    monkeypatch.setattr(child, "tag_all", lambda jobs, **o: real(jobs, timeout=2, **o))
    project.write(f"{EPISODE}.mp3", nul_bomb() + project.read(f"{EPISODE}.mp3"))
    from conftest import NOW

    from feed_builder.build import Request, build

    for _ in range(2):
        done = build(Request(project=project.path, output=project.public, now=NOW))
        (told,) = [f for f in done.findings if f.rule == "tags-read"]
        assert "they are left out" in told.message
    assert ID3(media(project))["TIT2"].text == ["Entretien n° 01-invite"]


def test_gpodder_and_podcastparser_read_it(project: Any) -> None:
    """The parser of gPodder finds the tagged copy: its address, length and chapters."""
    import podcastparser

    with (project.public / "feed.xml").open("rb") as stream:
        parsed = podcastparser.parse("https://podcast.example.org/feed.xml", stream)
    by_title = {episode["title"]: episode for episode in parsed["episodes"]}
    episode = by_title["Entretien n° 01-invite"]
    (enclosure,) = episode["enclosures"]
    assert enclosure["url"].endswith(media(project).name)
    assert enclosure["file_size"] == media(project).stat().st_size
    assert [chapter["title"] for chapter in episode["chapters"]] == ["Accueil", "2"]


def test_pictures_of_chapters_that_lie_beside_are_published_and_embedded(project: Any) -> None:
    """Small in the recording, whole for the feed; the media stay the same under another address."""
    told = {"startTime": 0, "title": "Un", "img": "images/un.jpg"}
    chapters = [told, {"startTime": 1, "title": "Deux", "img": "https://e.example/2.png"}]
    listed = {"version": "1.2.0", "chapters": chapters}
    project.write(f"{EPISODE}.chapters.json", json.dumps(listed))
    project.write("episodes/eau/images/un.jpg", COVER)
    done = project.build()
    assert "img" not in done.err
    (name,) = (project.public / "chapters").glob("01-invite.*.json")
    first, second = json.loads(name.read_bytes())["chapters"]
    assert first["img"].startswith("https://podcast.example.org/artwork/un.")
    assert (project.public / first["img"].removeprefix("https://podcast.example.org/")).exists()
    assert second["img"] == "https://e.example/2.png"
    one, two = ID3(media(project)).getall("CHAP")
    (picture,) = one.sub_frames.getall("APIC")
    assert picture.mime == "image/jpeg"
    assert max(Image.open(BytesIO(picture.data)).size) == 800
    assert not two.sub_frames.getall("APIC")
    before = media(project).name
    project.build("--base-url", "https://essai.example.org/", "--output", "essai")
    assert [p.name for p in (project.path / "essai/media").glob("01-invite.*")] == [before]


@pytest.mark.parametrize("name", ["gone.jpg", "broken.png", "../../../podcast.jpg", "/etc/a.png"])
def test_a_picture_of_a_chapter_that_is_none_is_left_out(name: str, project: Any) -> None:
    listed = {"version": "1.2.0", "chapters": [{"startTime": 0, "title": "Un", "img": name}]}
    project.write(f"{EPISODE}.chapters.json", json.dumps(listed))
    project.write("episodes/eau/broken.png", b"\x89PNG\r\n\x1a\n but no more")
    done = project.run("build", "--force")
    assert done.status == 0, done.all
    assert (name in done.err) == (".." not in name and not name.startswith("/"))
    assert "Traceback" not in done.all
    (one,) = ID3(media(project)).getall("CHAP")
    assert not one.sub_frames.getall("APIC")


def test_what_a_killed_build_left_of_copies_is_removed(project: Any) -> None:
    """kill -9 while it tags: copies lie in a folder of their own, which the next build removes."""
    gone = subprocess.Popen(["true"])
    gone.wait()
    left = project.write(f".feed-builder/tagged.{gone.pid}/half.mp3", b"ID3")
    running = project.write(f".feed-builder/tagged.{os.getpid()}/half.mp3", b"ID3")
    project.edit(f"{EPISODE}.md", "Entretien n° 01-invite", "Un autre titre")
    project.build()
    assert not left.parent.exists()
    assert running.exists(), "another build may be at work"
    assert ID3(media(project))["TIT2"].text == ["Un autre titre"]

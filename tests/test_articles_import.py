"""Importing into a project: what is written, and what a person's changes are safe from."""

from __future__ import annotations

import json
import os
import sys
import tomllib
import uuid
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from feed_builder.articles import ImportResult, as_json, import_article
from feed_builder.articles import write as writing
from feed_builder.errors import ArticleError

SHOW = "375e050f-7f52-5e9b-9cfc-9414515d1a5b"
ARTICLE = """\
Les semences du plateau

Par Hortense Quiroga, botaniste - 12.02.2024

Sur le plateau de Cerval, une maison garde quatre cents variétés anciennes.

Garder

Chaque graine est séchée, étiquetée, puis gardée au frais dans une cave.

Écoutez l’interview de Zoé PERREAULT, conservatrice « en chef » :

Prêter

Les jardiniers rendent à l’automne deux fois ce qu’ils ont reçu.

Écoutez l’interview de Raphaël NDIAYE, jardinier (12 min) :
"""
FOLDER = "episodes/les-semences-du-plateau"
FIRST, SECOND = f"{FOLDER}/01-zoe-perreault.md", f"{FOLDER}/02-raphael-ndiaye.md"

Importer = Callable[..., ImportResult]


class Desk:
    """A project and an article beside it."""

    def __init__(self, root: Path) -> None:
        self.project = root / "project"
        self.project.mkdir()
        self.article = root / "article.txt"
        self.audio = root / "audio"
        self.write(ARTICLE)

    def write(self, text: str) -> None:
        self.article.write_text(text, encoding="utf-8")

    def run(self, **options: Any) -> ImportResult:
        return import_article(
            self.article,
            **{
                "project": self.project,
                "show_guid": SHOW,
                "default_date": date(2020, 1, 1),
                **options,
            },
        )

    def record(self, *names: str) -> None:
        self.audio.mkdir(exist_ok=True)
        for name in names:
            (self.audio / name).write_bytes(f"sound of {name}".encode())

    def text(self, path: str) -> str:
        return (self.project / path).read_text(encoding="utf-8")

    def front(self, path: str) -> dict[str, Any]:
        return tomllib.loads(self.text(path).split("+++")[1])

    def edit(self, path: str, old: str, new: str) -> None:
        text = self.text(path)
        assert old in text
        (self.project / path).write_text(text.replace(old, new), encoding="utf-8")

    def tree(self) -> dict[str, tuple[bytes, int]]:
        return {
            str(path.relative_to(self.project)): (path.read_bytes(), path.stat().st_mtime_ns)
            for path in sorted(self.project.rglob("*"))
            if path.is_file()
        }


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def told(result: ImportResult) -> dict[str, str]:
    return {action.path: action.what.value for action in result.actions}


def why(result: ImportResult, path: str) -> str:
    return next(action.why for action in result.actions if action.path == path)


def test_an_article_becomes_a_folder_of_episodes(desk: Desk) -> None:
    result = desk.run()
    assert told(result) == {
        f"{FOLDER}/article.md": "created",
        FIRST: "created",
        SECOND: "created",
    }
    assert sorted(desk.tree()) == sorted(told(result))
    assert result.folder == FOLDER
    assert result.matches is None


def test_an_episode_says_who_is_heard_and_when(desk: Desk) -> None:
    desk.run()
    front = desk.front(SECOND)
    assert uuid.UUID(front.pop("guid")).version == 5
    assert front == {
        "title": "Raphaël Ndiaye, jardinier",
        "published": datetime(2024, 2, 12, 5, 1, tzinfo=UTC),
        "number": 2,
        "type": "full",
        "people": [
            {
                "name": "Raphaël Ndiaye",
                "written": "Raphaël NDIAYE",
                "role": "guest",
                "title": "jardinier",
            },
            {
                "name": "Hortense Quiroga",
                "role": "author",
                "group": "writing",
                "title": "botaniste",
            },
        ],
    }
    assert "# stated duration: 0:12:00 (720 s)\n" in desk.text(SECOND)
    assert desk.text(SECOND).endswith(
        "+++\n\n## Prêter\n\nLes jardiniers rendent à l’automne deux fois ce qu’ils ont reçu.\n\n"
        "Extrait de l’article [Les semences du plateau](article.md), par Hortense Quiroga, "
        "12 février 2024.\n"
    )
    assert 'title = "conservatrice « en chef »"' in desk.text(FIRST)


def test_the_article_is_kept_with_its_text(desk: Desk) -> None:
    desk.run(source_url="https://revue.example.org/semences")
    front = desk.front(f"{FOLDER}/article.md")
    imported = front.pop("imported")
    assert front == {
        "title": "Les semences du plateau",
        "author": "Hortense Quiroga",
        "author_role": "botaniste",
        "published": date(2024, 2, 12),
        "language": "fr",
        "source": "https://revue.example.org/semences",
        "season": 1,
    }
    assert [row["file"] for row in imported["episodes"]] == [
        "01-zoe-perreault.md",
        "02-raphael-ndiaye.md",
    ]
    assert [row["guid"] for row in imported["episodes"]] == [
        desk.front(FIRST)["guid"],
        desk.front(SECOND)["guid"],
    ]
    body = desk.text(f"{FOLDER}/article.md").split("+++\n", 2)[2]
    assert body.startswith("\nSur le plateau de Cerval")
    assert "\n## Garder\n" in body
    assert "Écoutez l’interview de Zoé PERREAULT" in body


def test_dry_run_writes_nothing_and_tells_the_same(desk: Desk) -> None:
    desk.record("perreault.mp3")
    planned = desk.run(dry_run=True, audio=desk.audio)
    assert desk.tree() == {}
    assert not (desk.project / "episodes").exists()
    assert planned.dry_run
    done = desk.run(audio=desk.audio)
    assert planned.actions == done.actions


def test_importing_again_touches_nothing(desk: Desk) -> None:
    desk.record("perreault.mp3", "02.wav", "02.vtt")
    desk.run(audio=desk.audio)
    before = desk.tree()
    result = desk.run(audio=desk.audio, default_date=date(2026, 5, 5))
    assert set(told(result).values()) == {"unchanged"}
    assert desk.tree() == before


def test_the_same_import_gives_the_same_guids(tmp_path: Path) -> None:
    guids = []
    for name, show in (("a", SHOW), ("b", SHOW), ("c", str(uuid.UUID(int=1))), ("d", None)):
        (tmp_path / name).mkdir()
        desk = Desk(tmp_path / name)
        desk.run(show_guid=show)
        guids.append(desk.front(FIRST)["guid"])
    assert guids[0] == guids[1]
    assert len(set(guids)) == 3


def test_an_edited_episode_is_left_alone(desk: Desk) -> None:
    desk.run()
    desk.edit(FIRST, "Zoé Perreault, conservatrice", "Zoé Perreault")
    desk.write(ARTICLE.replace("dans une cave", "dans une cave voûtée"))
    before = desk.text(FIRST)
    result = desk.run()
    assert told(result)[FIRST] == "left alone"
    assert why(result, FIRST) == "edited since it was imported"
    assert desk.text(FIRST) == before
    assert told(result)[SECOND] == "unchanged"
    assert told(desk.run())[FIRST] == "left alone"


def test_an_unedited_episode_follows_the_article(desk: Desk) -> None:
    desk.run()
    guid = desk.front(FIRST)["guid"]
    desk.write(ARTICLE.replace("dans une cave", "dans une cave voûtée"))
    result = desk.run()
    assert told(result) == {
        f"{FOLDER}/article.md": "updated",
        FIRST: "updated",
        SECOND: "unchanged",
    }
    assert "cave voûtée" in desk.text(FIRST)
    assert desk.front(FIRST)["guid"] == guid
    assert set(told(desk.run()).values()) == {"unchanged"}


def test_a_renamed_episode_is_the_same_episode(desk: Desk) -> None:
    desk.record("perreault.mp3")
    desk.run(audio=desk.audio)
    renamed = f"{FOLDER}/01-la-conservatrice.md"
    (desk.project / FIRST).rename(desk.project / renamed)
    (desk.project / FIRST).with_suffix(".mp3").rename((desk.project / renamed).with_suffix(".mp3"))
    result = desk.run(audio=desk.audio)
    assert told(result)[renamed] == "unchanged"
    assert why(result, renamed) == f"renamed from {FIRST}"
    assert not (desk.project / FIRST).exists()
    assert not (desk.project / FIRST).with_suffix(".mp3").exists()
    desk.write(ARTICLE.replace("dans une cave", "dans une cave voûtée"))
    assert told(desk.run())[renamed] == "updated"
    assert len(list((desk.project / FOLDER).glob("*.md"))) == 3


def test_an_episode_moved_to_another_folder_is_the_same_episode(desk: Desk) -> None:
    desk.run()
    moved = "episodes/choix/zoe.md"
    (desk.project / moved).parent.mkdir()
    (desk.project / FIRST).rename(desk.project / moved)
    assert told(desk.run())[moved] == "unchanged"
    assert told(desk.run())[moved] == "unchanged"
    assert not (desk.project / FIRST).exists()


def test_a_copied_episode_does_not_mislead(desk: Desk) -> None:
    desk.run()
    (desk.project / FOLDER / "00-copie.md").write_bytes((desk.project / FIRST).read_bytes())
    assert told(desk.run())[FIRST] == "unchanged"


def test_a_deleted_episode_stays_deleted(desk: Desk) -> None:
    desk.record("perreault.mp3")
    desk.run()
    (desk.project / FIRST).unlink()
    for _ in range(2):
        result = desk.run(audio=desk.audio)
        assert told(result)[FIRST] == "left alone"
        assert "deleted since it was imported" in why(result, FIRST)
        assert "was deleted" in why(result, "perreault.mp3")
        assert sorted(path.name for path in (desk.project / FOLDER).iterdir()) == [
            "02-raphael-ndiaye.md",
            "article.md",
        ]


def test_an_edited_article_is_left_alone_and_still_remembers(desk: Desk) -> None:
    desk.run()
    article = f"{FOLDER}/article.md"
    desk.edit(article, 'author_role = "botaniste"', 'author_role = "botaniste et poète" # mieux')
    desk.edit(article, "season = 1", 'season = 1\n\n[extra]\nnote = "à moi"')
    more = "\nVendre\n\nRien ne se vend ici, tout se donne ou se prête.\n\n"
    desk.write(f"{ARTICLE}{more}Écoutez l’interview d’Ada SERRE, voisine :\n")
    result = desk.run()
    third = f"{FOLDER}/03-ada-serre.md"
    assert told(result)[article] == "left alone"
    assert "what it remembers of the import" in why(result, article)
    assert told(result)[third] == "created"
    assert 'author_role = "botaniste et poète" # mieux' in desk.text(article)
    assert desk.front(article)["extra"] == {"note": "à moi"}
    assert len(desk.front(article)["imported"]["episodes"]) == 3
    before = desk.tree()
    again = desk.run()
    assert told(again)[third] == "unchanged"
    assert why(again, article) == "edited since it was imported"
    assert desk.tree() == before


def test_a_new_interview_gets_the_next_number(desk: Desk) -> None:
    desk.run()
    line = "Écoutez l’interview d’Ada SERRE, voisine :"
    desk.write(ARTICLE.replace("Prêter\n", f"{line}\n\nPrêter\n"))
    result = desk.run()
    third = f"{FOLDER}/03-ada-serre.md"
    assert told(result)[third] == "created"
    assert told(result)[SECOND] == "unchanged"
    assert desk.front(third)["number"] == 3
    assert desk.front(third)["published"] == datetime(2024, 2, 12, 5, 2, tzinfo=UTC)
    assert set(told(desk.run()).values()) == {"unchanged"}


def test_an_interview_taken_out_of_the_article_is_left_alone(desk: Desk) -> None:
    desk.run()
    before = desk.text(SECOND)
    desk.write(ARTICLE.partition("Prêter")[0])
    for _ in range(2):
        result = desk.run()
        assert why(result, SECOND) == "the article no longer announces it"
        assert desk.text(SECOND) == before
    desk.write(ARTICLE)
    assert told(desk.run())[SECOND] == "unchanged"


def test_an_announcement_in_other_words_makes_no_second_episode(desk: Desk) -> None:
    desk.run()
    guid = desk.front(FIRST)["guid"]
    desk.write(ARTICLE.replace("conservatrice « en chef »", "directrice"))
    assert told(desk.run())[FIRST] == "updated"
    assert desk.front(FIRST)["guid"] == guid
    assert desk.front(FIRST)["title"] == "Zoé Perreault, directrice"


def test_a_new_title_does_not_make_a_new_article(desk: Desk) -> None:
    desk.run()
    desk.write(ARTICLE.replace("Les semences du plateau", "Les graines du plateau"))
    result = desk.run()
    assert result.folder == FOLDER
    assert told(result)[FIRST] == "updated"


def test_a_title_that_a_person_gave_does_not_make_a_new_article(desk: Desk) -> None:
    desk.run()
    desk.edit(f"{FOLDER}/article.md", 'title = "Les semences', 'title = "Nos semences')
    assert desk.run().folder == FOLDER


def test_a_renamed_folder_is_the_same_article(desk: Desk) -> None:
    desk.run()
    (desk.project / FOLDER).rename(desk.project / "episodes" / "semences")
    result = desk.run()
    assert result.folder == "episodes/semences"
    assert set(told(result).values()) == {"unchanged"}


def test_the_same_address_is_the_same_article(desk: Desk) -> None:
    desk.run(source_url="https://revue.example.org/semences")
    desk.write(
        ARTICLE.replace("Les semences du plateau", "Tout autre chose").replace("12.02", "13.03")
    )
    assert desk.run(source_url="https://revue.example.org/semences").folder == FOLDER
    assert desk.run().folder == FOLDER


def test_the_address_once_given_is_kept(desk: Desk) -> None:
    desk.run(source_url="https://revue.example.org/semences")
    before = desk.tree()
    assert set(told(desk.run()).values()) == {"unchanged"}
    assert desk.tree() == before


def test_another_article_of_the_same_title_gets_another_folder(desk: Desk) -> None:
    desk.run()
    desk.write(ARTICLE.replace("12.02.2024", "12.02.2025"))
    result = desk.run()
    assert result.folder == f"{FOLDER}-2"
    assert desk.front(f"{FOLDER}-2/article.md")["season"] == 2
    assert desk.front(f"{FOLDER}-2/01-zoe-perreault.md")["guid"] != desk.front(FIRST)["guid"]
    assert set(told(desk.run()).values()) == {"unchanged"}


OTHER = """Le marché du samedi

Par {author} - {date}

Les étals reviennent sur la place, avec ceux qui plantent.

Écoutez l’interview de Zoé PERREAULT, conservatrice « en chef » :

Écoutez l’interview d’Abel ROY, placier :

Écoutez l’interview de Lina COSTE, maraîchère :
"""


def test_two_articles_of_a_day_have_no_episode_of_one_title(desk: Desk) -> None:
    """Nor do they the next time, and what was imported first keeps its title."""
    desk.run()
    (day,) = {desk.front(path)["published"].date() for path in (FIRST, SECOND)}
    first = desk.front(FIRST)["title"]
    desk.write(OTHER.format(author="Luc PETIT", date=f"{day:%d.%m.%Y}"))
    result = desk.run()
    called = [one.title for one in result.interviews]
    assert called[0] == f"{first} : Le marché du samedi"
    assert called[1] == "Abel Roy, placier"
    assert desk.front(f"{result.folder}/01-zoe-perreault.md")["title"] == called[0]
    assert any(first in warning for warning in result.warnings)
    before = desk.tree()
    assert set(told(desk.run()).values()) == {"unchanged"}
    desk.write(ARTICLE)
    assert set(told(desk.run()).values()) == {"unchanged"}
    assert desk.tree() == before


def test_two_articles_of_two_days_may_have_one_title(desk: Desk) -> None:
    desk.run()
    desk.write(OTHER.format(author="Luc PETIT", date="03.02.2001"))
    result = desk.run()
    assert result.interviews[0].title == desk.front(FIRST)["title"]


def test_a_folder_that_is_no_article_is_not_used(desk: Desk) -> None:
    (desk.project / FOLDER).mkdir(parents=True)
    assert desk.run().folder == f"{FOLDER}-2"


def test_seasons_go_on_from_the_highest(desk: Desk) -> None:
    other = desk.project / "episodes" / "autre" / "article.md"
    other.parent.mkdir(parents=True)
    other.write_text('+++\ntitle = "Autre"\nseason = 7\n+++\n\nTexte\n', encoding="utf-8")
    desk.run()
    assert desk.front(f"{FOLDER}/article.md")["season"] == 8


def test_an_article_without_a_date_keeps_the_one_its_episodes_got(desk: Desk) -> None:
    desk.write(ARTICLE.replace(" - 12.02.2024", ""))
    desk.run(default_date=date(2024, 5, 1))
    assert desk.front(FIRST)["published"] == datetime(2024, 5, 1, 5, tzinfo=UTC)
    assert "published" not in desk.front(f"{FOLDER}/article.md")
    result = desk.run(default_date=date(2024, 6, 1))
    assert set(told(result).values()) == {"unchanged"}
    desk.write(ARTICLE)
    assert told(desk.run())[FIRST] == "updated"
    assert desk.front(FIRST)["published"] == datetime(2024, 2, 12, 5, tzinfo=UTC)


def test_equal_announcements_are_two_episodes(desk: Desk) -> None:
    desk.write(ARTICLE + "\nÉcoutez l’interview de Raphaël NDIAYE, jardinier (12 min) :\n")
    result = desk.run()
    third = f"{FOLDER}/03-raphael-ndiaye.md"
    assert told(result)[third] == "created"
    assert desk.front(third)["guid"] != desk.front(SECOND)["guid"]
    assert desk.front(third)["title"] != desk.front(SECOND)["title"]
    assert set(told(desk.run()).values()) == {"unchanged"}


@pytest.mark.parametrize(
    ("kept", "says"), [(60, "cut off"), (0, "no UTF-8 text")], ids=["cut", "latin-1"]
)
def test_a_damaged_article_gets_no_second_set_of_episodes(desk: Desk, kept: int, says: str) -> None:
    desk.run()
    article = desk.project / FOLDER / "article.md"
    article.write_bytes(article.read_bytes()[:kept] if kept else b"+++\ncaf\xe9\n+++\n")
    folders = sorted((desk.project / "episodes").iterdir())
    with pytest.raises(ArticleError, match=says) as caught:
        desk.run()
    assert "codec" not in str(caught.value) and "mend it" in str(caught.value)
    assert sorted((desk.project / "episodes").iterdir()) == folders


def test_recordings_are_copied_beside_their_episodes(desk: Desk) -> None:
    desk.record("Perreault_v2.MP3", "perreault_v2.vtt", "ndiaye.wav", "dupont.mp3")
    result = desk.run(audio=desk.audio)
    folder = desk.project / FOLDER
    assert (folder / "01-zoe-perreault.mp3").read_bytes() == b"sound of Perreault_v2.MP3"
    assert (folder / "01-zoe-perreault.vtt").read_bytes() == b"sound of perreault_v2.vtt"
    assert (folder / "02-raphael-ndiaye.wav").exists()
    assert result.matches is not None
    assert [left.file.name for left in result.matches.unmatched_files] == ["dupont.mp3"]
    assert not [path for path in folder.iterdir() if path.name.startswith(".")]


def test_a_recording_never_replaces_another(desk: Desk) -> None:
    desk.record("perreault.mp3", "perreault.vtt")
    desk.run(audio=desk.audio)
    folder = desk.project / FOLDER
    (folder / "01-zoe-perreault.vtt").write_bytes(b"corrected")
    (desk.audio / "perreault.mp3").rename(desk.audio / "perreault.flac")
    result = desk.run(audio=desk.audio)
    assert told(result)[f"{FOLDER}/01-zoe-perreault.mp3"] == "left alone"
    assert told(result)[f"{FOLDER}/01-zoe-perreault.vtt"] == "left alone"
    assert "perreault.flac was not copied" in why(result, f"{FOLDER}/01-zoe-perreault.mp3")
    assert (folder / "01-zoe-perreault.vtt").read_bytes() == b"corrected"
    assert not (folder / "01-zoe-perreault.flac").exists()


def test_recordings_may_lie_in_the_folder_already(desk: Desk) -> None:
    desk.record("perreault.mp3")
    desk.run(audio=desk.audio)
    before = desk.tree()
    result = desk.run(audio=desk.project / FOLDER)
    assert told(result)[f"{FOLDER}/01-zoe-perreault.mp3"] == "unchanged"
    assert desk.tree() == before


def test_an_import_that_was_cut_off_is_finished_by_the_next(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    put, count = writing._put, 0

    def failing(*args: Any) -> None:
        nonlocal count
        count += 1
        if count > 2:
            raise ArticleError("the disk is full")
        put(*args)

    monkeypatch.setattr(writing, "_put", failing)
    with pytest.raises(ArticleError, match="full"):
        desk.run()
    monkeypatch.undo()
    assert sorted(desk.tree()) == sorted([f"{FOLDER}/article.md", FIRST])
    result = desk.run()
    assert told(result) == {
        f"{FOLDER}/article.md": "updated",
        FIRST: "unchanged",
        SECOND: "created",
    }
    assert why(result, f"{FOLDER}/article.md").startswith("only what it remembers")
    before = desk.tree()
    assert set(told(desk.run()).values()) == {"unchanged"}
    assert desk.tree() == before


def test_an_article_that_a_person_wrote_is_left_alone(desk: Desk) -> None:
    article = desk.project / FOLDER / "article.md"
    article.parent.mkdir(parents=True)
    article.write_text(
        '+++\ntitle = "Les semences du plateau"\npublished = 2024-02-12\nseason = 4\n+++\n\n'
        "À moi.\n",
        encoding="utf-8",
    )
    result = desk.run()
    assert told(result)[f"{FOLDER}/article.md"] == "left alone"
    assert told(result)[FIRST] == "created"
    assert desk.text(f"{FOLDER}/article.md").endswith("À moi.\n")
    assert told(desk.run())[f"{FOLDER}/article.md"] == "left alone"
    assert told(desk.run())[FIRST] == "unchanged"


def test_a_broken_article_in_its_place_is_an_error(desk: Desk) -> None:
    desk.run()
    desk.edit(f"{FOLDER}/article.md", "season = 1", "season = ")
    before = desk.tree()
    with pytest.raises(ArticleError, match=r"article\.md: its front matter can't be read"):
        desk.run()
    assert desk.tree() == before
    desk.write(ARTICLE.replace("Les semences du plateau", "Autre chose"))
    assert any("can't be read" in warning for warning in desk.run().warnings)


def test_windows_line_ends_are_a_persons_edit(desk: Desk) -> None:
    desk.run()
    for path in (FIRST, f"{FOLDER}/article.md"):
        file = desk.project / path
        file.write_bytes(file.read_bytes().replace(b"\n", b"\r\n"))
    before = desk.tree()
    result = desk.run()
    assert told(result)[FIRST] == "left alone"
    assert told(result)[f"{FOLDER}/article.md"] == "left alone"
    assert desk.tree() == before


def test_nothing_is_written_through_a_link_out_of_episodes(desk: Desk, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    desk.run()
    for file in (desk.project / FOLDER).iterdir():
        file.rename(outside / file.name)
    (desk.project / FOLDER).rmdir()
    (desk.project / FOLDER).symlink_to(outside, target_is_directory=True)
    before = {path: path.read_bytes() for path in outside.iterdir()}
    desk.write(ARTICLE.replace("dans une cave", "dans une cave voûtée"))
    result = desk.run()
    assert {path: path.read_bytes() for path in outside.iterdir()} == before
    assert result.folder == f"{FOLDER}-2"


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_disk_that_refuses_is_an_error_with_the_file(desk: Desk) -> None:
    desk.project.chmod(0o500)
    with pytest.raises(ArticleError, match="can't be written"):
        desk.run()
    desk.project.chmod(0o700)


def test_a_file_in_the_place_of_episodes_is_an_error(desk: Desk) -> None:
    (desk.project / "episodes").write_bytes(b"")
    with pytest.raises(ArticleError, match="can't be written"):
        desk.run()


@pytest.mark.parametrize(
    "url", ["revue.example.org", "ftp://a.org/b", "https://", "https://[", "javascript:alert(1)"]
)
def test_a_source_that_is_no_web_address_is_refused(desk: Desk, url: str) -> None:
    with pytest.raises(ArticleError, match="no web address"):
        desk.run(source_url=url)
    assert desk.tree() == {}


def test_a_show_guid_that_is_none_is_refused(desk: Desk) -> None:
    with pytest.raises(ArticleError, match="no UUID"):
        desk.run(show_guid="show")
    assert desk.tree() == {}


def test_an_article_without_interviews_says_what_to_add(desk: Desk) -> None:
    desk.write("Un titre\n\nPar Rosa Brunel\n\nUn texte sans rien à entendre.\n")
    with pytest.raises(ArticleError) as caught:
        desk.run()
    assert str(desk.article) in str(caught.value)
    assert "“Écoutez l’interview de Prénom NOM, fonction :”" in str(caught.value)
    assert "“Listen to the interview with First LAST, what she is:”" in str(caught.value)
    assert desk.tree() == {}


def test_a_title_without_latin_letters_still_has_a_folder(desk: Desk) -> None:
    desk.write(ARTICLE.replace("Les semences du plateau", "植物の種"))
    assert desk.run().folder == "episodes/article"
    assert set(told(desk.run()).values()) == {"unchanged"}


def test_names_that_are_no_text_are_shown_and_taken_all_the_same(desk: Desk) -> None:
    desk.record("x.mp3")
    odd = os.fsdecode(b"perreault \xff.mp3")
    (desk.audio / "x.mp3").rename(desk.audio / odd)
    desk.article = desk.article.rename(desk.article.with_name(os.fsdecode(b"sans titre \xff.txt")))
    desk.write(ARTICLE.partition("\n")[2].lstrip())
    result = desk.run(audio=desk.audio)
    assert result.article.title == "sans titre"
    assert told(result)["episodes/sans-titre/01-zoe-perreault.mp3"] == "created"
    assert json.dumps(as_json(result), ensure_ascii=False).encode()
    desk.write("rien")
    with pytest.raises(ArticleError) as caught:
        desk.run()
    assert str(caught.value).encode()


def test_a_date_that_no_feed_can_say_is_none(desk: Desk) -> None:
    desk.article = desk.article.with_suffix(".md")
    desk.write(f"+++\ndate = 1066-10-14\n+++\n{ARTICLE.replace(' - 12.02.2024', '')}")
    result = desk.run()
    assert result.article.date is None
    assert "the date “1066-10-14”" in result.warnings[0]


def test_what_is_missing_is_told(desk: Desk) -> None:
    desk.write("Écoutez l’interview de Rosa Brunel :\n")
    result = desk.run()
    assert result.article.title == "article"
    assert [warning.partition(" ")[2][:9] for warning in result.warnings] == [
        "title was",
        "author wa",
        "date was ",
    ]


def test_the_json_has_the_shape_of_issue_2(desk: Desk) -> None:
    desk.record("perreault.mp3", "x.mp3")
    shown = json.loads(json.dumps(as_json(desk.run(audio=desk.audio))))
    assert {"title", "author", "date", "language", "footnotes"} <= set(shown["article"])
    assert {
        "order",
        "kind",
        "title",
        "guests",
        "section",
        "notes",
        "duration_s",
        "audio_url",
        "marker",
    } <= set(shown["episodes"][0])
    assert set(shown["episodes"][0]["guests"][0]) == {"name", "display_name", "role"}
    assert shown["recordings"]["matched"] == [
        {"episode": 1, "file": "perreault.mp3", "why": "by the guest’s name"}
    ]
    assert shown["recordings"]["unmatched"][0]["file"] == "x.mp3"
    assert shown["recordings"]["unrecorded"][0]["episode"] == 2


def test_importing_the_package_loads_nothing_heavy() -> None:
    import subprocess

    code = (
        "import sys, feed_builder.articles\n"
        "loaded = {name.partition('.')[0] for name in sys.modules}\n"
        "print(sorted(loaded & {'tomlkit', 'lxml', 'mutagen', 'jinja2', 'click', 'PIL'}))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


@pytest.mark.parametrize(
    "address",
    [
        "http://www.exemple.fr/article/",
        "https://exemple.fr/article?utm_source=lettre",
        "https://exemple.fr/autre-adresse",
    ],
)
def test_another_address_makes_no_second_season(address: str, desk: Desk) -> None:
    """The same article is known again under another spelling of its address, or a new one."""
    desk.run(source_url="https://exemple.fr/article")
    before = set(desk.tree())

    desk.run(source_url=address)

    assert set(desk.tree()) == before


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("12.02.2024", "14.02.2024"),
        ("Les semences du plateau", "Les graines du plateau"),
        ("Les semences du plateau\n\nPar Hortense Quiroga, botaniste - 12.02.2024",
         "Les graines\n\nPar Hortense Quiroga, botaniste - 15.02.2024"),
    ],
    ids=["date", "title", "both"],
)  # fmt: skip
def test_a_correction_makes_no_second_season(old: str, new: str, desk: Desk) -> None:
    """An article whose date or title was corrected is the same article."""
    desk.run()
    before = set(desk.tree())

    desk.write(ARTICLE.replace(old, new))
    desk.run()

    assert set(desk.tree()) == before


def test_a_lost_article_file_makes_no_second_season(desk: Desk) -> None:
    """Where article.md is lost, the episodes that lie there are found by their guids."""
    desk.run()
    before = set(desk.tree())
    (desk.project / FOLDER / "article.md").unlink()

    desk.run()

    assert set(desk.tree()) == before


def test_a_recording_that_no_app_plays_is_no_match(desk: Desk) -> None:
    desk.record("Perreault.mp3", "Ndiaye.wma")
    matches = desk.run(audio=desk.audio).matches
    assert matches
    assert [one.recording.file.name for one in matches.matched] == ["Perreault.mp3"]
    assert [one.file.name for one in matches.unmatched_files] == ["Ndiaye.wma"]


@pytest.mark.parametrize("name", ["Raphaël NDIAYÉ", "Rafaël N’DIAYE", "Raphaël NDIAYE-SOW"])
def test_a_corrected_name_makes_no_second_episode(desk: Desk, name: str) -> None:
    desk.run()
    guid = desk.front(SECOND)["guid"]
    desk.write(ARTICLE.replace("Raphaël NDIAYE", name))
    assert [one.what.value for one in desk.run().actions] == ["updated", "unchanged", "updated"]
    front = desk.front(SECOND)
    assert front["guid"] == guid
    assert front["people"][0]["written"] == name
    assert len(list((desk.project / FOLDER).glob("*.md"))) == 3
    assert [one.what.value for one in desk.run().actions] == ["unchanged"] * 3


def test_another_guest_is_another_episode(desk: Desk) -> None:
    desk.run()
    desk.write(ARTICLE.replace("Raphaël NDIAYE", "Aminata NDIAYE"))
    told = [(one.path.rpartition("/")[2], one.what.value) for one in desk.run().actions]
    assert told[2:] == [("03-aminata-ndiaye.md", "created"), ("02-raphael-ndiaye.md", "left alone")]


OTHER_TEXT = (
    ARTICLE.replace("Les semences du plateau", "Un grenier rouvre")
    .replace("Sur le plateau de Cerval, une maison garde quatre cents variétés anciennes.", "Rien.")
    .replace("Chaque graine est séchée, étiquetée", "Le toit a été refait par des couvreurs")
    .replace("gardée au frais dans une cave", "le plancher, que deux menuisiers ont posé")
    .replace("rendent à l’automne deux fois ce qu’ils ont reçu", "viendront le samedi matin")
)


def test_two_articles_of_a_day_with_the_same_guests_stay_two(desk: Desk) -> None:
    """One person may be heard in two articles: the second is no correction of the first."""
    desk.run()
    first = desk.text(FIRST)
    desk.write(OTHER_TEXT)
    result = desk.run()
    assert {one.what.value for one in result.actions} == {"created"}
    assert result.folder == "episodes/un-grenier-rouvre"
    assert desk.text(FIRST) == first
    titles = [one.title for one in result.interviews]
    assert not {desk.front(FIRST)["title"], desk.front(SECOND)["title"]} & set(titles)
    assert {one.what.value for one in desk.run().actions} == {"unchanged"}


def test_a_corrected_title_makes_no_second_article(desk: Desk) -> None:
    desk.run()
    text = ARTICLE.replace("Les semences du plateau", "Un grenier rouvre")
    desk.write(text.replace("quatre cents", "cinq cents").replace("au frais ", ""))
    result = desk.run()
    assert result.folder == FOLDER
    assert "created" not in {one.what.value for one in result.actions}


def test_an_interview_with_a_recording_is_not_told_to_lack_one(desk: Desk) -> None:
    desk.record("Perreault.mp3")
    first = desk.run(audio=desk.audio).matches
    assert first
    assert [one.interview.order for one in first.unrecorded] == [2]
    (desk.audio / "Perreault.mp3").unlink()
    desk.record("Ndiaye.M4A")
    second = desk.run(audio=desk.audio).matches
    assert second
    assert second.unrecorded == ()
    (desk.audio / "Ndiaye.M4A").unlink()
    desk.record("autre.mp3")
    third = desk.run(audio=desk.audio).matches
    assert third
    assert third.unrecorded == ()

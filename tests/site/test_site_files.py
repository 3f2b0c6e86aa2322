"""What the site is made of: files for people and machines, and the publisher's own part in it."""

from __future__ import annotations

import json
import re
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urljoin
from xml.etree import ElementTree

import pytest
from babel.dates import format_date
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from feed_builder.model import Marker
from feed_builder.render.site.items import split_title
from feed_builder.render.site.placing import placed
from feed_builder.render.site.theme import TEXT, contrast, theme
from feed_builder.render.words import LANGUAGES, words_for

ROOT = Path(__file__).parents[2]
LOCALE = ROOT / "feed_builder" / "render" / "locale"
BASE = "https://podcast.example.org/"
ONE = "eau/01-invite"
COLOUR = st.tuples(*[st.integers(0, 255)] * 3)


def page(project: Any, path: str = "") -> Any:
    """A built page, parsed."""
    return html.fromstring((project.public / path / "index.html").read_bytes())


def data_of(document: Any) -> dict[str, Any]:
    """Its structured data."""
    told = json.loads(document.findtext(".//script[@type='application/ld+json']"))
    assert told["@context"] == "https://schema.org"
    return dict(told)


# --- For machines -------------------------------------------------------------------------------


def test_structured_data(built: Any) -> None:
    """PodcastSeries, PodcastEpisode, Person, Article; texts that end a script do no harm."""
    series = data_of(page(built))
    episode = data_of(page(built, "eau/01-boeuf"))
    assert (series["@type"], series["webFeed"]) == ("PodcastSeries", f"{BASE}feed.xml")
    assert episode["@type"] == "PodcastEpisode"
    assert episode["duration"] == "PT12S"
    assert episode["partOfSeries"]["@id"] == BASE
    assert episode["actor"][0]["name"] == "Frédéric Bœuf"
    assert episode["actor"][0]["jobTitle"] == "directeur"
    assert episode["associatedMedia"]["encodingFormat"] == "audio/mpeg"
    assert data_of(page(built, "foret"))["headline"] == "La forêt <& ses métiers>"
    assert data_of(page(built, "people/frederic-boeuf"))["@type"] == "Person"


def test_social_networks_are_told(built: Any) -> None:
    """OpenGraph with a picture of 1200 x 630 that is there, and Twitter's player card."""
    from PIL import Image

    meta = {
        m.get("property") or m.get("name"): m.get("content")
        for m in page(built, "eau/01-boeuf").iterfind(".//meta")
    }
    picture = built.public / meta["og:image"].removeprefix(BASE)
    with Image.open(picture) as image:
        assert image.size == (1200, 630)
        assert len(image.getcolors(1 << 20) or []) > 20
    assert meta["twitter:card"] == "player"
    assert meta["twitter:player"] == f"{BASE}eau/01-boeuf/embed/"
    assert meta["og:audio"].endswith(".mp3")


def test_oembed(built: Any) -> None:
    """The page names its oEmbed answer, which holds the frame's code and a thumbnail."""
    link = page(built, "eau/01-boeuf").find(".//link[@type='application/json+oembed']")
    told = json.loads((built.public / link.get("href").removeprefix(BASE)).read_bytes())
    assert (told["version"], told["type"]) == ("1.0", "rich")
    assert f'src="{BASE}eau/01-boeuf/embed/"' in told["html"]
    assert (built.public / told["thumbnail_url"].removeprefix(BASE)).exists()


def less(built: Any, to: Path, site: str) -> Any:
    """The show, built with this in `[site]`."""
    project = built.copy(to / "less")
    config = project.read("podcast.toml").decode()
    project.write("podcast.toml", f"{config}\n[site]\n{site}\n")
    project.build()
    return project


def files_naming(project: Any, words: bytes) -> list[str]:
    """The files of the show, recordings and scripts aside, whose path or content has `words`."""
    paths = (p for p in project.public.rglob("*") if p.is_file())
    kinds = (".html", ".xml", ".json", ".txt", ".webmanifest", ".opml")
    read = ((p, p.read_bytes()) for p in paths if p.suffix in kinds)
    found = (p for p, content in read if words in content or words in p.as_posix().encode())
    return sorted(p.relative_to(project.public).as_posix() for p in found)


def test_site_without_people(built: Any, tmp_path: Path) -> None:
    """No page, no feed, no link; pages and feeds name who is heard all the same."""
    project = less(built, tmp_path, "people = false")
    assert files_naming(built, b"people/") != []
    assert files_naming(project, b"people/") == []
    assert not (project.public / "people").exists()
    assert project.read("public/feed.xml") == built.read("public/feed.xml")
    document, before = (page(one, "eau/01-boeuf") for one in (project, built))
    listed = "//section[@aria-labelledby='people']//li"
    assert [li.text_content() for li in document.xpath(listed)] == [
        li.text_content() for li in before.xpath(listed)
    ]
    assert data_of(document)["actor"][0] == {
        key: value for key, value in data_of(before)["actor"][0].items() if key != "url"
    }
    for path, words in (("", "hosts"), ("foret", "facts")):
        named = page(project, path).findall(f".//p[@class='{words}']")[0]
        assert "Anne Martin" in named.text_content()
        assert named.find("a") is None


def test_site_without_small_players(built: Any, tmp_path: Path) -> None:
    """No player for other sites, no oEmbed, and no word of either; the page plays as before."""
    project = less(built, tmp_path, "embed = false")
    for words in (b"embed", b"twitter:player"):
        assert files_naming(built, words) != []
        assert files_naming(project, words) == []
    document = page(project, "eau/01-boeuf")
    meta = {m.get("property") or m.get("name"): m.get("content") for m in document.iter("meta")}
    assert meta["twitter:card"] == "summary_large_image"
    assert meta["og:audio"].endswith(".mp3")
    assert document.find(".//audio") is not None
    assert "embedUrl" not in data_of(document)["associatedMedia"]
    told = project.run("embed", "01-boeuf")
    assert (told.status, told.out) == (1, "")
    assert "podcast.toml: `embed = false` in `[site]`" in told.err
    assert "--plain" in told.err and "Traceback" not in told.err
    for arguments in (("01-boeuf", "--plain"), ("foret",)):
        assert "<audio" in project.run("embed", *arguments).out


def test_templates_know_what_a_site_has(built: Any, tmp_path: Path) -> None:
    """`has_people` and `has_embed`; an address or a code that would lead nowhere is empty."""
    text = (
        '{% extends "episode.html" %}{% block rights %}<p id="own">{{ has_people }} {{ has_embed }}'
        ' [{{ person("Anne Martin") }}{{ embed_code }}]</p>{% endblock %}'
    )
    project = built.copy(tmp_path / "own")
    project.write("templates/episode.html", text)
    project.build()
    assert (
        page(project, "eau/01-boeuf")
        .findtext(".//p[@id='own']")
        .startswith("True True [../../people/anne-martin/<iframe")
    )
    project = less(project, tmp_path, "people = false\nembed = false")
    assert page(project, "eau/01-boeuf").findtext(".//p[@id='own']") == "False False []"


def test_numbers_in_an_article_are_the_episodes(project: Any) -> None:
    """Where one of an article's interviews is not published yet, the others keep their numbers."""
    project.remove("episodes/eau/02-invite.mp3")
    project.build("--accept-guid-changes")
    listed = page(project, ONE).findall(".//nav[@class='same']//li")
    assert [item.get("value") for item in listed] == [None, "3"]


def test_sitemap_names_every_page(built: Any) -> None:
    """Every address in it is a page, and none that people should find is missing."""
    tree = ElementTree.parse(built.public / "sitemap.xml")
    found = {
        loc.text or "" for loc in tree.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")
    }
    pages = {
        f"{BASE}{path.parent.relative_to(built.public).as_posix()}/".replace("/./", "/")
        for path in built.public.rglob("index.html")
    }
    left_out = {url for url in pages - found if not re.search(r"/(embed|search|people)/$", url)}
    assert found <= pages
    assert left_out == set()
    assert f"Sitemap: {BASE}sitemap.xml" in (built.public / "robots.txt").read_text()


def test_manifest(built: Any) -> None:
    """The site can be installed: a name, where it starts, and icons that are there."""
    from PIL import Image

    told = json.loads((built.public / "manifest.webmanifest").read_bytes())
    assert told["start_url"] == "./"
    assert [icon["sizes"] for icon in told["icons"]] == ["192x192", "512x512"]
    for icon in told["icons"]:
        with Image.open(built.public / icon["src"]) as image:
            assert f"{image.width}x{image.height}" == icon["sizes"]


def test_transcript_as_text(built: Any) -> None:
    """Each transcript is there as plain text, and llms.txt leads to it."""
    text = (built.public / "eau/01-boeuf/transcript.txt").read_text("utf-8")
    assert "[0:00]" in text and "Bonjour." in text
    assert f"{BASE}eau/01-boeuf/transcript.txt" in (built.public / "llms.txt").read_text("utf-8")


def test_small_covers(built: Any) -> None:
    """AVIF and WebP in each size named by the page, square, and much smaller than the cover."""
    from PIL import Image

    named = " ".join(s.get("srcset") for s in page(built).iterfind(".//picture//source"))
    paths = re.findall(r"(\S+) (\d+)w", named)
    assert len(paths) == 6
    for path, side in paths:
        with Image.open(built.public / path) as image:
            assert image.size == (int(side), int(side))
        assert (built.public / path).stat().st_size < 40_000


def test_feeds_are_found(built: Any) -> None:
    """Pages name the feeds; a season's and a person's page name their own too."""
    for path, feeds in (("", 1), ("seasons/1", 2), ("people/frederic-boeuf", 2)):
        links = page(built, path).findall(".//link[@type='application/rss+xml']")
        assert len(links) == feeds
        for link in links:
            assert (built.public / link.get("href").removeprefix(BASE)).exists()


def links_of(project: Any) -> dict[str, set[str]]:
    """Every file of the show that a page names, by page; addresses as paths below public/."""
    found: dict[str, set[str]] = {}
    for file in project.public.rglob("*.html"):
        at = f"{BASE}{file.relative_to(project.public).as_posix()}"
        document = html.fromstring(file.read_bytes(), base_url=at)
        document.make_links_absolute()
        named = {link for _, _, link, _ in document.iterlinks()}
        for source in document.iterfind(".//source[@srcset]"):
            named |= {urljoin(at, one.split()[0]) for one in source.get("srcset").split(",")}
        named |= {m.get("content") for m in document.iterfind(".//meta[@content]")}
        own = {unquote(link.removeprefix(BASE)) for link in named if link.startswith(BASE)}
        found[at.removeprefix(BASE)] = own
    return found


LESS = {
    "no-people": "people = false",
    "no-embed": "embed = false",
    "neither": "people = false\nembed = false\npictures = false",
}


@pytest.mark.parametrize("kind", ["rich", "nobody", *LESS])
def test_no_link_leads_to_nothing(kind: str, built: Any, make_project: Any, tmp_path: Path) -> None:
    """Whatever a page of ours names is there, the place in the page too."""
    project = built
    if kind == "nobody":
        project = make_project(beside=False)
        config = project.read("podcast.toml").decode()
        project.write("podcast.toml", config.partition("[[people]]")[0])
        project.edit("episodes/eau/article.md", 'author = "Anne Martin"\n', "")
        project.build()
        assert not (project.public / "people").exists()
    elif kind in LESS:
        project = less(built, tmp_path, LESS[kind])
    links = links_of(project)
    assert len(links) > 8
    for page, named in links.items():
        for link in named:
            path, _, place = link.partition("#")
            file = project.public / (f"{path}index.html" if path[-1:] in ("", "/") else path)
            assert file.is_file(), f"{page}: {link}"
            # The publisher's own notes name a place that nobody made.
            if place not in ("", "fin") and not place.startswith("t="):
                assert f'id="{place}"' in file.read_text("utf-8"), f"{page}: {link}"


RESERVED = {
    "search": "episodes/search/article.md",
    "subscribe": "episodes/subscribe.md",
    "people/anne-martin": "episodes/people/anne-martin.md",
    "seasons/1": "episodes/seasons/1.md",
    "eau/01-invite/embed": "episodes/eau/01-invite/embed.md",
}


@pytest.mark.parametrize("path", RESERVED)
def test_place_is_taken(path: str, project: Any) -> None:
    """A page where the site has one of its own is told with its file; public/ stays."""
    file = RESERVED[path]
    before = project.tree()
    if file.endswith("/article.md"):
        project.write(file, '+++\ntitle = "Chercher"\nseason = 2\n+++\n\nTexte.\n')
        project.episode(f"{path}/01-x", 1)
    else:
        project.episode(file.removeprefix("episodes/").removesuffix(".md"), 7)
    done = project.run("build")
    assert done.status == 1, done.all
    assert f"{file}: its page would lie where the site has one of its own: {path}/" in done.err
    assert project.tree() == before


def test_folders_of_ours_may_hold_episodes(make_project: Any) -> None:
    """Where nothing is in the way a name like ours keeps its address."""
    project = make_project(episodes=1)
    project.episode("media/01-x", 2)
    project.episode("people/02-y", 3)
    project.build()
    assert (project.public / "media/01-x/index.html").is_file()
    assert (project.public / "people/02-y/index.html").is_file()


# --- For people ---------------------------------------------------------------------------------


def test_subscribe_page(built: Any) -> None:
    """Each app gets the address in the form that it understands; a QR code stands beside."""
    document = page(built, "subscribe")
    links = {a.text_content(): a.get("href") for a in document.iterfind(".//table//a")}
    quoted = "https%3A%2F%2Fpodcast.example.org%2Ffeed.xml"
    assert links["Apple Podcasts"] == "podcasts://podcast.example.org/feed.xml"
    assert links["Overcast"] == f"overcast://x-callback-url/add?url={quoted}"
    assert links["Pocket Casts"] == "pktc://subscribe/podcast.example.org/feed.xml"
    assert links["AntennaPod"].endswith(f"?url={quoted}")
    assert links["Castro"] == "castro://subscribe/podcast.example.org/feed.xml"
    assert links["Podcast Addict"].endswith(quoted)
    assert links["gPodder"] == "gpodder:https://podcast.example.org/feed.xml"
    coded = b"https://podcast.example.org/feed.xml".hex()
    assert links["Podcast Guru"] == f"https://app.podcastguru.io/podcast/X{coded}"
    hrefs = {a.get("href") for a in document.iterfind(".//a")}
    assert "podcast://podcast.example.org/feed.xml" in hrefs
    assert document.find(".//svg[@role='img']") is not None
    assert document.find(".//input[@id='feed']").get("value") == f"{BASE}feed.xml"


def test_publisher_s_part(project: Any) -> None:
    """Colours, logo, footer, directories, static files and a block of a template are theirs."""
    config = project.read("podcast.toml").decode()
    project.write(
        "podcast.toml",
        config
        + '\n[site]\naccent = "#06c"\nlogo = "logo.svg"\nfooter = "**Nous**, <script>x</script>"'
        '\n[site.directories]\nspotify = "https://open.spotify.com/show/x"\n',
    )
    project.write("logo.svg", '<svg xmlns="http://www.w3.org/2000/svg"/>')
    project.write("static/.well-known/a.txt", "a")
    project.write("static/own.css", "p {}")
    project.write(
        "templates/episode.html",
        '{% extends "feed-builder/episode.html" %}\n{% block notes %}<p id="own">'
        "{{ episode.title }}</p>{% endblock %}",
    )
    project.build()
    document = page(project, ONE)
    assert document.findtext(".//p[@id='own']") == "Entretien n° 01-invite"
    assert document.find(".//audio") is not None
    assert document.find(".//footer//strong").text == "Nous"
    assert document.find(".//footer//script") is None
    logo = document.find(".//img[@class='logo']").get("src")
    assert (project.public / ONE / logo).resolve().exists()
    assert "#0066cc" in (project.public / "style.css").read_text()
    assert (project.public / ".well-known/a.txt").read_text() == "a"
    links = {a.text: a.get("href") for a in page(project, "subscribe").iterfind(".//li/a")}
    assert links["Spotify"] == "https://open.spotify.com/show/x"
    project.write("static/own.css", "q {}")
    project.build()
    assert (project.public / "own.css").read_text() == "q {}"


FAULTS = {
    "syntax": ("templates/show.html", "a\n{% if %}", "templates/show.html:2"),
    "unknown-name": ("templates/404.html", "a\n{{ nothing.there }}", "templates/404.html:2"),
    "no-sense": (
        "templates/404.html",
        "a\n{{ show.title + 1 }}",
        "templates/404.html:2: can't be rendered: can only concatenate",
    ),
    "in-a-part": (
        "templates/controls.html",
        "a\n{{ nothing.there }}",
        "templates/controls.html:2: can't be rendered: 'nothing' is undefined",
    ),
    "no-parent": (
        "templates/404.html",
        '{% extends "feed-builder/405.html" %}',
        "templates/404.html:1: can't be rendered: there is no template feed-builder/405.html",
    ),
    "no-text": ("templates/404.html", b"\xff", "templates/404.html: is no UTF-8 text"),
    "reaches-out": (
        "templates/404.html",
        "{{ ''.__class__.__mro__[1].__subclasses__() }}",
        "templates/404.html",
    ),
    "ours": ("static/search.json", "{}", "static/search.json: has the name of a file"),
    "our-folder": ("static/seasons", "x", "static/seasons: has the name of a file"),
}


@pytest.mark.parametrize("name", FAULTS)
def test_faults_of_the_publisher_s_part(name: str, project: Any) -> None:
    """File, line and way out; status 1; public/ stays."""
    file, content, told = FAULTS[name]
    before = project.tree()
    project.write(file, content)
    done = project.run("build")
    assert done.status == 1, done.all
    assert told in done.err
    assert "Traceback" not in done.err
    assert project.tree() == before


def test_template_that_extends_its_own_name(project: Any) -> None:
    """It means ours; a page of ours that stands on it takes what it says."""
    project.write(
        "templates/base.html",
        '{% extends "base.html" %}{% block foot %}{{ super() }}<p id="mine">x</p>{% endblock %}',
    )
    project.write(
        "templates/episode.html",
        '{% extends "episode.html" %}{% block notes %}<p id="own">y</p>{% endblock %}',
    )
    project.build()
    for path in ("", ONE, "subscribe"):
        assert page(project, path).findtext(".//footer//p[@id='mine']") == "x", path
    assert page(project, ONE).findtext(".//p[@id='own']") == "y"
    assert page(project, ONE).find(".//audio") is not None


def test_a_template_s_words_are_those_of_the_page(project: Any) -> None:
    """A publisher's template asks for ours, as ours do, and gets those of each page's language."""
    project.write(
        "templates/episode.html",
        '{% extends "episode.html" %}{% block notes %}{% set said = _("Player") %}'
        """<p id="own">{{ said }}, {{ _('Chapters') | upper }}, """
        '{{ _("Not ours") }}: _("Player")</p>'
        '{% endblock %}{% block player %}{{ super() }}<i>{{ _("Player" ~ "") }}</i>{% endblock %}',
    )
    said = []
    for language in ("fr", "es", "sv"):
        article = project.read("episodes/eau/article.md").decode().partition("+++\n")[2]
        told = "\n".join(row for row in article.split("\n") if not row.startswith("language"))
        project.write("episodes/eau/article.md", f'+++\nlanguage = "{language}"\n{told}')
        project.build()
        document = page(project, ONE)
        said.append(document.findtext(".//p[@id='own']"))
        player = document.findtext(".//i")
        assert document.find(".//section[@data-player]").get("aria-label") == player
    assert said == [
        'Lecteur, CHAPITRES, Not ours: _("Player")',
        'Reproductor, CAPÍTULOS, Not ours: _("Player")',
        'Player, CHAPTERS, Not ours: _("Player")',
    ]


def test_template_that_changes_nothing(project: Any) -> None:
    """A name mistyped is told; a part that another template includes is none."""
    project.write("templates/epsiode.html", "x")
    project.write("templates/part.html", "<p>part</p>")
    project.write("templates/404.html", '{% include "part.html" %}')
    told = project.build().err
    assert "templates/epsiode.html: is called like none of our templates" in told
    assert "part.html" not in told
    assert project.read("public/404.html") == b"<p>part</p>"


def test_bad_values_of_site(project: Any) -> None:
    """A colour that is none, an unknown directory, a logo outside: each is told."""
    config = project.read("podcast.toml").decode()
    project.write(
        "podcast.toml",
        config
        + '\n[site]\naccent = "red"\nlogo = "../x.svg"\n[site.directories]\nx = "https://x.y"\n',
    )
    done = project.run("build")
    assert done.status == 1
    assert "site.accent: 'red' is no colour" in done.err
    assert "site.directories" in done.err


def test_portraits(project: Any) -> None:
    """A person's picture is shown if it is ours, small; one elsewhere is never asked for."""
    from PIL import Image

    out = BytesIO()
    Image.new("RGB", (900, 1200), (90, 60, 40)).save(out, "JPEG")
    project.write("static/gens/anne m.jpg", out.getvalue())
    address = f"{BASE}gens/anne%20m.jpg"
    project.edit("podcast.toml", 'role = "host"', f'role = "host"\nimg = "{address}"')
    guest = '[[people]]\nname = "Paul"\nimg = "https://elsewhere.example/p.jpg"'
    project.episode("eau/02-invite", 2, front=guest)
    project.build()
    for path, count in ((ONE, 1), ("eau/02-invite", 1), ("people/anne-martin", 1)):
        shown = page(project, path).findall(".//img[@class='portrait']")
        assert len(shown) == count, path
        file = (project.public / path / shown[0].get("src")).resolve()
        with Image.open(file) as image:
            assert (image.format, image.size) == ("WEBP", (256, 256))
    assert page(project, "people/paul").find(".//img[@class='portrait']") is None
    assert data_of(page(project, "people/anne-martin"))["image"] == address
    assert f'img="{address}"' in project.read("public/feed.xml").decode()
    project.edit("podcast.toml", "explicit", "site = {pictures = false}\nexplicit")
    project.build()
    shown = page(project, ONE).find(".//img[@class='portrait']").get("src")
    assert (project.public / ONE / shown).resolve().read_bytes() == out.getvalue()


def test_portrait_that_is_no_picture(project: Any) -> None:
    """It is told with its file, and public/ stays."""
    project.write("static/anne.jpg", b"no picture")
    project.edit("podcast.toml", 'role = "host"', f'role = "host"\nimg = "{BASE}anne.jpg"')
    before = project.tree()
    done = project.run("build")
    assert done.status == 1
    assert "static/anne.jpg: can't be drawn from" in done.err
    assert "Traceback" not in done.err
    assert project.tree() == before


def test_recording_elsewhere_is_not_asked_for(project: Any) -> None:
    """A page loads nothing of another host: such a recording comes when somebody plays it."""
    url = "http://127.0.0.1:9/a.mp3"  # nobody listens there, so that what is kept stays true
    project.remove(f"episodes/{ONE}.mp3")
    project.edit(f"episodes/{ONE}.md", "title =", f'audio = "{url}"\ntitle =')
    facts = {"url": url, "type": "audio/mpeg", "length": 5_000_000, "duration": 600.0}
    project.write(f"episodes/{ONE}.audio.json", json.dumps(facts))
    project.build()
    for path in (ONE, f"{ONE}/embed"):
        audio = page(project, path).find(".//audio")
        assert (audio.get("src"), audio.get("preload")) == (url, "none")
    policy = page(project, ONE).find(".//meta[@http-equiv]").get("content")
    assert "media-src 'self' http://127.0.0.1:9;" in policy
    other = page(project, "eau/02-invite").find(".//audio")
    assert other.get("preload") == "metadata"


def test_people_of_the_show(project: Any) -> None:
    """Where an episode names nobody the show's people are heard in it."""
    names = page(project, ONE).xpath("//section[@aria-labelledby='people']//li/a/text()")
    assert names == ["Anne Martin"]
    heard = page(project, "people/anne-martin").xpath("//ol[@class='episodes']/li")
    assert len(heard) == 3


def test_no_pictures_if_they_are_not_wanted(project: Any) -> None:
    """`pictures = false`: nothing is drawn, pages show the cover itself."""
    config = project.read("podcast.toml").decode()
    project.write("podcast.toml", f"{config}\n[site]\npictures = false\n")
    project.build()
    assert not (project.public / "previews").exists()
    assert len(list((project.public / "artwork").iterdir())) == 1
    assert page(project).find(".//img[@class='cover']").get("src").startswith("./artwork/cover.")


def test_embed_command(project: Any) -> None:
    """A frame for an episode; plain HTML for each announcement of an article; names and faults."""
    marker = "Écoutez l’entretien avec l’invité numéro un :"
    guid = project.told[0].guid
    project.edit(
        "episodes/eau/article.md",
        'source = "https://revue.example.org/l-eau-des-villes"\n',
        f'[imported]\n[[imported.episodes]]\nguid = "{guid}"\nmarker = "{marker}"\n',
    )
    frame = project.run("embed", "01-invite")
    assert frame.status == 0, frame.all
    assert frame.out.startswith(f'<iframe src="{BASE}{ONE}/embed/"')
    for name in (f"episodes/{ONE}.md", guid, ONE, f"{BASE}{ONE}/", "Entretien n° 01-invite"):
        assert project.run("embed", name).out == frame.out, name
    told = project.run("embed", "eau", "--json").json
    assert [one["marker"] for one in told] == [marker, None, None]
    plain = project.run("embed", "eau").out
    assert plain.startswith(f"<!-- {marker} -->\n<figure")
    sounds = re.findall(r'src="([^"]+)"', plain)
    assert len(sounds) == 3
    assert all((project.public / sound.removeprefix(BASE)).is_file() for sound in sounds)
    assert f'href="{BASE}{ONE}/#transcript"' in plain
    assert f'href="{BASE}{ONE}/#t=0:00"' in plain
    assert "<script" not in plain
    assert "<audio" in project.run("embed", "01-invite", "--plain").out
    nobody = project.run("embed", "xyz")
    assert nobody.status == 1
    assert "xyz: is no episode and no article" in nobody.err


def test_many_episodes(make_project: Any) -> None:
    """The first page shows the newest with players and leads to a page that lists all."""
    project = make_project(episodes=0)
    for number in range(1, 31):
        project.episode(
            f"n{number:02}", number, published=f"2024-01-{number:02}T08:00:00Z", beside=False
        )
    project.build()
    assert len(page(project).findall(".//audio")) == 24
    assert len(page(project, "episodes").findall(".//main//li")) == 30


def test_long_transcript_has_a_page_of_its_own(make_project: Any) -> None:
    """Over 10 kB the text lies on a page beside the episode's, which links there."""
    project = make_project(episodes=0)
    project.episode("long", 1, frames=40_000)
    cues = [f"{n // 60:02}:{n % 60:02}.000 --> {n // 60:02}:{n % 60:02}.900" for n in range(200)]
    spoken = "\n\n".join(f"{times}\nBonjour." for times in cues)
    project.write("episodes/long.vtt", f"WEBVTT\n\n{spoken}\n")
    project.build()
    assert page(project, "long").find(".//a[@href='transcript/']") is not None
    assert page(project, "long").find(".//span[@class='cue']") is None
    assert page(project, "long/transcript").find(".//span[@class='cue']").text == "Bonjour."


# --- Where players go ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "marker", "before"),
    [
        (
            "<p>A</p><p>Écoutez <em>Paul</em> Durand&nbsp;:</p><p>B</p>",
            "Ecoutez Paul DURAND :",
            "</p>",
        ),
        ("<ul><li>x</li><li>Écoutez Paul Durand</li></ul>", "Écoutez Paul Durand", "Durand"),
        ('<p>Hear <a href="https://e.example/p/#x">him</a>.</p><p>B</p>', "", "</p>"),
        ("<p>Nothing of that.</p>", "Écoutez Paul Durand", None),
    ],
)
def test_players_are_placed(text: str, marker: str, before: str | None) -> None:
    """Behind the block that announces or links to the interview; nowhere without one."""
    links = {"g": "https://e.example/p/"}
    pieces = placed(text, (Marker("g", marker),), links)
    assert "".join(piece.html for piece in pieces) == text
    if before is None:
        assert [piece.guid for piece in pieces] == [None]
    else:
        assert [piece.guid for piece in pieces] == ["g", None]
        assert pieces[0].html.endswith(before)
        assert "B" not in pieces[0].html


def test_split_title() -> None:
    """The guest's name is told apart where the title begins with it, and only there."""
    assert split_title("Paul Durand, maire", ["Paul Durand"]) == ("Paul Durand", ", ", "maire")
    assert split_title("Paul Durandeau", ["Paul Durand"]) == ("Paul Durandeau", "", "")
    assert split_title("Avec Paul Durand", ["Paul Durand"]) == ("Avec Paul Durand", "", "")
    assert split_title("Paul Durand", ["Paul Durand"]) == ("Paul Durand", "", "")


# --- Colours and words --------------------------------------------------------------------------


@given(
    st.lists(COLOUR, max_size=4),
    st.dictionaries(
        st.sampled_from(["accent", "paper", "ink", "accent_dark", "paper_dark", "ink_dark"]),
        COLOUR.map(lambda c: "#{:02x}{:02x}{:02x}".format(*c)),
    ),
)
def test_text_can_be_read_whatever_the_colours(
    cover: list[tuple[int, int, int]], said: dict[str, str]
) -> None:
    """Contrast is kept for any cover and any colours of a publisher (WCAG 1.4.3)."""
    made = theme(said, cover)
    for scheme in (made.light, made.dark):
        best = max(contrast(scheme.paper, "#000000"), contrast(scheme.paper, "#ffffff"))
        assert contrast(scheme.ink, scheme.paper) >= min(TEXT, best) - 0.2
        for colour in (scheme.accent, scheme.quiet):
            assert contrast(colour, scheme.paper) >= 4.5
            assert contrast(colour, scheme.wash) >= 4.5
        assert contrast(scheme.on_accent, scheme.accent) >= 4.5


@pytest.mark.parametrize("language", [name for name in LANGUAGES if name != "en"])
def test_catalogues_are_whole(language: str) -> None:
    """Every text of the pages is translated, with the same places to fill, and compiled."""
    folder = LOCALE / language / "LC_MESSAGES"
    with (folder / "feed_builder.po").open("rb") as file:
        written = {key(m.id): key(m.string) for m in read_po(file, locale=language) if m.id}
    compiled = read_mo(BytesIO((folder / "feed_builder.mo").read_bytes()))
    assert {key(m.id): key(m.string) for m in compiled if m.id} == written
    assert written.keys() == used_texts()
    for text, said in written.items():
        assert said and all(said if isinstance(said, tuple) else [said]), text
        if isinstance(text, str):
            fields = [re.findall(r"{(\w+)", one) for one in (text, said)]
            assert sorted(fields[0]) == sorted(fields[1]), text


def used_texts() -> set[Any]:
    """Every text that templates and Python ask the catalogues for."""
    from babel.messages.extract import extract_from_dir

    found = extract_from_dir(
        ROOT / "feed_builder" / "render",
        [("templates/**.html", "jinja2"), ("**.py", "python")],
        keywords={"_": None, "text": None, "plural": (1, 2)},
    )
    return {key(message) for _, _, message, _, _ in found}


def key(message: Any) -> Any:
    """A text, or the singular and the plural."""
    return message if isinstance(message, str) else tuple(message)


@pytest.mark.parametrize("language", LANGUAGES)
def test_dates_are_those_of_the_unicode_consortium(language: str) -> None:
    """CLDR's long form, as Babel writes it, but "1er" in French, and the day first in English."""
    days = [date(2024, 1, 1) + timedelta(days=number) for number in range(366)]
    words = words_for(language)
    pattern = "d MMMM y" if language == "en" else "long"
    for day in days:
        told = format_date(day, pattern, locale=language)
        if language == "fr" and day.day == 1:
            told = told.replace("1 ", "1er ", 1)
        assert words.date(day) == told


@pytest.mark.parametrize(
    ("language", "day", "long", "short"),
    [
        ("fr", "5 juillet 2023", "1 h 26", "2 min 5 s"),
        ("en", "5 July 2023", "1 h 26 min", "2 min 5 s"),
        ("de", "5. Juli 2023", "1 Std. 26 Min.", "2 Min. 5 Sek."),
        ("es", "5 de julio de 2023", "1 h 26 min", "2 min 5 s"),
        ("it", "5 luglio 2023", "1 h 26 min", "2 min 5 s"),
        ("nl", "5 juli 2023", "1 u 26 min", "2 min 5 s"),
        ("pt-BR", "5 de julho de 2023", "1 h 26 min", "2 min 5 s"),
        ("sv", "5 July 2023", "1 h 26 min", "2 min 5 s"),
    ],
)
def test_dates_and_durations(language: str, day: str, long: str, short: str) -> None:
    """As people of that language write them; English where there is no catalogue."""
    words = words_for(language)
    assert words.date(date(2023, 7, 5)) == day
    assert words.duration(timedelta(hours=1, minutes=26)).replace("\u00a0", " ") == long
    assert words.duration(timedelta(seconds=125)).replace("\u00a0", " ") == short


def test_first_of_the_month_in_french() -> None:
    """It is the only day with an ordinal."""
    from datetime import date

    assert words_for("fr").date(date(2023, 9, 1)) == "1er septembre 2023"
    assert words_for("fr").date(date(2023, 9, 11)) == "11 septembre 2023"

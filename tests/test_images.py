"""`[[image]]` names pictures of the project, which are published like all other files."""

from __future__ import annotations

from hashlib import sha256
from io import BytesIO
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from PIL import Image

BASE = "https://podcast.example.org/"
P20 = "{https://podcastindex.org/namespace/1.0}"


def picture(width: int = 1600, height: int = 900, kind: str = "PNG") -> bytes:
    """A picture's bytes."""
    made = BytesIO()
    Image.new("RGB", (width, height), (10, 80, 120)).save(made, kind)
    return made.getvalue()


def images(project: Any, path: str) -> list[dict[str, str]]:
    """The attributes of the images below an element of the feed that have a purpose."""
    channel = ET.fromstring(project.read("public/feed.xml")).find(path)
    assert channel is not None
    found = [dict(image.attrib) for image in channel.findall(f"{P20}image")]
    return [image for image in found if image.get("purpose") == "banner"]


def add(project: Any, name: str, href: str) -> None:
    """Write an image into podcast.toml or front matter."""
    table = f'[[image]]\nhref = "{href}"\nalt = "Un quai"\npurpose = "banner"\n'
    if name == "podcast.toml":
        project.write(name, project.read(name).decode() + "\n" + table)
    else:
        head, _, text = project.read(name).decode().rpartition("+++")
        project.write(name, f"{head}{table}+++{text}")


def test_a_picture_beside_podcast_toml_is_published(project: Any) -> None:
    """Under a name that says its bytes, with its type and size."""
    content = picture()
    project.write("Bannière d’été.png", content)
    add(project, "podcast.toml", "Bannière d’été.png")

    project.build()

    (image,) = images(project, "channel")
    name = f"artwork/banniere-d-ete.{sha256(content).hexdigest()[:8]}.png"
    assert image["href"] == BASE + name
    assert project.read(f"public/{name}") == content
    assert (image["type"], image["width"], image["height"]) == ("image/png", "1600", "900")
    assert image["alt"] == "Un quai"


def test_another_picture_gets_another_address(project: Any) -> None:
    """It is seen by its bytes, though nothing else changed."""
    project.write("banner.png", picture())
    add(project, "podcast.toml", "banner.png")
    project.build()
    (before,) = images(project, "channel")

    project.write("banner.png", picture(800, 450))
    project.build()

    (after,) = images(project, "channel")
    assert after["href"] != before["href"]
    assert after["width"] == "800"
    assert not (project.public / before["href"].removeprefix(BASE)).exists()


def test_a_picture_of_an_episode_lies_beside_it(project: Any) -> None:
    """Its path begins where the episode's file lies; JPEG is JPEG whatever its name."""
    file = next(iter(sorted(project.path.glob("episodes/*/01-*.md"))))
    name = file.relative_to(project.path).as_posix()
    project.write(f"{name.rpartition('/')[0]}/quai.jpeg", picture(kind="JPEG"))
    add(project, name, "quai.jpeg")

    project.build()

    items = ET.fromstring(project.read("public/feed.xml")).findall("channel/item")
    found = [i.attrib for item in items for i in item.findall(f"{P20}image")]
    (image,) = [i for i in found if i.get("purpose") == "banner"]
    assert image["type"] == "image/jpeg"
    assert image["href"].startswith(f"{BASE}artwork/quai.") and image["href"].endswith(".jpg")


@pytest.mark.parametrize(
    ("href", "where", "fact"),
    [
        ("gone.png", "podcast.toml", "is not there"),
        ("../gone.png", "podcast.toml", "lies outside the project"),
        ("text.png", "text.png", "neither JPEG nor PNG"),
        ("link.png", "link.png", "symbolic link"),
        ("banner.webp", "podcast.toml", "neither a web address nor a picture"),
        ("/etc/banner.png", "podcast.toml", "neither a web address nor a picture"),
    ],
)
def test_what_is_no_picture_is_told(href: str, where: str, fact: str, project: Any) -> None:
    """With the file and the way out, a wrong line of podcast.toml with its line; once each."""
    project.write("text.png", "no picture")
    (project.path / "link.png").symlink_to(project.path / "cover.jpg")
    add(project, "podcast.toml", href)
    before = project.read("public/feed.xml")

    refused = project.run("build", "--json")

    assert refused.status == 1
    (found,) = [f for f in refused.json["findings"] if f["level"] == "error"]
    assert fact in found["message"]
    assert found["where"] == where
    assert (found["line"] is not None) == (where == "podcast.toml")
    assert project.read("public/feed.xml") == before


def test_web_addresses_stay_what_they_are(project: Any) -> None:
    """Nothing is fetched, and nothing is known of them but what is written."""
    add(project, "podcast.toml", "https://example.org/banner.webp")
    project.build()
    (image,) = images(project, "channel")
    assert image == {
        "href": "https://example.org/banner.webp", "alt": "Un quai", "purpose": "banner",
    }  # fmt: skip


def test_artwork_is_described_by_the_title_at_least(project: Any) -> None:
    """So that those who can't see it know what it is of (P20-IMG)."""
    channel = ET.fromstring(project.read("public/feed.xml")).find("channel")
    assert channel is not None
    (artwork,) = [i for i in channel.findall(f"{P20}image") if i.get("purpose") == "artwork"]
    assert artwork.get("alt") == channel.findtext("title")

    found = project.run("check", "--json").json["findings"]
    assert "podcast-image-alt" not in {finding["rule"] for finding in found}

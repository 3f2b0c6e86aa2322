"""Pictures: what social networks show of a page, in every script, and people's portraits."""

from __future__ import annotations

from io import BytesIO

import pytest
from PIL import Image, ImageChops

from feed_builder.pictures.draw import portrait, preview, smaller
from feed_builder.pictures.lettering import Letters, drawable, is_from_right, letters_for

LONG = (
    "L’ÉTIAGE, LES CRUES ET LES RÉSERVES À ÉVALUER : COMMENT LES TERRITOIRES DE MONTAGNE SE "
    "PRÉPARENT-ILS AUX SÉCHERESSES À RÉPÉTITION ?"
)
ARABIC = "الماء في المدينة: كيف نستعد لسنوات الجفاف القادمة؟"
PAPER, BLUE = (251, 249, 244), (20, 40, 200)


def drawn(title: str, subtitle: str = "", show: str = "La revue") -> Image.Image:
    """The preview of a page, its cover blue."""
    cover = Image.new("RGB", (1400, 1400), BLUE)
    return Image.open(BytesIO(preview(cover, title, subtitle, show, (140, 47, 27)))).convert("RGB")


def dark(picture: Image.Image, box: tuple[int, int, int, int]) -> int:
    """How many pixels of a part are dark and no cover."""
    part = picture.crop(box)
    pixels = (part.getpixel((x, y)) for x in range(part.width) for y in range(part.height))
    return sum(isinstance(p, tuple) and max(p) < 90 for p in pixels)


@pytest.mark.parametrize("title", ["Ça", LONG, "Écouter « l’eau »", "Щука", LONG * 4])
def test_text_stands_left_of_the_cover(title: str) -> None:
    """The title is there, keeps off the margins and never reaches into the cover."""
    picture = drawn(title, "directrice de l’ÉPCI")
    assert picture.size == (1200, 630)
    assert dark(picture, (64, 166, 672, 600)) > 300
    for margin in ((0, 30, 60, 630), (674, 30, 734, 630), (0, 605, 736, 630)):
        assert dark(picture, margin) == 0, margin
    assert picture.getpixel((900, 300))[2] > 150  # type: ignore[index]


def test_arabic_stands_right_of_the_cover() -> None:
    """Read from right to left: text to the right edge, the cover at the left."""
    picture = drawn(ARABIC, "المجلة", "حوارات المجلة")
    assert picture.getpixel((264, 300))[2] > 150  # type: ignore[index]
    assert dark(picture, (1000, 166, 1136, 400)) > 300
    assert dark(picture, (1140, 30, 1200, 630)) == 0
    assert dark(picture, (468, 30, 526, 630)) == 0


def test_arabic_letters_join() -> None:
    """Each letter has the form of its place, and the first stands last in the line."""
    letters = letters_for("بيت")
    assert letters == Letters(is_arabic=True)
    assert [f"{ord(letter):x}" for letter in letters.shown("بيت")] == ["fe96", "fef4", "fe91"]
    assert letters.shown("عام 2024").startswith("2024")


@pytest.mark.parametrize(
    ("text", "is_arabic"), [("Élan", False), ("Щука", False), ("ماء ÉTÉ", True), ("水", None)]
)
def test_letters(text: str, is_arabic: bool | None) -> None:
    """The family that has them all; none for a script that we have no font for."""
    letters = letters_for(text)
    assert (letters and letters.is_arabic) == is_arabic


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Été 🎙️ à Vic", "Été à Vic"),
        ("👩🏽‍🌾 La ferme", "La ferme"),
        ("Numéro 1️⃣ 🇫🇷", "Numéro 1"),
        ("Prix → 5 € ©", "Prix → 5 € ©"),
        ("🎙️", "🎙️"),
        ("水 🎙️", "水"),
    ],
)
def test_emoji_cost_no_title(text: str, left: str) -> None:
    """What is no letter is left out, so that the words are drawn."""
    assert drawable(text) == left


def test_script_without_a_font_leaves_the_cover() -> None:
    """A picture comes all the same."""
    picture = drawn("水の都市", "水")
    assert dark(picture, (64, 166, 672, 600)) == 0
    assert picture.getpixel((900, 300))[2] > 150  # type: ignore[index]


@pytest.mark.parametrize("text", ["« Où ? »", "ماء؟", "1984", "(الماء)"])
def test_direction(text: str) -> None:
    """The first letter says which way a text is read."""
    assert is_from_right(text) == any("\u0600" <= letter <= "\u06ff" for letter in text)


@pytest.mark.parametrize("width", range(150, 700, 50))
def test_no_line_begins_with_a_mark(width: int) -> None:
    """French spaces before : ; ! ? » break no line, nor does one behind «."""
    letters = Letters(is_arabic=False)
    text = "Que dire ? Tout : « l’eau » ! Et l’air ; le feu\u00a0?"
    lines = letters.wrapped(text, letters.font("SemiBold", 60), width)
    assert " ".join(lines) == text
    assert not [line for line in lines if line[0] in ":;!?»" or line[-1] == "«"]


def test_a_photograph_fits_the_first_view() -> None:
    """A cover full of detail, as dense screens load it, leaves half of 150 kB for the rest."""
    octaves = [(8, 120), (25, 80), (100, 45), (400, 22), (1280, 10)]
    photo = Image.new("L", (1280, 1280), 128)
    for side, strength in octaves:
        layer = Image.effect_noise((side, side), strength).resize(photo.size)
        photo = ImageChops.add(photo, layer, offset=-128)
    assert 20_000 < len(smaller(photo.convert("RGB"), 640, "avif")) < 75_000
    assert len(smaller(photo.convert("RGB"), 320, "avif")) < 40_000


def test_portrait_of_vast_size_is_refused() -> None:
    """A small file may claim to be a picture that fills the memory."""
    out = BytesIO()
    Image.new("1", (20_000, 20_000)).save(out, "PNG")
    assert len(out.getvalue()) < 1_000_000
    with pytest.raises(ValueError, match="exceeds limit"):
        portrait(out.getvalue(), 100)


def test_portrait_is_upright_and_square() -> None:
    """A telephone notes how it was held; the middle of the picture is shown."""
    lying = Image.new("RGB", (600, 300), (200, 0, 0))
    lying.paste((0, 0, 200), (0, 0, 300, 300))  # the left half is blue; turned it is the upper
    turned = Image.Exif()
    turned[0x0112] = 6
    out = BytesIO()
    lying.save(out, "JPEG", exif=turned)
    made = Image.open(BytesIO(portrait(out.getvalue(), 100))).convert("RGB")
    assert (made.format, made.size) == (None, (100, 100))
    assert made.getpixel((50, 10))[2] > 150  # type: ignore[index]
    assert made.getpixel((50, 90))[0] > 150  # type: ignore[index]

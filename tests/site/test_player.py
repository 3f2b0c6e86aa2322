"""The player in a browser: it plays, jumps, follows, remembers and shares; and plays without it."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

import pytest

FIRST = "anticiper-et-accompagner-les-transitions-industrielles/01-frederic-bonnichon/"
ARTICLE = "anticiper-et-accompagner-les-transitions-industrielles/"
AUDIO = "document.querySelector('audio')"


def opened(page: Any, path: str = FIRST) -> Any:
    """The page at `path`, its script wired up."""
    page.goto(path)
    page.wait_for_function("'ready' in document.documentElement.dataset")
    return page


def until_plays(page: Any, selector: str = "audio") -> None:
    """Wait until sound moves."""
    page.wait_for_function(
        "s => { const a = document.querySelector(s); return !a.paused && a.currentTime > 0 }",
        arg=selector,
    )


def place(page: Any) -> float:
    """Where the sound is, in seconds."""
    seconds: float = page.evaluate(f"{AUDIO}.currentTime")
    return seconds


def until_at(page: Any, seconds: float) -> None:
    """Wait until the sound is at or shortly behind a second."""
    page.wait_for_function(
        f"s => {AUDIO}.currentTime >= s - 0.3 && {AUDIO}.currentTime < s + 4", arg=seconds
    )


def test_plays(page: Any) -> None:
    """The native element plays the sample's first episode."""
    opened(page)
    page.evaluate(f"{AUDIO}.play()")
    until_plays(page)
    assert page.evaluate(f"{AUDIO}.duration") == pytest.approx(27, abs=1)


def test_jumps_by_chapter(page: Any) -> None:
    """A click on a chapter plays it, marks it, and leaves a link to it in the address."""
    opened(page)
    page.get_by_role("link", name="0:17 La suite").click()
    until_at(page, 17)
    assert page.evaluate(f"!{AUDIO}.paused")
    page.wait_for_selector(".chapters [aria-current='true'] >> text=La suite")
    assert page.url.endswith("#t=0:17")


def test_jumps_by_transcript(page: Any) -> None:
    """A click on what is said goes there, and the words that are said are marked."""
    opened(page)
    cue = page.locator(".cue[data-start]").nth(2)
    start = float(cue.get_attribute("data-start"))
    assert start > 1
    cue.click()
    until_at(page, start)
    page.wait_for_function("() => document.querySelectorAll('.cue')[2].classList.contains('now')")


def test_jumps_by_keyboard(page: Any) -> None:
    """A place in the transcript is a link: Tab reaches it, Enter plays it."""
    opened(page)
    link = page.locator(".said a.at").first
    link.focus()
    page.keyboard.press("Enter")
    until_plays(page)


def test_searches_transcript(page: Any) -> None:
    """Accents and case do not matter; every cue that holds the words is marked."""
    opened(page)
    text = page.locator(".cue").nth(1).inner_text()
    word = max(text.replace("’", " ").split(), key=len).strip(".,;:!?")
    page.get_by_label("Chercher dans la transcription").fill(word.upper())
    assert page.locator(".cue.found").count() >= 1
    page.wait_for_function(
        "() => document.querySelector('[data-found]').textContent.startsWith('1/')"
    )
    page.get_by_label("Chercher dans la transcription").fill("xyzzy")
    assert page.locator("[data-found]").inner_text() == "Introuvable"


def test_skips_and_speed(page: Any) -> None:
    """15 seconds back, 30 ahead (to the end at most); the speed is kept for the next page."""
    opened(page)
    page.wait_for_function(f"{AUDIO}.readyState >= 1")
    page.evaluate(f"{AUDIO}.currentTime = 20")
    page.get_by_role("button", name="Reculer de 15 secondes").click()
    page.wait_for_function(f"Math.abs({AUDIO}.currentTime - 5) < 0.1")
    page.get_by_role("button", name="Avancer de 30 secondes").click()
    page.wait_for_function(f"{AUDIO}.currentTime > 26")
    page.get_by_label("Vitesse").select_option("1.5")
    assert page.evaluate(f"{AUDIO}.playbackRate") == 1.5
    opened(page, FIRST.replace("01-frederic-bonnichon", "02-dominique-adenot"))
    assert page.evaluate(f"{AUDIO}.playbackRate") == 1.5


def test_remembers_the_place(page: Any) -> None:
    """Who comes back goes on where they stopped."""
    opened(page)
    page.wait_for_function(f"{AUDIO}.readyState >= 1")
    page.evaluate(f"{AUDIO}.currentTime = 11")
    page.evaluate(f"{AUDIO}.play()")
    until_at(page, 11.3)
    page.evaluate(f"{AUDIO}.pause()")
    page.wait_for_function("() => localStorage.length > 0")
    opened(page)
    page.evaluate(f"{AUDIO}.play()")
    until_at(page, 11)
    assert place(page) >= 10


@pytest.mark.parametrize(
    ("said", "second"), [("0:08", 8), ("12", 12), ("0h0m9s", 9), ("0:00:14", 14)]
)
def test_link_to_a_time(page: Any, said: str, second: float) -> None:
    """`#t=` in the address stands the sound there, whichever way the time is written."""
    opened(page, f"{FIRST}#t={said}")
    page.wait_for_function(f"Math.abs({AUDIO}.currentTime - {second}) < 0.1")


@pytest.mark.parametrize("said", ["", "x", "1:2:3:4", "-5", "%E0%A4%A"])
def test_link_to_no_time_does_nothing(page: Any, said: str) -> None:
    """What is no time is passed over, without an error."""
    opened(page, f"{FIRST}#t={said}")
    assert place(page) == 0


def test_shares_at_a_time(page: Any) -> None:
    """The button copies a link to this place."""
    opened(page)
    page.wait_for_function(f"{AUDIO}.readyState >= 1")
    page.evaluate(f"{AUDIO}.currentTime = 12.4")
    page.get_by_role("button", name="Partager à cet instant").click()
    page.wait_for_selector("text=Lien copié")
    assert page.evaluate("navigator.clipboard.readText()").endswith(f"{FIRST}#t=0:12")


def test_keys_work_in_the_player_only(page: Any) -> None:
    """Letters play and skip while the focus is there (WCAG 2.1.4), and nowhere else."""
    opened(page)
    page.keyboard.press("k")
    assert page.evaluate(f"{AUDIO}.paused")
    page.get_by_role("button", name="Reculer de 15 secondes").focus()
    page.keyboard.press("k")
    until_plays(page)
    page.keyboard.press("k")
    page.wait_for_function(f"{AUDIO}.paused")
    page.evaluate(f"{AUDIO}.currentTime = 20")
    page.keyboard.press("j")
    page.wait_for_function(f"Math.abs({AUDIO}.currentTime - 5) < 0.5")
    page.keyboard.press(">")
    assert page.evaluate(f"{AUDIO}.playbackRate") == 1.25


def test_lock_screen_knows_what_plays(page: Any) -> None:
    """Media Session: title, show, picture."""
    opened(page)
    page.evaluate(f"{AUDIO}.play()")
    until_plays(page)
    told = page.evaluate(
        "[navigator.mediaSession.metadata.title, navigator.mediaSession.metadata.artist,"
        " navigator.mediaSession.metadata.artwork[0].src]"
    )
    assert told[0].startswith("Frédéric Bonnichon")
    assert told[1] == "Les entretiens de la revue (démonstration)"
    assert told[2].endswith(".jpg")


def test_one_sound_at_a_time(page: Any) -> None:
    """On the article's page the second interview stops the first."""
    opened(page, ARTICLE)
    assert page.locator("figure.interview audio").count() == 7
    page.evaluate("document.querySelectorAll('audio')[0].play()")
    until_plays(page)
    page.evaluate("document.querySelectorAll('audio')[1].play()")
    page.wait_for_function("document.querySelectorAll('audio')[0].paused")


def test_players_stand_where_they_are_announced(page: Any) -> None:
    """Each player of the article directly follows the words that announce it."""
    opened(page, ARTICLE)
    before = page.evaluate(
        "[...document.querySelectorAll('figure.interview')].map("
        "f => [f.previousElementSibling.textContent,"
        " f.querySelector('.name, .headline').textContent])"
    )
    assert len(before) == 7
    for words, name in before[:6]:
        assert words.startswith("Ecoutez l’interview de ")
        assert name.split()[-1].upper() in words.upper()
    assert before[6][0].startswith("Ecoutez l’intégralité de la table ronde")


def test_small_player(page: Any) -> None:
    """The player for frames plays, and its share button links to the episode's page."""
    opened(page, f"{FIRST}embed/")
    page.evaluate(f"{AUDIO}.play()")
    until_plays(page)
    page.evaluate(f"{AUDIO}.pause()")
    page.get_by_role("button", name="Partager à cet instant").click()
    page.wait_for_selector("text=Lien copié")
    shared = page.evaluate("navigator.clipboard.readText()")
    assert f"{FIRST}#t=0:0" in shared
    assert "/embed/" not in shared


def test_copies_embed_code(page: Any) -> None:
    """One click on the episode's page copies the frame's code."""
    opened(page)
    page.get_by_role("button", name="Copier").click()
    page.wait_for_selector("text=Copié")
    code = page.evaluate("navigator.clipboard.readText()")
    assert code.startswith("<iframe ")
    assert f"{FIRST}embed/" in code


def printed(preview: Any, *arguments: str) -> str:
    """What `feed-builder embed` prints, for the preview's address."""
    command = [sys.executable, "-m", "feed_builder", "-C", str(preview.project), "embed"]
    done = subprocess.run([*command, *arguments], check=True, capture_output=True, text=True)
    return done.stdout.replace("https://podcast.example.org/", preview.url)


@pytest.fixture
def newsroom(browser: Any, preview: Any) -> Iterator[Any]:
    """A function that opens somebody's strict page with some code in it; scripts are off there."""
    policy = f"default-src 'none'; media-src {preview.url}; frame-src {preview.url}"
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    refused: list[str] = []
    page.on("console", lambda m: refused.append(m.text))

    class Revue(BaseHTTPRequestHandler):
        code = ""

        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Security-Policy", policy)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write(f"<!doctype html><title>Revue</title><main>{self.code}".encode())

        def log_message(self, format: str, *args: Any) -> None:
            pass

    def opened_with(code: str) -> Any:
        Revue.code = code
        page.goto(f"http://localhost:{server.server_address[1]}/")
        return page

    with ThreadingHTTPServer(("127.0.0.1", 0), Revue) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield opened_with
        context.close()
        server.shutdown()
    assert [text for text in refused if "style" not in text] == []


def test_article_s_code_plays_in_a_strict_page(newsroom: Any, preview: Any) -> None:
    """Plain HTML for each of seven announcements: it plays without a script, ours or theirs."""
    code = printed(preview, ARTICLE.rstrip("/"))
    assert len(re.findall(r"<!-- Ecoutez l’in[^>]+-->\n<figure", code)) == 7
    page = newsroom(code)
    assert page.locator("audio").count() == 7
    for number in (0, 6):
        page.locator("audio").nth(number).evaluate("a => { a.muted = true; a.play() }")
        page.wait_for_timeout(300)
        deadline = 50
        while deadline and page.locator("audio").nth(number).evaluate("a => a.currentTime") == 0:
            page.wait_for_timeout(100)
            deadline -= 1
        assert page.locator("audio").nth(number).evaluate("a => a.currentTime") > 0, number
    links = page.locator("figure").first.locator("p a")
    assert links.first.get_attribute("href") == f"{preview.url}{FIRST}#transcript"
    assert links.nth(2).get_attribute("href") == f"{preview.url}{FIRST}#t=0:08"


def test_frame_plays_in_a_strict_page(newsroom: Any, preview: Any) -> None:
    """The small player within another site's page."""
    page = newsroom(printed(preview, "01-frederic-bonnichon"))
    audio = page.frame_locator("iframe").locator("audio")
    audio.evaluate("a => { a.muted = true; a.play() }")
    deadline = 50
    while deadline and audio.evaluate("a => a.currentTime") == 0:
        page.wait_for_timeout(100)
        deadline -= 1
    assert audio.evaluate("a => a.currentTime") > 0


def test_plays_without_javascript(browser: Any, preview: Any) -> None:
    """Without scripts there is a player, its chapters open the file there, the text is there."""
    context = browser.new_context(base_url=preview.url, java_script_enabled=False)
    page = context.new_page()
    page.goto(FIRST)
    box = page.locator("audio[controls]").bounding_box()
    page.mouse.click(box["x"] + 24, box["y"] + box["height"] / 2)
    deadline = 50
    # Scripts of the page are off, ours are not: they look whether sound moves.
    while deadline and page.evaluate("document.querySelector('audio').currentTime") == 0:
        page.wait_for_timeout(100)
        deadline -= 1
    assert page.evaluate("document.querySelector('audio').currentTime") > 0
    assert page.locator(".chapters a").nth(1).get_attribute("href").endswith(".mp3#t=8")
    assert page.locator(".cue").count() > 3
    assert not page.locator(".controls").is_visible()
    assert not page.get_by_role("button", name="Copier").is_visible()
    context.close()


def test_search(page: Any) -> None:
    """The show's search finds titles, notes and what is said, without accents, and goes there."""
    opened_search(page, "table RONDE")
    assert page.locator("#results li a").first.inner_text().startswith("L’intégralité de la table")
    opened_search(page, "economique")
    assert page.locator("#results li").count() >= 2
    opened_search(page, "xyzzyx")
    assert page.locator("#count").inner_text() == "Résultats\u00a0: 0"


def test_search_hears(page: Any) -> None:
    """A word that is only said leads to the second at which it is."""
    page.goto(FIRST)
    cue = page.locator(".cue").last.inner_text()
    word = max(cue.replace("’", " ").split(), key=len).strip(".,;:!?»")
    opened_search(page, word)
    link = page.locator("#results a[href*='#t=']").first
    link.click()
    page.wait_for_url("**/#t=*")
    page.wait_for_function(f"{AUDIO}.currentTime > 0")


def test_search_works_offline_once_loaded(page: Any) -> None:
    """On a train: the page is here, the network is not, and nothing was asked before."""
    page.goto("search/")
    page.wait_for_load_state("networkidle")
    page.context.set_offline(True)
    page.locator("#words").fill("formation")
    page.wait_for_selector("#results li")
    assert page.locator("#results li").count() >= 1
    page.context.set_offline(False)


def opened_search(page: Any, words: str) -> None:
    """The search page with `words` searched for."""
    page.goto("search/")
    page.locator("#words").fill(words)
    page.wait_for_function("() => document.getElementById('count').textContent !== ''")


def test_keyboard_alone(page: Any) -> None:
    """With Tab and Enter only: from the first page to subscribing, to an episode, to its sound."""
    page.goto("")
    tab_to(page, "S’abonner")
    page.keyboard.press("Enter")
    page.wait_for_url("**/subscribe/")
    tab_to(page, "AntennaPod")
    page.goto("")
    tab_to(page, "Frédéric Bonnichon, Président du Pôle métropolitain Clermont Vichy Auvergne")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/{FIRST}")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    for _ in range(30):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.tagName") == "AUDIO":
            break
    page.keyboard.press("Space")
    until_plays(page)
    tab_to(page, "0:17 La suite")
    page.keyboard.press("Enter")
    until_at(page, 17)
    tab_to(page, "0:00", back=True)
    assert page.locator(":focus").evaluate("e => e.closest('[data-transcript]') !== null")


def tab_to(page: Any, name: str, *, back: bool = False) -> None:
    """Press Tab until the focus is on what is called `name`, which must come."""
    for _ in range(60):
        page.keyboard.press("Shift+Tab" if back else "Tab")
        if page.evaluate("document.activeElement.textContent").strip() == name:
            return
    raise AssertionError(f"{name} is not reached")

"""What each app will show of a feed or an episode, in plain English or French. Pure."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping

from feed_builder.check import hypertext
from feed_builder.check.addresses import is_web_url, suffix
from feed_builder.check.markup import Element
from feed_builder.clients import CASES, CLIENTS, EFFECTS, EVIDENCE, Client
from feed_builder.explained_feed import RSS, Parsed, day_of, file_of, url_of, when

_LISTED = (".mp3", ".m4a", ".mp4", ".m4v", ".mov", ".pdf")
_NEWEST = 200
_ENGLISH, _FRENCH = 0, 1


Case = Callable[[Parsed, Element], bool]


def _lacks(name: str) -> Case:
    return lambda feed, item: not item.has(name)


def _show_lacks(name: str) -> Case:
    return lambda feed, item: not feed.channel.has(name)


def _bad_date(_feed: Parsed, item: Element) -> bool:
    return item.has("pubDate") and when(item) is None


def _future(feed: Parsed, item: Element) -> bool:
    moment = when(item) if item.has("pubDate") else None
    return moment is not None and moment > feed.now


def _angle_in_title(_feed: Parsed, item: Element) -> bool:
    title = item.text_of("title")
    return "<" in title and ">" in title.partition("<")[2]


def _angle_in_notes(_feed: Parsed, item: Element) -> bool:
    plain = hypertext.text_of(item.text_of("description"))
    return "<" in plain or ">" in plain


_HOLDS: Mapping[str, Case] = {
    "suffix-unlisted": lambda feed, item: (
        bool(url_of(item)) and suffix(url_of(item)) not in _LISTED
    ),
    "no-enclosure": _lacks("enclosure"),
    "enclosure-again": lambda feed, item: bool(url_of(item)) and feed.urls[url_of(item)] > 1,
    "guid-again": lambda feed, item: item.has("guid") and feed.guids[item.text_of("guid")] > 1,
    "no-guid": _lacks("guid"),
    "space-in-guid": lambda feed, item: any(g.text != g.value for g in item.all("guid")),
    "no-date": _lacks("pubDate"),
    "bad-date": _bad_date,
    "future": _future,
    "no-cover": _show_lacks("itunes:image"),
    "no-category": _show_lacks("itunes:category"),
    "no-author": _show_lacks("itunes:author"),
    "same-title-and-day": lambda feed, item: bool(day_of(item)[1]) and feed.days[day_of(item)] > 1,
    "angle-in-title": _angle_in_title,
    "angle-in-plain-notes": _angle_in_notes,
    "relative-enclosure": lambda feed, item: bool(url_of(item)) and not is_web_url(url_of(item)),
    "two-enclosures": lambda feed, item: len(item.all("enclosure")) > 1,
    "file-name-again": lambda feed, item: bool(file_of(item)) and feed.files[file_of(item)] > 1,
    "beyond-200": lambda feed, item: _rank(feed, item) >= _NEWEST,
    "malformed": lambda feed, item: False,
}
"""Whether a case of the table of clients holds for an item."""


def _rank(feed: Parsed, item: Element) -> int:
    """How many episodes are newer."""
    mine = when(item) if len(feed.items) > _NEWEST else None
    return len(feed.moments) - bisect_right(feed.moments, mine) if mine else 0


def explain_episode(feed: Parsed, item: Element, language: str) -> Iterator[str]:
    """What each app will show of `item`, and why one may refuse it."""
    tongue = _tongue(language)
    yield item.title()
    for client in CLIENTS:
        yield f"\n{client.name}"
        for line in _about(client, feed, item, tongue):
            yield f"  {line}"
        yield f"  ({_evidence(client.evidence, tongue)})"


def _about(client: Client, feed: Parsed, item: Element, tongue: int) -> Iterator[str]:
    unread = _unread(client, feed, tongue)
    if unread:
        yield unread
        return
    yield from _shown(client, feed, item, tongue)
    yield from _refusals(client, feed, item, tongue)


def _unread(client: Client, feed: Parsed, tongue: int) -> str | None:
    """That an app does not read feeds of this form, or that nobody knows; None where it does."""
    if feed.format in (RSS, *client.formats):
        return None
    if client.only:
        said = ("! does not read {}: give it the RSS feed", "! ne lit pas {} : donnez le flux RSS")
    else:
        said = ("whether it reads {} is not known", "on ne sait pas s’il lit {}")
    return said[tongue].format(feed.format)


def _evidence(told: str, tongue: int) -> str:
    return told if tongue == _ENGLISH else EVIDENCE[told]


def explain_feed(feed: Parsed, language: str) -> Iterator[str]:
    """What each app will show of the feed, and how many episodes one may refuse."""
    tongue = _tongue(language)
    count = len(feed.items)
    one = count == 1 or (count == 0 and tongue == _FRENCH)
    word = (("episodes", "episode"), ("épisodes", "épisode"))[tongue][one]
    episodes = f"{count} {word}"
    yield f"{feed.channel.text_of('title')} ({episodes})"
    for client in CLIENTS:
        yield f"\n{client.name}"
        for line in _about_all(client, feed, tongue):
            yield f"  {line}"
        yield f"  ({_evidence(client.evidence, tongue)})"


def _about_all(client: Client, feed: Parsed, tongue: int) -> Iterator[str]:
    unread = _unread(client, feed, tongue)
    if unread:
        yield unread
        return
    if feed.items:
        yield from _shown(client, feed, feed.items[0], tongue)
    else:
        yield from _order(client, feed, tongue)
    yield from _counted(client, feed, tongue)


def _tongue(language: str) -> int:
    return _FRENCH if language.lower().startswith("fr") else _ENGLISH


def _shown(client: Client, feed: Parsed, item: Element, tongue: int) -> Iterator[str]:
    yield from _title(client, item, tongue)
    yield from _notes(client, feed, item, tongue)
    yield from _order(client, feed, tongue)
    yield from _artwork(client, feed, item, tongue)
    yield from _chapters(client, item, tongue)
    yield from _transcript(client, item, tongue)


def _title(client: Client, item: Element, tongue: int) -> Iterator[str]:
    if client.title is None:
        return
    name = next((name for name in client.title if item.text_of(name)), None)
    if not client.title:
        yield ("shows no title", "n’affiche pas de titre")[tongue]
    elif name is None:
        yield ("has no title to show", "n’a pas de titre à afficher")[tongue]
    else:
        said = ("title: “{}” (from {})", "titre : « {} » (de {})")[tongue]
        yield said.format(item.text_of(name), name)


def _notes(client: Client, feed: Parsed, item: Element, tongue: int) -> Iterator[str]:
    if client.notes is None:
        return
    lost = client.lost.get(feed.format, ())
    there = [name for name in client.notes if name not in lost and item.text_of(name)]
    if not client.notes:
        yield ("shows no notes", "n’affiche pas de notes")[tongue]
    elif not there:
        yield ("has no notes to show", "n’a pas de notes à afficher")[tongue]
    else:
        name = max(there, key=lambda n: len(item.text_of(n))) if client.longest else there[0]
        yield _how_much(client, item.text_of(name), feed.called(name), tongue)


def _how_much(client: Client, text: str, name: str, tongue: int) -> str:
    size = len(text.encode()) if client.in_bytes else len(text)
    unit = (("characters", "bytes"), ("caractères", "octets"))[tongue][client.in_bytes]
    if client.limit and size > client.limit:
        said = ("notes: the first {} of {} {} of {}", "notes : les {} premiers des {} {} de {}")
        told = said[tongue].format(client.limit, size, unit, name)
    else:
        said = ("notes: all of {} ({} {})", "notes : {} en entier ({} {})")
        told = said[tongue].format(name, size, unit)
    if client.tags == ():
        told += (", as plain text", ", en texte brut")[tongue]
    elif client.tags and client.tags != ("*",):
        stripped = sorted(hypertext.tags_in(text) - set(client.tags))
        if stripped:
            words = (", without the form of {}", ", sans la mise en forme de {}")[tongue]
            told += words.format(", ".join(f"<{tag}>" for tag in stripped))
    return told


def _order(client: Client, feed: Parsed, tongue: int) -> Iterator[str]:
    if client.order == "apple":
        serial = feed.channel.text_of("itunes:type") == "serial"
        yield (
            (
                "order: newest first, by date",
                "order: newest season first, its episodes from first to last",
            ),
            (
                "ordre : du plus récent au plus ancien",
                "ordre : la dernière saison d’abord, ses épisodes du premier au dernier",
            ),
        )[tongue][serial]
    elif client.order == "date":
        yield ("order: by date", "ordre : par date")[tongue]


def _artwork(client: Client, feed: Parsed, item: Element, tongue: int) -> Iterator[str]:
    if client.artwork is None:
        return
    if "item itunes:image" in client.artwork and item.has("itunes:image"):
        yield ("picture: the episode’s own", "image : celle de l’épisode")[tongue]
    elif "channel itunes:image" in client.artwork and feed.channel.has("itunes:image"):
        yield ("picture: the show’s cover", "image : la pochette du podcast")[tongue]
    else:
        yield ("picture: none", "image : aucune")[tongue]


def _chapters(client: Client, item: Element, tongue: int) -> Iterator[str]:
    if client.chapters is None:
        return
    found = [name for name in client.chapters if ":" in name and item.has(name)]
    if "notes" in client.chapters and has_times(item.text_of("description")):
        found.append(("times in the notes", "minutages des notes")[tongue])
    if found:
        yield ("chapters: {}", "chapitres : {}")[tongue].format(", ".join(found))
    elif "file" in client.chapters:
        yield (
            "chapters: those in the audio file, if there are any",
            "chapitres : ceux du fichier audio, s’il y en a",
        )[tongue]
    else:
        yield ("chapters: none", "chapitres : aucun")[tongue]


def has_times(notes: str) -> bool:
    """Whether notes list three times from 0 on, which Apple and Spotify take for chapters."""
    times = [line.split()[0] for line in hypertext.text_of(notes).splitlines() if line.split()]
    times = [time.strip("()[]") for time in times if ":" in time and time[-1:].isdigit()]
    return len(times) > 2 and set(times[0]) <= {"0", ":"}


def _transcript(client: Client, item: Element, tongue: int) -> Iterator[str]:
    if client.transcripts is None:
        return
    types = [t.attrs.get("type", "") for t in item.all("podcast:transcript")]
    read = [type_ for type_ in client.transcripts if type_ in types]
    if read:
        yield ("transcript: {}", "transcription : {}")[tongue].format(read[0])
    else:
        yield ("transcript: none", "transcription : aucune")[tongue]


def _refusals(client: Client, feed: Parsed, item: Element, tongue: int) -> Iterator[str]:
    for quirk in client.quirks:
        if _HOLDS[quirk.case](feed, item):
            case, effect = CASES[quirk.case][tongue], EFFECTS[quirk.effect][tongue]
            colon = (":", " :")[tongue]
            yield f"! {case}{colon} {effect} ({_evidence(quirk.evidence, tongue)})"


def _counted(client: Client, feed: Parsed, tongue: int) -> Iterator[str]:
    for quirk in client.quirks:
        number = sum(1 for item in feed.items if _HOLDS[quirk.case](feed, item))
        if number:
            case, effect = CASES[quirk.case][tongue], EFFECTS[quirk.effect][tongue]
            colon = (":", " :")[tongue]
            times = ("{} of {} episodes", "{} épisodes sur {}")[tongue]
            told = times.format(number, len(feed.items))
            yield f"! {told}{colon} {case}{colon} {effect} ({_evidence(quirk.evidence, tongue)})"

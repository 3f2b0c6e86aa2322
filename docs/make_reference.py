"""Writes the reference pages from the program's own tables: `python docs/make_reference.py`.

A test compares the pages with what this makes, so that nothing stays undocumented.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path

import click

from feed_builder.check.registry import FEED_RULES, NOT_RULED
from feed_builder.check.rule import SOURCES
from feed_builder.check.rules import RULES
from feed_builder.cli import cli
from feed_builder.clients import CASES, CLIENTS, EFFECTS
from feed_builder.read.episode_keys import ARTICLE_KEYS, EPISODE_KEYS
from feed_builder.read.item_tag_keys import LIVE_KEYS
from feed_builder.read.json_schema import SCHEMAS, json_schema
from feed_builder.read.schema import Key
from feed_builder.read.show_keys import SHOW_KEYS

# What reading and writing find; rules about the finished show have a registry of their own.
_READING = {
    "toml-syntax": ("error", "The file is TOML.", "TOML 1.0"),
    "key-…": ("error", "The key named has a value of its kind, or is there if it is required.", ""),
    "key-unknown": ("error", "Every key is one of those that are documented.", ""),
    "file-readable": ("error", "The file is there, can be read and is UTF-8.", ""),
    "front-matter": ("error", "An episode's file begins with front matter between +++ lines.", ""),
    "one-recording": ("error", "An episode has one recording beside it.", "RSS-73"),
    "guid-unique": ("error", "No two episodes have one guid.", "RSS-80"),
    "page-address": ("error", "Every page has a web address of its own.", "APL-8, HST-16"),
    "image-there": ("error", "A picture that `[[image]]` names is in the project.", "P20-IMG"),
    "media-readable": ("error", "A recording, picture, transcript or chapters file is sound.", ""),
    "transcript-sound": ("error", "A transcript can be read, its times are in order.", "P20-TR-1"),
    "transcript-inside": ("error", "A transcript ends when its recording does.", "P20-TR-1"),
    "audio-extra": ("warning", "What [audio] asks for can be made: PyAV is installed.", ""),
    "audio-versions": ("warning", "Each recording has all renditions and peaks.", "P20-AE-1"),
    "sound-silent": ("warning", "A recording is heard.", "AUD-10"),
    "sound-loudness": ("warning", "It is as loud as others: -16 LUFS ± 1, mono to -20.", "AUD-14"),
    "sound-range": ("hint", "Its loudness range is 18 LU at most.", "AUD-13"),
    "sound-peak": ("hint", "Its true peaks stay under -1 dBTP.", "AUD-14"),
    "sound-ends": ("hint", "It begins and ends without much silence.", "AUD-10"),
    "sound-clipping": ("warning", "Its peaks are not cut off.", "AUD-10"),
    "sound-channel": ("warning", "Both of its channels are heard.", "AUD-5"),
    "sound-phase": ("warning", "Its channels do not take each other away.", "AUD-5"),
    "sound-hum": ("hint", "It does not hum at 50 or 60 Hz.", "AUD-10"),
    "sound-rate": ("hint", "Its sample rate is 44.1 or 48 kHz.", "AUD-5"),
    "media-sound": ("warning", "A recording is whole and is what its name says.", ""),
    "chapters-read": ("warning", "An episode has one file of chapters beside it.", "PSC-5"),
    "tags-read": ("warning", "A recording's own tags can be read, and kept.", ""),
    "chapters-inside": ("warning", "Every chapter begins within the recording.", "ID3-15"),
    "recording-used": (
        "warning",
        "A recording in episodes/ belongs to an episode, and apps play it.",
        "",
    ),
    "text-plain": ("warning", "Notes hold no control characters.", "RSS-10"),
    "notes-links": ("warning", "A link in the notes leads to something published.", "RSS-28"),
    "notes-depth": ("error", "Quotes, lists and tags lie at most 3,000 deep in others.", "nh3"),
    "episode-present": ("error", "There is an episode to publish.", "APL-5"),
    "artwork-present": ("error", "The show's cover is there, inside the project.", "PSP-17"),
    "site-files": ("error", "A file in static/ or templates/, or the logo, can be used.", ""),
    "site-template": ("error", "A template in templates/ can be rendered.", "Jinja"),
    "site-template-used": ("warning", "A template in templates/ changes one of ours.", ""),
    "show-guid-unique": ("error", "No two shows of a repository have one guid.", "P20-GUID-1"),
    "show-link-unique": ("error", "No two shows of a repository have one address.", "PSP-13"),
    "guid-kept": (
        "error",
        "An episode keeps the guid it was published with.",
        "PSP-42, APL-7, APL-92, P20-GUID-2, P20-REC-1",
    ),
    "episode-kept": ("error", "An episode that was published stays.", "APL-92, HST-14"),
    "show-kept": ("warning", "A show that was published stays.", "HST-14"),
    "recording-kept": (
        "warning",
        "A published episode keeps its recording.",
        "HST-10, PLT-7, APL-43",
    ),
    "date-kept": ("warning", "A published episode keeps its date.", "APL-44"),
    "lock-merges": ("hint", "git can merge podcast.lock.", ""),
    "lock-readable": ("error", "podcast.lock can be read.", "P20-GUID-2"),
    "lock-there": ("warning", "A show that was published has its podcast.lock.", "P20-GUID-2"),
    "lock-writable": ("error", "podcast.lock can be written.", "P20-GUID-2"),
    "audio-reachable": ("warning", "A recording that lies elsewhere answers.", "HST-2"),
    "output-ours": ("error", "No file of somebody else's is replaced in the output folder.", ""),
}

HERE = Path(__file__).parent
_MADE = "<!-- Made by docs/make_reference.py from the program itself; edit there. -->\n"


def pages() -> dict[str, str]:
    """The text of each reference page, by its file name."""
    return {
        "commands.md": "\n".join(_commands()),
        "configuration.md": "\n".join(_configuration()),
        "rules.md": "\n".join(_rules()),
        "clients.md": "\n".join(_clients()),
        "tags.md": "\n".join(_tags()),
        **{f"schemas/{name}.schema.json": _json(json_schema(name)) for name in SCHEMAS},
    }


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"


def _commands() -> Iterator[str]:
    yield "# Commands\n"
    yield _MADE
    yield "Every command ends with status 0 when it is done, 1 when something has to be mended,"
    yield "2 when it was called wrongly. What it says goes to standard error; tables and `--json`"
    yield "go to standard output.\n"
    yield from _help("feed-builder", cli, [])
    for name, command in cli.commands.items():
        yield from _help(f"feed-builder {name}", command, [name])


def _help(title: str, command: click.Command, path: list[str]) -> Iterator[str]:
    context = click.Context(cli, info_name="feed-builder", **cli.context_settings)
    for name in path:
        context = click.Context(command, info_name=name, parent=context, **cli.context_settings)
    context.terminal_width = context.max_content_width = 90
    yield f"## {title}\n"
    yield f"```text\n{command.get_help(context).rstrip()}\n```\n"


def _configuration() -> Iterator[str]:
    yield "# podcast.toml and the front matter\n"
    yield _MADE
    yield 'All of it is [TOML](https://toml.io): `key = "text"`, numbers, `true` and `false`, and'
    yield "dates without quotes.\n"
    yield "## podcast.toml: the show\n"
    yield from _keys(SHOW_KEYS)
    yield "## An episode's front matter\n"
    yield "Between two lines of `+++` at the top of `episodes/…/NN-name.md`; the show notes follow,"
    yield "in Markdown. Whatever shares the file's stem belongs to the episode: the recording, the"
    yield "transcript (`.vtt .srt .json .html .txt`, or `.transcript.md`; `.fr.vtt` and the like"
    yield "say in which language), the chapters (`.chapters.json`), the artwork"
    yield "(`.jpg .png`).\n"
    yield from _keys(EPISODE_KEYS)
    yield "## A live item's front matter\n"
    yield "In `live/NAME.md`: a broadcast, announced or under way ([feeds](feeds.md#live)).\n"
    yield from _keys(LIVE_KEYS)
    yield "## An article's front matter\n"
    yield "In `episodes/…/article.md`, the article whose interviews lie in the same folder.\n"
    yield from _keys(ARTICLE_KEYS)


def _keys(keys: Sequence[Key]) -> Iterator[str]:
    for key in keys:
        yield f"### {key.name}{' (required)' if key.required else ''}\n"
        source = f" *{key.source}*" if key.source else ""
        yield f"{key.meaning}{source}\n"
        yield f"```toml\n{key.example}\n```\n"
        yield from _inner(key.keys)
        if key.keys:
            yield ""


def _inner(keys: Sequence[Key], depth: int = 0) -> Iterator[str]:
    for key in keys:
        needed = ", required" if key.required else ""
        yield f"{'  ' * depth}- `{key.name}`{needed}: {key.meaning}"
        yield from _inner(key.keys, depth + 1)


# Elements that are made of what lies beside an episode, of its notes, or of the program's rules.
_MADE_OF = (
    ("item/enclosure", "the recording beside the episode's file"),
    ("item/itunes:duration", "the recording"),
    ("item/description", "the show notes below the front matter, within 4,000 bytes"),
    ("item/content:encoded", "the show notes"),
    ("item/link", "the address of the episode's page"),
    ("item/itunes:image", "a picture beside the episode's file"),
    ("item/podcast:transcript", "each transcript beside the episode's file"),
    ("item/podcast:chapters", "chapters beside it, in its notes or in the recording"),
    ("item/psc:chapters", "the same chapters, for apps that read Podlove's form"),
    ("item/podcast:alternateEnclosure", "each of its renditions"),
    ("item/dc:creator", "its authors, where none has a mail address"),
    ("item/author", "the first author who has a mail address"),
    ("channel/podcast:trailer", "each episode of the type trailer"),
    ("channel/podcast:images", "each image that has a width, in the form of before 2025"),
    ("channel/dc:creator", "the show's author, where it has no owner"),
    ("channel/lastBuildDate", "the date of the newest episode"),
    ("channel/generator", "the program's name"),
    ("channel/docs", "the address of the RSS specification"),
)


_NEVER = {
    "cloud": "RSS’s way to be told of news needs a server of one’s own; `hubs` (WebSub) does the "
    "same without one (RSS-56)",
    "textInput": "a form that no reader shows; the specification advises against it (RSS-57)",
    "rating": "PICS labels were given up in 2009; `explicit` says what apps read (RSS-47)",
    "itunes:summary itunes:subtitle itunes:keywords itunes:order itunes:isClosedCaptioned": "have "
    "left Apple’s reference; the notes and transcripts say it (APL-37)",
    "googleplay:*": "Google Podcasts closed in 2024 (PLT-55)",
    "podcast:bonusItem podcast:verify podcast:subscribe podcast:recommendations podcast:social": (
        "proposals that are not formalised, or were replaced; the namespace asks not to write "
        "them (P20-4.2)"
    ),
    "media:content": "some readers take it for a second recording (MRSS-2)",
}


def _tags() -> Iterator[str]:
    yield "# Where each tag is written\n"
    yield _MADE
    yield "Every element that a feed can hold, and the key that makes it: in `podcast.toml` for a"
    yield "`channel`, in an episode's front matter for an `item`. A test writes every example,"
    yield "builds the show, and looks for the element. [All keys](configuration.md).\n"
    yield "| element | in | written where | example |"
    yield "| --- | --- | --- | --- |"
    rows = [
        *_tag_rows(SHOW_KEYS, "channel", "podcast.toml"),
        *_tag_rows(EPISODE_KEYS, "item", "front matter"),
        *_tag_rows(LIVE_KEYS, "channel", "live/…md"),
    ]
    yield from sorted(rows)
    yield "\n## What is made without a key\n"
    yield "| element | in | made of |"
    yield "| --- | --- | --- |"
    for element, told in _MADE_OF:
        parent, name = element.split("/")
        yield f"| `{name}` | {parent} | {told} |"
    yield "\n## What is never written\n"
    yield "| element | why |"
    yield "| --- | --- |"
    for elements, why in _NEVER.items():
        yield f"| {', '.join(f'`{name}`' for name in elements.split())} | {why} |"
    yield ""


def _tag_rows(keys: Sequence[Key], level: str, where: str) -> Iterator[str]:
    for key in keys:
        example = "<br>".join(f"`{line}`" for line in key.example.replace("|", "").splitlines())
        for element in key.elements:
            parent, name = element.split("/")
            other = {"channel", "item"} - {level}
            if parent not in other:
                yield f"| `{name}` | {parent} | `{key.name}` in {where} | {example} |"


def _rules() -> Iterator[str]:
    yield "# Rules\n"
    yield _MADE
    yield "`build` holds every show to these. An error stops it; a warning does not. The rows of"
    yield "the sources are those of the standards and the clients that ask for them.\n"
    yield "| rule | level | what it asks | source |"
    yield "| --- | --- | --- | --- |"
    for rule in RULES:
        meaning = " ".join((rule.faults.__doc__ or "").split())
        yield f"| `{rule.name}` | {rule.level} | {meaning} | {rule.source} |"
    for name, (level, meaning, source) in _READING.items():
        yield f"| `{name}` | {level} | {meaning} | {source} |"
    yield ""
    yield from _feed_rules()


def _clients() -> Iterator[str]:
    yield "# What apps show\n"
    yield _MADE
    yield "The facts by which `feed-builder explain` speaks. What is not known stands as “?”.\n"
    yield "| app | feeds | title | notes | of which | chapters | transcripts | evidence |"
    yield "| --- | --- | --- | --- | --- | --- | --- | --- |"
    for client in CLIENTS:
        unit = "bytes" if client.in_bytes else "characters"
        limit = f"{client.limit:,} {unit}" if client.limit else "all"
        notes = _told(client.notes) + (" (the longest)" if client.longest else "")
        columns = (
            client.name,
            _told(("RSS", *client.formats)) + ("" if client.only else ", ?"),
            _told(client.title),
            notes,
            limit if client.notes else "",
            _told(client.chapters),
            _told(client.transcripts),
            client.evidence,
        )
        yield f"| {' | '.join(columns)} |"
    yield "\n## What they do not cope with\n"
    yield "| app | where | what happens | evidence |"
    yield "| --- | --- | --- | --- |"
    for client in CLIENTS:
        for quirk in client.quirks:
            case, effect = CASES[quirk.case][0], EFFECTS[quirk.effect][0]
            case = case.replace("<", "&lt;").replace(">", "&gt;")
            yield f"| {client.name} | {case} | {effect} | {quirk.evidence} |"
    yield ""


def _told(names: Sequence[str] | None) -> str:
    return "?" if names is None else ", ".join(names) or "none"


def _feed_rules() -> Iterator[str]:
    yield "## Rules about feeds\n"
    yield "`feed-builder check` holds any feed to these. The level is the one of `--profile all`;"
    yield "where a profile is named beside it, breaking the rule is an error there. The last column"
    yield "names what the W3C feed validator says in the same case. Rows, here and in the program's"
    yield "own comments, are numbered notes of what these ask:\n"
    for name, source in SOURCES.items():
        yield f"- **{name}**: {source}"
    yield ""
    yield "| rule | level | what it asks | rows | W3C |"
    yield "| --- | --- | --- | --- | --- |"
    for rule in FEED_RULES:
        strict = ", ".join(sorted(rule.strict))
        level = f"{rule.level} (error: {strict})" if strict else rule.level
        rows, w3c = ", ".join(rule.rows), ", ".join(rule.w3c)
        yield f"| `{rule.name}` | {level} | {rule.asks} | {rows} | {w3c} |"
    yield "\n### Rows without a rule\n"
    for row, reason in NOT_RULED.items():
        yield f"- **{row}**: {reason}."
    yield ""


def main() -> None:
    """Write the pages beside this file."""
    for name, text in pages().items():
        (HERE / name).parent.mkdir(exist_ok=True)
        (HERE / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()

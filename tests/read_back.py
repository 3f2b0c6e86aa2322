"""What each parser should find in a feed, told from the model alone, and the parsers themselves.

A value that a parser does not support is left out here, with the reason where it is a quirk.
"""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterable
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any

from feed_builder.model import Episode, Show
from feed_builder.podcasting20 import AlternateEnclosure, RemoteItem, Tags, Value, ValueRecipient

PARSERS = Path(__file__).parent / "parsers"


class Node:
    """feedsmith and podcast-partytime, in a process that answers feed by feed."""

    def __init__(self) -> None:
        self.process = subprocess.Popen(
            ["node", "read.mjs"],
            cwd=PARSERS,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            encoding="utf-8",
        )

    def read(self, feed: bytes) -> dict[str, Any]:
        """What the two take from a feed, by their names."""
        assert self.process.stdin is not None and self.process.stdout is not None
        self.process.stdin.write(json.dumps(feed.decode()) + "\n")
        self.process.stdin.flush()
        while line := self.process.stdout.readline():
            if line.startswith('{"feedsmith"'):  # partytime writes a log into the same stream
                read: dict[str, Any] = json.loads(line)
                return read
        raise AssertionError("node gave no answer")

    def close(self) -> None:
        """End the process."""
        assert self.process.stdin is not None and self.process.stdout is not None
        self.process.stdin.close()
        self.process.stdout.close()
        self.process.wait(30)


def given(**values: Any) -> dict[str, Any]:
    """The values that are there."""
    return {name: value for name, value in values.items() if value not in (None, (), [], {})}


def seconds(span: Any) -> float | None:
    """A span of time as a number."""
    return None if span is None else span.total_seconds()


# --- feedsmith: nearly everything ---------------------------------------------------------------


def feedsmith_feed(show: Show) -> dict[str, Any]:
    """The feed as feedsmith should read it."""
    tags = show.tags
    return given(
        title=show.title,
        link=show.link,
        description=show.description,
        language=show.language,
        copyright=show.copyright,
        ttl=show.ttl,
        categories=[given(name=k.name, domain=k.domain) for k in show.keywords],
        itunes=given(
            author=show.author,
            type=show.type,
            image=show.artwork.url,
            explicit=show.explicit,
            title=show.itunes_title,
        ),
        podcast=given(
            guid=show.guid,
            medium=show.medium,
            locked=given(value=show.locked, owner=show.owner.email if show.owner else None),
            persons=persons(show),
            # It knows socialInteract in items only.
            **({**feedsmith_tags(tags), "socialInteracts": None} if tags else {}),
            blocks=[given(value=b.value, id=b.id) for b in tags.blocks] if tags else None,
            remoteItems=[remote(item) for item in tags.remote_items] if tags else None,
            podroll=given(remoteItems=[remote(item) for item in tags.podroll]) if tags else None,
            updateFrequency=given(
                display=tags.update_frequency.text, rrule=tags.update_frequency.rrule
            )
            if tags and tags.update_frequency
            else None,
        ),
    )


def feedsmith_item(episode: Episode) -> dict[str, Any]:
    """An item as feedsmith should read it."""
    return given(
        title=episode.title,
        link=episode.link,
        guid={"value": episode.guid, "isPermaLink": False},
        comments=episode.comments,
        categories=[given(name=k.name, domain=k.domain) for k in episode.keywords],
        enclosures=[
            {
                "url": episode.enclosure.url,
                "length": episode.enclosure.length,
                "type": episode.enclosure.type,
            }
        ],
        source=given(url=episode.origin.url, title=episode.origin.title)
        if episode.origin
        else None,
        itunes=given(
            duration=max(1, round(episode.duration.total_seconds())),
            title=episode.itunes_title or episode.title,
            episodeType=episode.type,
            season=episode.season.number if episode.season else None,
            episode=episode.number,
            image=episode.artwork.url if episode.artwork else None,
        ),
        podcast=given(
            persons=persons(episode),
            transcripts=[
                given(url=t.url, type=t.type, language=t.language, rel=t.rel)
                for t in episode.transcripts
            ],
            chapters={"url": episode.chapters.url, "type": episode.chapters.type}
            if episode.chapters
            else None,
            season=given(number=episode.season.number, name=episode.season.name)
            if episode.season
            else None,
            soundbites=[
                given(
                    startTime=seconds(s.start_time), duration=seconds(s.duration), display=s.title
                )
                for s in episode.soundbites
            ],
            alternateEnclosures=[*map(alternate, with_default(episode))],
            # It knows funding in channels only.
            **({**feedsmith_tags(episode.tags), "fundings": None} if episode.tags else {}),
        ),
    )


def feedsmith_tags(tags: Tags) -> dict[str, Any]:
    """What all can say. Pictures come after the artwork, so only their number is not compared."""
    return {
        "fundings": [given(url=f.url, display=f.text) for f in tags.funding],
        "locations": [
            given(display=p.name, rel=p.rel, geo=p.geo, osm=p.osm, country=p.country)
            for p in tags.locations
        ],
        "license": given(display=tags.license.name, url=tags.license.url) if tags.license else None,
        "socialInteracts": [
            given(
                protocol=s.protocol,
                uri=s.uri,
                accountId=s.account_id,
                accountUrl=s.account_url,
                priority=s.priority,
            )
            for s in tags.social_interacts
        ],
        "chat": given(
            server=tags.chat.server,
            protocol=tags.chat.protocol,
            accountId=tags.chat.account_id,
            space=tags.chat.space,
        )
        if tags.chat
        else None,
        "values": [*map(value, tags.values)],
    }


def persons(of: Show | Episode) -> list[dict[str, Any]]:
    """podcast:person of a channel or an item."""
    return [
        given(display=p.name, role=p.role, group=p.group, href=p.href, img=p.img) for p in of.people
    ]


def with_default(episode: Episode) -> Iterable[AlternateEnclosure | None]:
    """The alternates as they are written: None stands for the enclosure itself, which is added."""
    added = [] if any(a.default for a in episode.alternates) or not episode.alternates else [None]
    return [*added, *episode.alternates]


def alternate(other: AlternateEnclosure | None) -> dict[str, Any]:
    """podcast:alternateEnclosure; of the added one only that it is the default."""
    if other is None:
        return {"default": True}
    proof = other.integrity
    return given(
        type=other.type,
        length=other.length,
        bitrate=other.bitrate,
        height=other.height,
        lang=other.lang,
        title=other.title,
        rel=other.rel,
        codecs=other.codecs,
        sources=[given(uri=s.uri, contentType=s.content_type) for s in other.sources],
        integrity={"type": proof.type, "value": proof.value} if proof else None,
    )


def remote(item: RemoteItem) -> dict[str, Any]:
    """podcast:remoteItem."""
    return given(
        feedGuid=item.feed_guid,
        feedUrl=item.feed_url,
        itemGuid=item.item_guid,
        medium=item.medium,
        title=item.title,
    )


def value(one: Value) -> dict[str, Any]:
    """podcast:value."""
    return given(
        type=one.type,
        method=one.method,
        suggested=float(one.suggested) if one.suggested else None,
        valueRecipients=[*map(recipient, one.recipients)],
        valueTimeSplits=[
            given(
                startTime=seconds(s.start_time),
                duration=seconds(s.duration),
                remoteStartTime=seconds(s.remote_start_time),
                remotePercentage=s.remote_percentage,
                remoteItem=remote(s.remote_item) if s.remote_item else None,
                valueRecipients=[*map(recipient, s.recipients)],
            )
            for s in one.time_splits
        ],
    )


def recipient(one: ValueRecipient) -> dict[str, Any]:
    """podcast:valueRecipient."""
    return given(
        type=one.type,
        address=one.address,
        split=one.split,
        name=one.name,
        customKey=one.custom_key,
        customValue=one.custom_value,
        fee=one.fee or None,
    )


# --- podcast-partytime: what Podcast Index takes ------------------------------------------------


def partytime_feed(show: Show) -> dict[str, Any]:
    """The feed as podcast-partytime should read it."""
    return given(
        title=show.title,
        link=show.link,
        description=show.description,
        language=show.language,
        author=show.author,
        guid=show.guid,
        medium=show.medium,
        # "no", and a "yes" without an owner, are left out of its answer.
        locked=show.locked or None if show.owner else None,
        itunesType=show.type,
        itunesImage=show.artwork.url,
        explicit=show.explicit,
    )


def partytime_item(episode: Episode) -> dict[str, Any]:
    """An item as podcast-partytime should read it."""
    return given(
        title=episode.title,
        guid=episode.guid,
        link=episode.link,
        pubDate=episode.published.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z"),
        duration=max(1, round(episode.duration.total_seconds())),
        enclosure={
            "url": episode.enclosure.url,
            "length": episode.enclosure.length,
            "type": episode.enclosure.type,
        },
        itunesEpisodeType=episode.type,
        itunesSeason=episode.season.number if episode.season else None,
        podcastSeason=given(number=episode.season.number, name=episode.season.name)
        if episode.season
        else None,
        podcastSoundbites=[
            given(duration=seconds(s.duration), startTime=seconds(s.start_time), title=s.title)
            for s in episode.soundbites
            if s.title
        ]
        if all(s.title for s in episode.soundbites)
        else None,
        podcastChapters={"url": episode.chapters.url, "type": episode.chapters.type}
        if episode.chapters
        else None,
    )


# --- Comparing ----------------------------------------------------------------------------------


def differences(wanted: Any, found: Any, path: str = "") -> list[str]:
    """Where `found` is not what is wanted; what it has beyond that is not looked at."""
    if isinstance(wanted, dict) and isinstance(found, dict):
        return [
            told
            for name, one in wanted.items()
            if one not in (None, [], {})
            for told in differences(one, found.get(name), f"{path}.{name}")
        ]
    if isinstance(wanted, list) and isinstance(found, list) and len(wanted) == len(found):
        return [
            told
            for place, (one, other) in enumerate(zip(wanted, found, strict=True))
            for told in differences(one, other, f"{path}[{place}]")
        ]
    return [] if wanted == found else [f"{path}: {found!r} is not {wanted!r}"]


def moment(rfc822: str) -> datetime:
    """A date as feeds write it."""
    return parsedate_to_datetime(rfc822).astimezone(UTC)

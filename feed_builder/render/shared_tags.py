"""What a show, an episode and a live item can all say in tags of Podcasting 2.0."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from feed_builder.feed_parts import Image, Person
from feed_builder.render import _numbers as numbers
from feed_builder.render._tags import Tag, attributes
from feed_builder.text import shortened

if TYPE_CHECKING:
    from feed_builder.podcasting20 import (
        AlternateEnclosure,
        RemoteItem,
        Tags,
        Value,
        ValueRecipient,
    )

NAME = 128
"""Podcasting 2.0: what is over 128 characters may be cut by aggregators."""


def funding(tags: Tags) -> Iterable[Tag]:
    """Where listeners can give."""
    for one in tags.funding:
        yield Tag("funding", one.text, {"url": one.url})


def locations(tags: Tags) -> Iterable[Tag]:
    """P20-LOC-1."""
    for place in tags.locations:
        given = attributes(rel=place.rel, geo=place.geo, osm=place.osm, country=place.country)
        yield Tag("location", place.name, given)


def license_(tags: Tags) -> Iterable[Tag]:
    """P20-LIC-1."""
    if tags.license:
        yield Tag("license", tags.license.name, attributes(url=tags.license.url))


def images(tags: Tags) -> Iterable[Tag]:
    """P20-IMG; and those with a width once more in the form of before 2025, which apps know."""
    yield from map(picture, tags.images)
    sized = ", ".join(f"{image.href} {image.width}w" for image in tags.images if image.width)
    if sized:
        yield Tag("images", attributes={"srcset": sized})


def content_links(tags: Tags) -> Iterable[Tag]:
    """The same content in other places."""
    for link in tags.content_links:
        yield Tag("contentLink", link.text, {"href": link.href})


def social_interacts(tags: Tags) -> Iterable[Tag]:
    """P20-SOC."""
    for talk in tags.social_interacts:
        given = attributes(
            protocol=talk.protocol,
            uri=talk.uri,
            accountId=talk.account_id,
            accountUrl=talk.account_url,
            priority=numbers.number(talk.priority),
        )
        yield Tag("socialInteract", attributes=given)


def txts(tags: Tags) -> Iterable[Tag]:
    """Text for programs."""
    for txt in tags.txts:
        yield Tag("txt", txt.text, attributes(purpose=txt.purpose))


def chat(tags: Tags) -> Iterable[Tag]:
    """Where listeners meet."""
    if tags.chat:
        given = attributes(
            server=tags.chat.server,
            protocol=tags.chat.protocol,
            accountId=tags.chat.account_id,
            space=tags.chat.space,
        )
        yield Tag("chat", attributes=given)


def values(tags: Tags) -> Iterable[Tag]:
    """How listeners can pay."""
    yield from map(_value, tags.values)


def person(one: Person) -> Tag:
    """Somebody heard or named."""
    return Tag(
        "person",
        shortened(one.name, NAME),
        attributes(role=one.role, group=one.group, href=one.href, img=one.img),
    )


def alternate(other: AlternateEnclosure) -> Tag:
    """An alternate enclosure with its sources."""
    sources = tuple(
        Tag("source", attributes=attributes(uri=source.uri, contentType=source.content_type))
        for source in other.sources
    )
    proof = other.integrity
    integrity = (
        (Tag("integrity", attributes={"type": proof.type, "value": proof.value}),) if proof else ()
    )
    given = attributes(
        type=other.type,
        length=numbers.number(other.length),
        bitrate=numbers.number(other.bitrate),
        height=numbers.number(other.height),
        lang=other.lang,
        title=other.title,
        rel=other.rel,
        codecs=other.codecs,
        default="true" if other.default else None,
    )
    return Tag("alternateEnclosure", attributes=given, children=(*sources, *integrity))


def remote_item(item: RemoteItem, medium: str | None = None) -> Tag:
    """Another show or one of its episodes."""
    given = attributes(
        feedGuid=item.feed_guid,
        feedUrl=item.feed_url,
        itemGuid=item.item_guid,
        medium=medium or item.medium,
        title=item.title,
    )
    return Tag("remoteItem", attributes=given)


def _value(value: Value) -> Tag:
    splits = (
        Tag(
            "valueTimeSplit",
            attributes=attributes(
                startTime=numbers.seconds(split.start_time),
                duration=numbers.seconds(split.duration),
                remoteStartTime=numbers.seconds(split.remote_start_time),
                remotePercentage=numbers.number(split.remote_percentage),
            ),
            children=(
                *((remote_item(split.remote_item),) if split.remote_item else ()),
                *map(_recipient, split.recipients),
            ),
        )
        for split in value.time_splits
    )
    return Tag(
        "value",
        attributes=attributes(type=value.type, method=value.method, suggested=value.suggested),
        children=(*map(_recipient, value.recipients), *splits),
    )


def _recipient(one: ValueRecipient) -> Tag:
    given = attributes(
        name=one.name,
        type=one.type,
        address=one.address,
        customKey=one.custom_key,
        customValue=one.custom_value,
        split=str(one.split),
        fee="true" if one.fee else None,
    )
    return Tag("valueRecipient", attributes=given)


def picture(image: Image) -> Tag:
    """A picture for a purpose."""
    given = {
        "href": image.href,
        "alt": image.alt,
        "aspect-ratio": image.aspect_ratio,
        "width": numbers.number(image.width),
        "height": numbers.number(image.height),
        "type": image.type,
        "purpose": image.purpose,
    }
    return Tag("image", attributes={name: value for name, value in given.items() if value})


# What all can say, in the order of the file.
SHARED: tuple[Callable[[Tags], Iterable[Tag]], ...] = (
    funding,
    locations,
    license_,
    images,
    content_links,
    social_interacts,
    txts,
    chat,
    values,
)

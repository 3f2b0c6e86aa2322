"""`feed-builder move`: the feed's new address told everywhere, and rules that lead there.

No identity changes: apps know the show and its episodes by guids, and go where they are sent.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import tomlkit
from tomlkit.exceptions import TOMLKitError

from feed_builder.errors import FeedBuilderError, FindingsError
from feed_builder.files import replace_file
from feed_builder.read.config import read_config
from feed_builder.read.files import CONFIG_FILE
from feed_builder.read.schema import site_address, web_address
from feed_builder.read.shown import Fault
from feed_builder.records import dataclass

REDIRECTS = "redirects"
KEPT = timedelta(days=28)
"""How long redirects and the new address in the feed must stay at least (APL-90, APL-91)."""

_FEED = "feed.xml"
_MEDIA = "media"
_FOLDERS = (_MEDIA, "artwork", "transcripts", "chapters")
_FEEDS = ("feed.xml", "atom.xml", "feed.json")


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """From which site to which feed. `new_link` is the new site's folder, None for another host."""

    old_link: str
    new_feed: str
    new_link: str | None

    @property
    def old_path(self) -> str:
        """The path of the old site's folder; it begins and ends with a slash."""
        return urlsplit(self.old_link).path or "/"


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """What was done: the move, the files written, and what is left to do, with dates."""

    move: Move
    written: tuple[str, ...]
    checklist: tuple[tuple[str, str], ...]

    def as_dict(self) -> dict[str, Any]:
        """The result in the shape that `move --json` prints."""
        return {
            "new_feed_url": self.move.new_feed,
            "link": self.move.new_link or self.move.old_link,
            "written": list(self.written),
            "checklist": [{"date": date, "what": what} for date, what in self.checklist],
        }


def move(project: Path, new_url: str, *, away: bool, folder: Path, now: datetime) -> Moved:
    """Set the feed's new address in podcast.toml and write rules that redirect there.

    `away` says that another host will serve the feed, whatever its address looks like. Raises
    FindingsError, or FeedBuilderError for an address that is none.
    """
    config, findings = read_config(project)
    if config is None:
        raise FindingsError(findings)
    planned = planned_move(config.link, new_url, away=away)
    edited = edited_config((project / CONFIG_FILE).read_text("utf-8"), planned)
    replace_file(project / CONFIG_FILE, edited.encode(), lasting=True)
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for name, text in redirect_files(planned).items():
        replace_file(folder / name, text.encode())
        written.append(str(folder / name))
    return Moved(
        move=planned,
        written=(CONFIG_FILE, *written),
        checklist=tuple(checklist(planned, now)),
    )


def planned_move(old_link: str, new_url: str, *, away: bool) -> Move:
    """The move to an address: a folder's is a new site of ours, a feed's one of another host.

    An address that ends with our feed's name is one of ours too, unless `away` says otherwise.
    """
    try:
        address = web_address(new_url)
        path = urlsplit(address).path
        last = path.rpartition("/")[2]
        if not away and (last in ("", _FEED) or "." not in last):
            link = site_address(address.removesuffix(_FEED) if last == _FEED else address)
            if link == old_link:
                raise FeedBuilderError(f"{new_url}: the show is there already")
            return Move(old_link=old_link, new_feed=f"{link}{_FEED}", new_link=link)
    except Fault as fault:
        raise FeedBuilderError(f"{new_url}: {fault.fact} ({fault.fix})") from fault
    return Move(old_link=old_link, new_feed=address, new_link=None)


def edited_config(text: str, planned: Move) -> str:
    """podcast.toml with the new address; comments and all else stay as they are."""
    try:
        document = tomlkit.parse(text)
    except TOMLKitError as error:
        raise FeedBuilderError(f"{CONFIG_FILE}: can't be edited: {error}") from error
    document["new_feed_url"] = planned.new_feed
    if planned.new_link:
        document["link"] = planned.new_link
    else:
        # Another host may take the show in (P20-LOCK).
        document["locked"] = False
    return tomlkit.dumps(document)


def redirect_files(planned: Move) -> dict[str, str]:
    """The rules for each kind of server, by file name: feeds, pages and media of the old site."""
    rules = redirect_rules(planned)
    return {
        "_redirects": _netlify(rules),
        "nginx.conf": _nginx(rules),
        ".htaccess": _apache(rules, planned.old_path),
        "s3-routing-rules.json": _s3(planned),
    }


@dataclass(frozen=True, slots=True)
class Rule:
    """An old path and where it leads; `whole` folders keep what follows in the path.

    Of one that `serves` what is still there is served: recordings carry the show's address in their
    tags, so that their copies on the new site have other names, and apps hold old feeds for a time.
    """

    path: str
    target: str
    whole: bool = False
    serves: bool = False


def redirect_rules(planned: Move) -> list[Rule]:
    """Every rule, the special ones first."""
    old = planned.old_path
    if planned.new_link is None:
        return [Rule(f"{old}{name}", planned.new_feed) for name in _FEEDS]
    link = planned.new_link
    feeds = [Rule(f"{old}{name}", f"{link}{name}") for name in _FEEDS]
    folders = [
        Rule(f"{old}{name}/", f"{link}{name}/", whole=True, serves=name == _MEDIA)
        for name in _FOLDERS
    ]
    return [*feeds, *folders, Rule(old, link, whole=True)]


_KEEP = "Keep these for 28 days at least, better for ever"


def _netlify(rules: Sequence[Rule]) -> str:
    lines = [
        f"# Netlify and Cloudflare Pages. {_KEEP}.",
        "# Netlify serves files that are still there before it redirects: take them away there,",
        "# all but those in media/, which feeds that apps still hold name.",
    ]
    for rule in rules:
        star, splat = ("*", ":splat") if rule.whole else ("", "")
        lines.append(f"{rule.path}{star} {rule.target}{splat} 301")
    return "\n".join(lines) + "\n"


def _nginx(rules: Sequence[Rule]) -> str:
    lines = [f"# nginx, inside server {{ }} of the old site. {_KEEP}."]
    for rule in rules:
        # A dollar would begin a variable.
        target = rule.target.replace("$", "%24")
        if rule.whole:
            lead = f'rewrite ^{re.escape(rule.path)}(.*)$ "{target}$1" permanent;'
            lead = f"if (!-f $request_filename) {{ {lead} }}" if rule.serves else lead
            lines += [f"location ^~ {rule.path} {{", f"    {lead}", "}"]
        else:
            asked = "" if "?" in target else "$is_args$args"
            lines.append(f'location = {rule.path} {{ return 301 "{target}{asked}"; }}')
    return "\n".join(lines) + "\n"


def _apache(rules: Sequence[Rule], old: str) -> str:
    lines = [f"# Apache, as .htaccess in the old site's folder. {_KEEP}.", "RewriteEngine On"]
    for rule in rules:
        below = re.escape(rule.path.removeprefix(old))
        # "%2" would be what a condition has found; what is escaped shall stay so once.
        escaped = "%" in rule.target
        target = re.sub(r"([%$])", r"\\\1", rule.target)
        flags = "R=301,L,NE" if escaped and not rule.whole else "R=301,L"
        rest = "(.*)" if rule.whole else ""
        if rule.serves:
            lines += ["RewriteCond %{REQUEST_FILENAME} -f", f"RewriteRule ^{below} - [L]"]
        lines.append(f"RewriteRule ^{below}{rest}$ {target}{'$1' if rule.whole else ''} [{flags}]")
    return "\n".join(lines) + "\n"


def _s3(planned: Move) -> str:
    """Routing rules of a bucket's website: prefixes only, so one rule for all of ours."""
    prefix = planned.old_path.lstrip("/")
    if planned.new_link is None:
        parts = urlsplit(planned.new_feed)
        key = {
            "ReplaceKeyWith": f"{parts.path.lstrip('/')}{f'?{parts.query}' if parts.query else ''}"
        }
        rules = [_s3_rule(f"{prefix}{name}", planned.new_feed, key) for name in _FEEDS]
    else:
        new = urlsplit(planned.new_link).path.lstrip("/")
        rules = [_s3_rule(prefix, planned.new_link, {"ReplaceKeyPrefixWith": new})]
    # As `aws s3api put-bucket-website --website-configuration file://…` takes it.
    told = {"IndexDocument": {"Suffix": "index.html"}, "RoutingRules": rules}
    return json.dumps(told, indent=2) + "\n"


def _s3_rule(prefix: str, target: str, key: Mapping[str, str]) -> dict[str, Any]:
    parts = urlsplit(target)
    redirect = {"HostName": parts.netloc, "Protocol": parts.scheme, "HttpRedirectCode": "301"}
    condition = {"Condition": {"KeyPrefixEquals": prefix}} if prefix else {}
    return {**condition, "Redirect": {**redirect, **key}}


_LEAVE_MEDIA = (
    "leave media/ as it is on the old server (S3: copy it to the new place as well): feeds that "
    "apps still hold name these files, and the new ones have other names"
)


def checklist(planned: Move, now: datetime) -> Iterator[tuple[str, str]]:
    """What is to be done, in order, each with its day."""
    today, until = f"{now:%Y-%m-%d}", f"{now + KEPT:%Y-%m-%d}"
    if planned.new_link:
        yield today, "feed-builder build, and publish to the new place"
        yield today, f"look at {planned.new_feed}: same show, same guids, every recording plays"
        yield today, f"put the rules of {REDIRECTS}/ on the old server: feed, pages and media, 301"
        yield today, _LEAVE_MEDIA
    else:
        yield today, f"have the new host import {planned.old_link}{_FEED} (it is unlocked now)"
        yield today, f"look at {planned.new_feed}: same guids, every episode there"
        yield today, "feed-builder build, and publish: the old feed names the new one"
        yield today, f"put the rules of {REDIRECTS}/ on the old server: the feed, 301"
        yield today, "leave pages and media where they are: apps still hold their addresses"
    yield (
        today,
        "where the old server can't redirect: publish there too; the feed names its successor",
    )
    yield (
        today,
        "change the address in Apple Podcasts Connect, Spotify for Creators and the others;",
    )
    yield today, "never submit the new address as a new show"
    yield until, "until then at least: the redirects and new_feed_url stay (better for ever)"
    yield until, "from then on new_feed_url may go from podcast.toml; no guid ever changes"

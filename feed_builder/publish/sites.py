"""What is published together: one show, or all shows of a repository below one place."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from feed_builder.errors import FeedBuilderError, FindingsError
from feed_builder.publish.errors import PublishError
from feed_builder.publish.files import PublicFile, Stage, named_by
from feed_builder.read.config import Config, read_config
from feed_builder.read.publish_keys import target_url, targets
from feed_builder.read.shown import Fault
from feed_builder.records import dataclass
from feed_builder.shows import SHOWS, repository_values, show_folders

_FEED = "feed.xml"
_HOW = 'write [publish.live] with url = "…" in podcast.toml'


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """A show in what is published: its name, its folder there (with a slash), its configuration.

    Of a show alone both are empty. `project` is where its sources lie.
    """

    name: str = ""
    folder: str = ""
    project: Path
    config: Config

    @property
    def main_feed(self) -> str:
        """The path of its main feed."""
        return f"{self.folder}{_FEED}"

    @property
    def feed_url(self) -> str:
        """Where subscribers find its main feed."""
        return f"{self.config.link}{_FEED}"

    def path_of(self, url: str) -> str | None:
        """The path of what lies at an address of the show; None where that is elsewhere."""
        link = self.config.link
        return f"{self.folder}{url.removeprefix(link)}" if url.startswith(link) else None


def sites_of(project: Path) -> list[Site]:
    """The shows of a project. Raises FindingsError where one can't be read."""
    folders = show_folders(project)
    if not folders:
        return [Site(project=project, config=_config(project))]
    return [Site(name=f.name, folder=f"{f.name}/", project=f, config=_config(f)) for f in folders]


def _config(folder: Path) -> Config:
    config, findings = read_config(folder)
    if config is None:
        raise FindingsError(findings)
    return config


def chosen(
    project: Path, sites: Sequence[Site], wanted: str | None
) -> tuple[str, Mapping[str, str]]:
    """The target that is meant: by name, by address, or the only one. Raises PublishError."""
    known = _targets(project, sites)
    if wanted is None:
        if len(known) == 1:
            return next(iter(known.items()))
        if not known:
            raise PublishError(f"podcast.toml names no target ({_way_out(sites)})")
        raise PublishError(f"which target? There are: {', '.join(known)} (name one)")
    if wanted in known:
        return wanted, known[wanted]
    if "://" in wanted or "/" in wanted:
        try:
            return "target", {"url": target_url(wanted)}
        except Fault as fault:
            raise PublishError(f"{fault.fact} ({fault.fix})") from fault
    names = ", ".join(known) or "none"
    fact = f"{wanted}: there is no such target in podcast.toml (there are: {names})"
    raise PublishError(fact if known or not sites[0].name else f"{fact}: {_way_out(sites)}")


def _way_out(sites: Sequence[Site]) -> str:
    if not sites[0].name:
        return _HOW
    one = f"or feed-builder -C {SHOWS}/{sites[0].name} publish for one show"
    return f"{_HOW} beside {SHOWS}/, for all of them; {one}"


def _targets(project: Path, sites: Sequence[Site]) -> Mapping[str, Mapping[str, str]]:
    if not sites[0].name:
        return sites[0].config.publish
    try:
        return targets(repository_values(project).get("publish", {}))
    except Fault as fault:
        raise FeedBuilderError(f"podcast.toml: publish: {fault.fact} ({fault.fix})") from fault


def refuse_incomplete(files: Sequence[PublicFile], sites: Sequence[Site]) -> None:
    """Raise PublishError for a feed that is not there, or names what would not be either."""
    there = {file.path for file in files}
    for site in sites:
        if site.main_feed not in there:
            raise PublishError(f"public/ holds no {site.main_feed} (run feed-builder build)")
    for file in files:
        if file.stage not in (Stage.FEEDS, Stage.MAIN_FEED):
            continue
        absent = sorted(named(file.source.read_bytes(), [_site_of(file.path, sites)]) - there)
        if absent:
            fact = f"public/{file.path}: names {absent[0]}, which is not in public/"
            raise PublishError(f"{fact} (run feed-builder build)")


def _site_of(path: str, sites: Sequence[Site]) -> Site:
    return next((site for site in sites if path.startswith(site.folder)), sites[0])


def named(feed: bytes, sites: Iterable[Site]) -> set[str]:
    """The paths of all that a feed names of these shows."""
    return {f"{site.folder}{path}" for site in sites for path in named_by(feed, site.config.link)}

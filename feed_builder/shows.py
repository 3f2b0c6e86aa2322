"""Several shows in one repository: `shows/<name>/podcast.toml`, built together.

Each show is built as it would be alone, into a folder of its own below `public/`; an index page
and a list in OPML lead to all of them. A fault in one show keeps that show and the index as they
were.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from feed_builder.build import Request, build
from feed_builder.errors import FeedBuilderError, FindingsError
from feed_builder.read.files import CONFIG_FILE
from feed_builder.records import dataclass
from feed_builder.results import BuildResult, Finding, Level

if TYPE_CHECKING:
    from feed_builder.read.config import Config

SHOWS = "shows"
FEED = "feed.xml"


@dataclass(frozen=True, slots=True)
class Built:
    """What became of one show: its result, or why there is none.

    Of a show that is no longer in shows/ there are only `findings`.
    """

    name: str
    result: BuildResult | None = None
    error: FeedBuilderError | None = None
    findings: tuple[Finding, ...] = ()


def show_folders(project: Path) -> tuple[Path, ...]:
    """The folders of a repository's shows; none where the project is a show itself.

    Raises FeedBuilderError where it would be both: their pages would lie in one another. A
    podcast.toml that says nothing but where to publish is the repository's own.
    """
    found = tuple(sorted(p.parent for p in project.glob(f"{SHOWS}/*/{CONFIG_FILE}")))
    if found and repository_values(project).keys() - {"publish"}:
        fact = f"{CONFIG_FILE}: is beside {SHOWS}/, which holds shows of its own"
        raise FeedBuilderError(f"{fact} (move this show to {SHOWS}/ as well: a folder for each)")
    return found


def repository_values(project: Path) -> dict[str, Any]:
    """What the podcast.toml beside shows/ says; nothing where there is none.

    Raises FeedBuilderError where it can't be read.
    """
    path = project / CONFIG_FILE
    if not path.exists():
        return {}
    import tomllib

    try:
        return tomllib.loads(path.read_text("utf-8-sig"))
    except (OSError, ValueError) as error:
        raise FeedBuilderError(f"{CONFIG_FILE}: can't be read: {error}") from error


def build_shows(request: Request, folders: Sequence[Path]) -> list[Built]:
    """Every show of `request.project`, built, and then the index and the list of them.

    Raises FindingsError where two shows have one identity or one address.
    """
    from feed_builder.read.config import read_config

    configs = {folder: read_config(folder)[0] for folder in folders}
    clashes = list(_clashes({f: c for f, c in configs.items() if c}))
    if clashes:
        raise FindingsError(clashes)
    built = [_build_one(request, folder) for folder in folders]
    ready = [(folder, config) for folder, config in configs.items() if config]
    if all(one.result for one in built):
        _write_index(request, ready)
    return [*built, *_former(request, {folder.name for folder in folders})]


def _former(request: Request, names: Collection[str]) -> Iterator[Built]:
    """Shows that were built here and are no longer in shows/.

    What is out stays out, so that nobody loses an episode; it goes where that is accepted.
    """
    from feed_builder.output import MANIFEST, write_output

    for manifest in sorted(request.output.glob(f"*/{MANIFEST}")):
        folder = manifest.parent
        if folder.name in names or folder.is_symlink() or not (folder / FEED).is_file():
            continue
        if not request.accept_guid_changes:
            yield Built(folder.name, findings=(_left(request, folder),))
            continue
        removed = write_output(folder, (), ()).removed
        manifest.unlink()
        if not any(folder.iterdir()):
            folder.rmdir()
        yield Built(folder.name, findings=(_taken_away(request, folder, len(removed)),))


def _left(request: Request, folder: Path) -> Finding:
    return _about_former(
        request,
        folder,
        f"is of a show that is no longer in {SHOWS}/; its feed stays as it was last built, so that "
        "its subscribers lose nothing, and the index does not name it",
        f"put {SHOWS}/{folder.name}/ back, or take it away with --accept-guid-changes",
    )


def _taken_away(request: Request, folder: Path, removed: int) -> Finding:
    return _about_former(
        request,
        folder,
        f"{removed} files are taken away: its subscribers lose all of its episodes",
        "let its address answer 410, or lead to where the show is now",
    )


def _about_former(request: Request, folder: Path, message: str, fix: str) -> Finding:
    return Finding(
        rule="show-kept",
        level=Level.WARNING,
        where=f"{request.output.name}/{folder.name}",
        message=message,
        fix=fix,
        source="HST-14",
    )


def _build_one(request: Request, folder: Path) -> Built:
    name = folder.name
    base = f"{request.base_url}{name}/" if request.base_url else None
    own = replace(request, project=folder, output=request.output / name, base_url=base)
    try:
        return Built(name, result=build(own))
    except FindingsError as error:
        return Built(name, error=FindingsError([_placed(f, folder.name) for f in error.findings]))
    except FeedBuilderError as error:
        return Built(name, error=error)


def _placed(finding: Finding, name: str) -> Finding:
    """The finding with its place as it is seen from the repository."""
    return replace(finding, where=f"{SHOWS}/{name}/{finding.where}")


def _clashes(configs: dict[Path, Config]) -> Iterable[Finding]:
    for key, value_of in _UNIQUE.items():
        same: dict[str, list[Path]] = defaultdict(list)
        for folder, config in configs.items():
            same[value_of(config)].append(folder)
        for folders in same.values():
            for folder in folders[1:]:
                yield Finding(
                    rule=f"show-{key}-unique",
                    level=Level.ERROR,
                    where=f"{SHOWS}/{folder.name}/{CONFIG_FILE}",
                    message=f"{key}: is also that of {SHOWS}/{folders[0].name}",
                    fix=_WAYS_OUT[key],
                    source="P20-GUID-1" if key == "guid" else "PSP-13",
                )


_UNIQUE: dict[str, Callable[[Config], str]] = {
    "guid": lambda config: config.guid,
    "link": lambda config: config.link,
}
_WAYS_OUT = {
    "guid": "`feed-builder init` in an empty folder makes one; the older show keeps its own",
    "link": "write the address of this show's own folder: https://…/name/",
}


def _write_index(request: Request, shows: Sequence[tuple[Path, Config]]) -> None:
    from feed_builder.output import obstacles, write_output
    from feed_builder.render.index import ListedShow, render_index, shows_style
    from feed_builder.render.opml import Outline, render_opml
    from feed_builder.render.site import plain_style

    listed = [
        ListedShow(
            title=config.title,
            description=config.description,
            author=config.author,
            language=config.language,
            href=f"{folder.name}/",
            feed=f"{folder.name}/feed.xml",
            cover=_cover(request.output, folder.name),
        )
        for folder, config in shows
    ]
    outlines = [
        Outline(
            title=config.title,
            feed_url=f"{_address(request, folder, config)}feed.xml",
            link=_address(request, folder, config),
            description=config.description,
            language=config.language,
        )
        for folder, config in shows
    ]
    index = render_index(listed)
    files = [index, plain_style(), shows_style(), render_opml(outlines, index_title(shows))]
    found = [] if request.force else obstacles(request.output, [file.path for file in files])
    if found:
        raise FindingsError(found)
    write_output(request.output, (), files)


def index_title(shows: Sequence[tuple[Path, Config]]) -> str:
    """What the list of shows is called: by who publishes them."""
    return ", ".join(dict.fromkeys(config.author for _, config in shows))


def _address(request: Request, folder: Path, config: Config) -> str:
    return f"{request.base_url}{folder.name}/" if request.base_url else config.link


def _cover(output: Path, name: str) -> str | None:
    """The small form of its cover, else the cover."""
    folder = output / name / "artwork"
    found = [*folder.glob("cover.*-320.jpg"), *sorted(folder.glob("cover.*[0-9a-f].[jp][pn]g"))]
    return f"{name}/artwork/{found[0].name}" if found else None

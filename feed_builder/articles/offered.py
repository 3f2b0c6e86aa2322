"""The recordings that an article itself plays: put beside their episodes, or told of."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path
from urllib.parse import unquote

from feed_builder.articles.addresses import is_web
from feed_builder.articles.downloads import Fetching, fetch_recording
from feed_builder.articles.interviews import Interview
from feed_builder.articles.plan import Action, ImportPlan, What
from feed_builder.articles.write import already, copy_file, inside
from feed_builder.errors import ArticleError
from feed_builder.records import dataclass
from feed_builder.stems import AUDIO_SUFFIXES


@dataclass(frozen=True, slots=True)
class Offered:
    """What became of the recordings that an article offers; `warnings` tell what is missing."""

    actions: tuple[Action, ...] = ()
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Offers:
    """Where offered recordings come from and go to.

    `folder` is the article's own, `fetching` None where nothing is fetched from the web;
    with `linking` recordings on the web stay there.
    """

    project: Path
    folder: Path | None
    fetching: Fetching | None
    dry_run: bool
    linking: bool = False

    def take(
        self, plan: ImportPlan, interviews: Collection[Interview], done: Collection[int]
    ) -> Offered:
        """Take what `interviews` offer, but for those whose order is in `done`."""
        actions: list[Action] = []
        warnings: list[str] = []
        for interview in interviews:
            episode = plan.files[interview.order - 1]
            if episode is None or interview.order in done:
                continue
            stem = episode.removesuffix(".md")
            there = already(self.project, stem, AUDIO_SUFFIXES[0])
            if self.linking and is_web(interview.audio_url or ""):
                said = str(interview.remote) if interview.remote else "not described yet"
                if interview.remote or self.dry_run:
                    actions.append(Action(interview.audio_url or "", What.LINKED, said))
            elif there is None and interview.audio_url:
                self._take_one(interview, stem, interview.audio_url, actions, warnings)
            elif there is None and interview.page_url:
                warnings.append(
                    f"“{interview.title}” plays at {interview.page_url}, which offers no file: "
                    f"put the recording beside {episode}"
                )
        return Offered(tuple(actions), tuple(warnings))

    def _take_one(
        self,
        interview: Interview,
        stem: str,
        address: str,
        actions: list[Action],
        warnings: list[str],
    ) -> None:
        try:
            action = (
                self._fetched(stem, address) if is_web(address) else self._copied(stem, address)
            )
        except ArticleError as error:
            warnings.append(f"no recording for “{interview.title}”: {error}")
        else:
            actions.append(action)

    def _fetched(self, stem: str, address: str) -> Action:
        if self.dry_run or self.fetching is None:
            return Action(f"{stem}{_suffix(address)}", What.CREATED, f"from {address}")
        target = inside(self.project, f"{stem}.md").with_suffix("")
        made = fetch_recording(address, target, self.fetching)
        return Action(f"{stem}{made.suffix}", What.CREATED, f"from {address}")

    def _copied(self, stem: str, path: str) -> Action:
        """Copy a recording that lies in the article's own folder."""
        source = (self.folder or Path()) / unquote(path)
        if self.folder is None or not source.is_file():
            raise ArticleError(f"{path}: there is no such file beside the article")
        if not source.resolve().is_relative_to(self.folder.resolve()):
            raise ArticleError(f"{path}: leads out of the article's folder")
        return copy_file(self.project, source, stem, source.suffix.lower(), dry_run=self.dry_run)


def _suffix(address: str) -> str:
    path = address.partition("?")[0].partition("#")[0].lower()
    return next((suffix for suffix in AUDIO_SUFFIXES if path.endswith(suffix)), ".mp3")

"""A git branch as a target: GitHub Pages, GitLab Pages, a bare repository on a server.

All files of a run are one commit, pushed in one step; nobody ever sees a part of it. git itself
knows who may push: its credential helpers, SSH keys and agent are its own.
"""

from __future__ import annotations

import os
import subprocess
import tempfile
import threading
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlsplit

from feed_builder.publish.credentials import Secrets
from feed_builder.publish.errors import PublishError
from feed_builder.publish.files import PublicFile
from feed_builder.publish.remote import Sent
from feed_builder.publish.targets import Place

_SECONDS = 3600
_NONE = "0" * 40
_DEFAULT_BRANCH = "gh-pages"
_AUTHOR = {
    "GIT_AUTHOR_NAME": "Feed Builder",
    "GIT_AUTHOR_EMAIL": "feed-builder@localhost",
    "GIT_COMMITTER_NAME": "Feed Builder",
    "GIT_COMMITTER_EMAIL": "feed-builder@localhost",
}


class GitRemote:
    """A branch of a repository, taken into a bare one of our own while it is worked on."""

    atomic = True
    is_exclusive = True
    has_parts = False

    def __init__(self, place: Place, secrets: Secrets) -> None:
        self.secrets = secrets
        self.url, _, fragment = place.url.removeprefix("git+").partition("#")
        self.branch = place.settings.get("branch") or fragment or _DEFAULT_BRANCH
        self._login = _login(self.url, secrets)
        self._folder = tempfile.TemporaryDirectory(prefix="feed-builder-git-")
        self._lock = threading.Lock()
        self.parent = self._fetched()
        self.blobs: dict[str, tuple[str, int]] = self._tree() if self.parent else {}
        self._new: dict[str, str | None] = {}

    def lengths(self) -> dict[str, int]:
        """The length of each file of the branch."""
        return {path: length for path, (_, length) in self.blobs.items()}

    def read(self, path: str) -> bytes | None:
        """A file of the branch as it is now; None where there is none."""
        if path not in self.blobs:
            return None
        return self._git("cat-file", "blob", self.blobs[path][0])

    def put(self, file: PublicFile, sent: Sent) -> None:
        """Add a file to the next commit."""
        blob = (
            self._git("hash-object", "-w", "--no-filters", "--", str(file.source.absolute()))
            .decode()
            .strip()
        )
        self._set(file.path, blob, file.length)
        sent(file.length)

    def write(self, path: str, content: bytes) -> None:
        """Add a small file of ours to the next commit."""
        blob = self._git("hash-object", "-w", "--stdin", given=content).decode().strip()
        self._set(path, blob, len(content))

    def create(self, path: str, content: bytes) -> bool:
        """No lock is needed: of two pushes from one commit git takes one."""
        return True

    def remove(self, path: str) -> None:
        """Leave a file out of the next commit."""
        with self._lock:
            if self.blobs.pop(path, None):
                self._new[path] = None

    def forget_connection(self) -> None:
        """There is none to forget."""

    def finish(self, message: str) -> None:
        """Commit and push, if anything changed."""
        if not self._new:
            return
        if ".nojekyll" not in self.blobs:
            self.write(".nojekyll", b"")  # GitHub Pages leaves some files out without it
        # What is not ours stays as it is: links, submodules, programs.
        listed = "".join(
            f"{'100644' if blob else '0'} {blob or _NONE}\t{path}\0"
            for path, blob in sorted(self._new.items())
        )
        index = {"GIT_INDEX_FILE": str(Path(self._folder.name) / "new-index")}
        if self.parent:
            self._git("read-tree", self.parent, more=index)
        entries = listed.encode("utf-8", "surrogateescape")
        self._git("update-index", "-z", "--index-info", given=entries, more=index)
        tree = self._git("write-tree", more=index).decode().strip()
        parents = ["-p", self.parent] if self.parent else []
        made = self._git("commit-tree", tree, *parents, "-m", message, more=_AUTHOR)
        commit = made.decode().strip()
        self._git("push", self.url, f"{commit}:refs/heads/{self.branch}")
        self.parent = commit
        self._new.clear()

    def _set(self, path: str, blob: str, length: int) -> None:
        with self._lock:
            if self.blobs.get(path) != (blob, length):
                self.blobs[path] = (blob, length)
                self._new[path] = blob

    def _fetched(self) -> str | None:
        """The branch's newest commit, in our own repository; None where there is no such branch."""
        self._git("init", "--bare", "--quiet", ".")
        found = self._git("ls-remote", self.url, f"refs/heads/{self.branch}").decode().split()
        if not found:
            return None
        self._git("fetch", "--quiet", "--depth", "1", self.url, f"refs/heads/{self.branch}")
        return found[0]

    def _tree(self) -> dict[str, tuple[str, int]]:
        listed = self._git("ls-tree", "-r", "-z", "-l", str(self.parent))
        found = {}
        for line in listed.decode("utf-8", "surrogateescape").split("\0"):
            facts, tab, path = line.partition("\t")
            if tab and facts.split()[1] == "blob":
                _, _, blob, length = facts.split()
                found[path] = (blob, int(length))
        return found

    def _git(
        self, *arguments: str, given: bytes | None = None, more: Mapping[str, str] | None = None
    ) -> bytes:
        quiet = {"GIT_TERMINAL_PROMPT": "0", "LC_ALL": "C"}
        environment = {**os.environ, **quiet, **self._login, **(more or {})}
        environment.pop("GIT_DIR", None)
        try:
            done = subprocess.run(
                ["git", *arguments],
                cwd=self._folder.name,
                env=environment,
                input=given if given is not None else b"",
                capture_output=True,
                timeout=_SECONDS,
                check=True,
            )
        except FileNotFoundError as error:
            raise PublishError(
                "git is not installed (install it, or use another target)"
            ) from error
        except subprocess.TimeoutExpired as error:
            raise PublishError(f"git {arguments[0]} takes too long") from error
        except subprocess.CalledProcessError as error:
            said = (error.stderr or b"").decode("utf-8", "replace").strip()
            fact = self.secrets.scrubbed(said.splitlines()[-1] if said else str(error.returncode))
            if "fetch first" in said or "non-fast-forward" in said or "stale info" in said:
                fact = "the branch was changed by somebody else meanwhile (publish again)"
            raise PublishError(f"git {arguments[0]}: {fact}") from error
        return done.stdout


# Says what stands in the environment of this one process: nothing in a file, nothing in a command.
_HELPER = (
    '!f() { echo "username=$FEED_BUILDER_GIT_USER"; echo "password=$FEED_BUILDER_GIT_TOKEN"; }; f'
)


def _login(url: str, secrets: Secrets) -> dict[str, str]:
    """What git's environment needs to log in over https with a token of ours, if there is one."""
    if not url.startswith(("https://", "http://")):
        return {}
    parts = urlsplit(url)
    user = secrets.user(parts.hostname or "", parts.username)
    token = secrets.password(parts.hostname or "", user)
    if not token:
        return {}
    return {
        "FEED_BUILDER_GIT_USER": user or "x-access-token",
        "FEED_BUILDER_GIT_TOKEN": token,
        "GIT_CONFIG_COUNT": "1",
        "GIT_CONFIG_KEY_0": "credential.helper",
        "GIT_CONFIG_VALUE_0": _HELPER,
    }

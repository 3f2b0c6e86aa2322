"""What is done again and again: `nox -l` lists it, `nox` does what CI does."""

from __future__ import annotations

import nox

nox.options.sessions = ["lint", "types", "contracts", "tests"]
nox.options.reuse_existing_virtualenvs = True
nox.options.error_on_external_run = True


@nox.session
def lint(session: nox.Session) -> None:
    """The code reads as ruff wants it."""
    session.install(*nox.project.dependency_groups(_pyproject(), "lint"))
    session.run("ruff", "check", ".")
    session.run("ruff", "format", "--check", ".")


@nox.session
def types(session: nox.Session) -> None:
    """The types hold: mypy --strict."""
    session.install(".", *nox.project.dependency_groups(_pyproject(), "typing"))
    session.run("mypy")


@nox.session
def contracts(session: nox.Session) -> None:
    """Nothing imports what it must not: see ARCHITECTURE.md."""
    session.install(".", *nox.project.dependency_groups(_pyproject(), "lint"))
    session.run("lint-imports")


@nox.session
def tests(session: nox.Session) -> None:
    """Every test, against the installed package: `nox -s tests -- -k chapters` for some."""
    session.install(".", *nox.project.dependency_groups(_pyproject(), "tests"))
    # A file in one process: its servers and browsers are started once.
    spread = ("--numprocesses=auto", "--dist=loadfile")
    session.run("python", "-Im", "pytest", *spread, *session.posargs)


@nox.session
def articles(session: nox.Session) -> None:
    """How well `import` reads articles: precision and recall per field, and what is amiss."""
    session.install(".")
    session.run("python", "tests/measure_articles.py", *session.posargs)


@nox.session
def golden(session: nox.Session) -> None:
    """Build the sample show's public/ anew, to be read with `git diff` and committed."""
    session.install(".")
    session.run("feed-builder", "build")


@nox.session
def docs(session: nox.Session) -> None:
    """Write the reference pages of docs/ from the program's own tables."""
    session.install(".")
    session.run("python", "docs/make_reference.py")


@nox.session
def pictures(session: nox.Session) -> None:
    """Takes the pictures of docs/website.md anew (Debian: apt install chromium)."""
    session.install(".[audio]", *nox.project.dependency_groups(_pyproject(), "browser"))
    session.run("python", "docs/make_pictures.py")


@nox.session
def bench(session: nox.Session) -> None:
    """How fast it is, beside its peers, on a generated show: benchmarks/README.md."""
    session.install(".", "pelican[markdown]", "generss", "setuptools<81")
    session.run("python", "-m", "benchmarks", *session.posargs)


def _pyproject() -> dict[str, object]:
    return nox.project.load_toml("pyproject.toml")

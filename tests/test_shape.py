"""The shape of the code: short functions, modules that can be read in one sitting.

None of the projects that we learn from kept this measure, and all of them needed it.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from statistics import median, quantiles

import pytest

import feed_builder

PACKAGE = Path(feed_builder.__file__).parent
MODULES = sorted(PACKAGE.rglob("*.py"))
LONGEST_FUNCTION, LONGEST_MODULE = 60, 400
Function = ast.FunctionDef | ast.AsyncFunctionDef


def shown(path: Path) -> str:
    """A module's path in the package."""
    return str(path.relative_to(PACKAGE))


def functions(source: str) -> Iterator[tuple[str, int]]:
    """The name of each function and the lines of its body, its docstring left out."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, Function):
            yield node.name, body_lines(node)


def body_lines(function: Function) -> int:
    """From the first statement after the docstring to the end."""
    statements = function.body
    if ast.get_docstring(function) is not None:
        statements = statements[1:]
    if not statements:
        return 0
    return (function.end_lineno or 0) - statements[0].lineno + 1


@pytest.mark.parametrize("path", MODULES, ids=shown)
def test_functions_are_short(path: Path) -> None:
    """No function's body is longer than 60 lines."""
    long = {name: n for name, n in functions(path.read_text("utf-8")) if n > LONGEST_FUNCTION}
    assert long == {}


@pytest.mark.parametrize("path", MODULES, ids=shown)
def test_modules_are_short(path: Path) -> None:
    """No module is longer than 400 lines."""
    assert len(path.read_text("utf-8").splitlines()) <= LONGEST_MODULE


def test_most_functions_are_very_short() -> None:
    """Half of all bodies have at most 8 lines, nine in ten at most 25."""
    lengths = [n for path in MODULES for _, n in functions(path.read_text("utf-8"))]
    assert len(lengths) > 100
    assert median(lengths) <= 8
    assert quantiles(lengths, n=10)[-1] <= 25


@pytest.mark.parametrize("path", MODULES, ids=shown)
def test_modules_say_what_they_are(path: Path) -> None:
    """Each module that holds something begins with a docstring; none is empty but __init__."""
    source = path.read_text("utf-8")
    if source.strip():
        first = (ast.get_docstring(ast.parse(source)) or "").partition("\n\n")[0]
        assert first.endswith((".", ":", "?")), first
    else:
        assert path.name == "__init__.py"


@pytest.mark.parametrize("name", ["utils", "helpers", "common", "misc"])
def test_no_module_is_a_drawer(name: str) -> None:
    """No module is called after nothing (design 3)."""
    assert not [path for path in MODULES if path.stem == name]


@pytest.mark.parametrize("word", ["Manager", "Handler", "Service", "Processor"])
def test_no_class_is_a_manager(word: str) -> None:
    """No class is called after nothing either."""
    found = [
        f"{shown(path)}: {node.name}"
        for path in MODULES
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.ClassDef) and node.name.endswith(word)
    ]
    assert found == []


def test_the_measure_measures() -> None:
    """A docstring is not counted, inner functions and blank lines are."""
    source = (
        'def a():\n    """One.\n\n    Two.\n    """\n    x = 1\n\n    def b():\n        """B."""\n'
    )
    assert dict(functions(source)) == {"a": 4, "b": 0}

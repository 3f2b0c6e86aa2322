"""What pupils are told to do with an interview: such a line announces none.

Many orders are nouns too ("circle", "match", "note", "résumé"), with which a guest's role may
begin: there an order is what has an object behind it.
"""

from __future__ import annotations

import re
import unicodedata

from feed_builder.articles.announced import Line
from feed_builder.articles.forms import Patterns
from feed_builder.text import words

_NOUNS = frozenset(
    words(
        "answer circle match note complete tick coche releve resume marca marque completa completo "
        "segna segno segni anota antwort kreuz fass antwoord kruis marco marque escolha"
    )
)
_OBJECTS = frozenset(
    words(
        "the a an your his her its their this that these those each every all both any some what "
        "which who why how where when whether them it if as in down to with up off "
        "le la les l un une des ta ton tes vos votre sa son ses leur leurs ce cet cette ces "
        "chaque tout toute tous toutes au aux a en si quel quelle quels quelles ce qui que "
        "pourquoi comment dans sur avec "
        "der die das den dem ein eine einen deine ihre jede alle was wer warum wie ob "
        "el los las lo unos unas tu tus su sus cada todo toda que por como si "
        "il gli i uno tuo tua suo sua ogni cosa chi perche "
        "het een je jouw uw elk alle wat wie waarom "
        "o os as um uma seu sua cada "
        "one two three four five six ten deux trois quatre cinq six dix zwei drei dos tres due tre"
    )
)
_LINKING = frozenset(words("of for at de du des d von van di do da and et und y e en"))
_AND = re.compile(r"[^\W\d_]{1,8}\s")


def sets_task(line: Line, row: Patterns) -> bool:
    """Whether "… and write the answers" follows, in the language `row`; "… and Marc" is a name."""
    return any(_is_order(line, match) for match in row.tasks.finditer(line.view.text))


def _is_order(line: Line, match: re.Match[str]) -> bool:
    start, end = (line.view.place(match.start("task")), line.view.place(match.end("task")))
    said = unicodedata.normalize("NFC", line.shown[start:end])
    if said[:2].istitle() or said.lower().endswith("é"):
        return False
    if match["task"] not in _NOUNS:
        return True
    joined = _AND.search(match.group()[: match.start("task") - match.start()]) is not None
    return _has_object(line.view.text[match.end("task") :], joined=joined)


def _has_object(rest: str, *, joined: bool) -> bool:
    """Whether `rest` is what a verb has behind it: "the words", "-la", "questions 1 to 5"."""
    found = words(rest)
    if not found or rest.lstrip()[:1] in (",", ":", ".", "(", "!"):
        return joined
    if rest.startswith("-") or found[0] in _OBJECTS or found[0].isdigit():
        return True
    phrase = next((at for at, word in enumerate(found) if _ends_phrase(word)), len(found))
    return phrase > 0 and found[phrase - 1].endswith(("s", "x", "ment", "ly"))


def _ends_phrase(word: str) -> bool:
    return word.isdigit() or word in _LINKING or word in _OBJECTS

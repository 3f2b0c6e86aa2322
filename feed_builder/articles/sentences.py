"""Where sentences end."""

from __future__ import annotations

import re

from feed_builder.text import folded, words

_SENTENCE_END = re.compile(r"[.!?…][\"»”)]{0,2}\s+([^\W\d_])")
_PARTS = re.compile(r"[.'’(-]")
_ABBREVIATIONS = frozenset(
    words(
        "m mm mme mmes mr mrs ms dr drs pr prof st ste jr sr sra mgr gen col lt cap capt inc ltd "
        "co no vol env ca approx min sek std dhr mevr sig dott ing dipl rev hon srta exmo exma arq "
        "mw mej iur med phil rer nat jur revd dipl oec tech habil soc ed jun sen sta sto al "
        "dra profa avv ir drs mag lic ssa dottssa arch geom maj sgt cdt cmdt "
        "cllr gov rep supt insp fr bro pres"
    )
)


def is_several_sentences(text: str) -> bool:
    """Whether a full stop stands before the end of `text`; that of an abbreviation is none."""
    return any(
        match.group(1).isupper() and not _is_abbreviation(text[: match.start()])
        for match in _SENTENCE_END.finditer(text)
    )


def _is_abbreviation(before: str) -> bool:
    parts = _PARTS.split(folded(before[-12:].rpartition(" ")[2]))
    last = next((part for part in reversed(parts) if part), "")
    return len(last) < 2 or last in _ABBREVIATIONS

"""The sentences that announce a recording: one pattern for each form and language.

A form begins at a line's beginning with a verb ("Listen to …"), or ends with one ("… zum
Nachhören"), or is a label ("Interview with … (12 min)", "Guest: …").
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

from feed_builder.articles.folding import fold
from feed_builder.articles.wordings import WORDINGS, Wording
from feed_builder.records import dataclass

# What may stand before the words: icons, list marks, a word in brackets ("[AUDIO]").
BEFORE = r"[^\w(]{0,12}(?:[(\[]?(?:audio|podcast|video|son|ton)[)\]]?\s?[:.|>-]?\s?)?"
_HEARD = "audio|podcast|video|son|ton|replay|a (?:re)?ecouter"
_TOGETHER = "avec|with|mit|con|met|com|entre|between|zwischen"
COMPLETE = re.compile(
    r"\b(?:completes?|completa|completo|integrale?s?|entiere|entire|whole|full|uncut|unedited|"
    r"ganze[nsrm]?|komplette?[nsrm]?|vollstandige[nsrm]?|gesamte[nsrm]?|volledige|hele|"
    r"integralite|integra|in voller lange)\b"
)
IN_FULL = (
    "en integralite|dans son integralite|en entier|in full|in voller lange|komplett|"
    "integra(?:mente)?|na integra|in versione integrale|in zijn geheel|complet[eao]?|integrale?"
)
_END = r"(?=\W|$)"
# A tail stands in a line's last words: only those are searched.
TAIL_CHARACTERS = 110


@dataclass(frozen=True, slots=True)
class Patterns:
    """A row's patterns, made once. All but `noun`, `tail`, `place` and `tasks` begin a line.

    `interview`, `recording` and `name` begin with a verb, those with `final_` are without one and
    hold where `tail` closes the line.
    """

    language: str
    opening: re.Pattern[str]
    noun: re.Pattern[str]
    interview: re.Pattern[str]
    recording: re.Pattern[str]
    name: re.Pattern[str]
    final_interview: re.Pattern[str]
    final_recording: re.Pattern[str]
    final_name: re.Pattern[str]
    label: re.Pattern[str]
    whole: re.Pattern[str]
    thing: re.Pattern[str]
    bare: re.Pattern[str]
    titled: re.Pattern[str]
    guests: re.Pattern[str]
    tail: re.Pattern[str]
    place: re.Pattern[str]
    tasks: re.Pattern[str]


@cache
def patterns() -> tuple[Patterns, ...]:
    """The patterns of every language."""
    return tuple(_compiled(row) for row in WORDINGS)


def _compiled(row: Wording) -> Patterns:
    lead = rf"(?:(?:{row.leads})\s?)?"
    verb = (
        rf"{BEFORE}{lead}(?:(?:{row.verbs})|(?P<soft>{row.soft_verbs})){_END}"
        rf"(?: (?:{row.fillers}){_END}){{0,3}}\s?(?P<colon>[:|-]\s?|,\s?)?"
    )
    some = rf"(?: (?:{row.qualifiers}){_END})?"
    whole = rf"(?:{row.articles})?(?:{row.adjectives})?(?P<whole>{row.wholes})"
    thing = rf"(?:{row.articles})?(?:{row.adjectives})?(?P<thing>{row.things}){_END}"
    talk = _talk(row)
    recorded = rf"(?P<said>(?:{whole}{_END}\s?(?:{row.of})?)?(?:{thing})?)"
    final = rf"{BEFORE}{lead}(?P<soft>(?!))?(?P<colon>(?!))?"
    label = rf"{BEFORE}(?P<soft>(?!))?(?P<colon>(?!))?"
    return Patterns(
        language=row.language,
        opening=re.compile(rf"{BEFORE}{lead}(?:{row.verbs}|{row.soft_verbs}){_END}"),
        noun=re.compile(rf"\b(?:{row.interviews}){_END}"),
        interview=re.compile(rf"{verb}{talk}"),
        recording=re.compile(rf"{verb}{recorded}"),
        name=re.compile(rf"{verb}(?P<said>)"),
        final_interview=re.compile(rf"{final}{talk}"),
        final_recording=re.compile(rf"{final}{recorded}"),
        final_name=re.compile(rf"{final}(?P<said>)"),
        label=re.compile(
            rf"{label}(?:{row.articles})?(?P<said>(?:{row.adjectives})?"
            rf"(?P<thing>{row.labels}|{row.interviews}){some})\s?(?P<link>{row.links})"
        ),
        whole=re.compile(
            rf"{label}(?P<said>{whole}{_END}\s?(?:{row.of})?(?:{thing})?"
            rf"|(?:{row.articles})?(?:{row.adjectives})(?P<all>{row.things}){_END}"
            rf"|(?:{row.articles})?(?P<post>{row.things}) (?:{IN_FULL}){_END})"
        ),
        thing=re.compile(
            rf"[^\w(]{{0,12}}[(\[]?(?:{_HEARD})[)\]]?\s?[:.|>-]?\s"
            rf"(?P<said>(?:{row.articles})?(?:{row.adjectives})?(?P<thing>{row.things}){_END})"
            rf"(?!\s(?:{_TOGETHER})\b)"
        ),
        bare=re.compile(
            rf"{label}(?P<said>(?:{row.articles})?(?P<thing>{row.labels}|{row.interviews}){some})"
            r"[\s:|-]{0,4}$"
        ),
        titled=re.compile(rf"{label}(?P<said>)(?P<thing>{row.labels})\s?[:|-]\s"),
        guests=re.compile(rf"{label}(?P<said>)(?P<thing>{row.guests})\s?[:|-]\s"),
        tail=re.compile(
            rf"(?:^|[\s,(|-])(?:{row.tails})(?:,?\s(?:{row.places})){{0,2}}[\s.:!)]{{0,4}}$"
        ),
        place=re.compile(rf"[\s,(]\s?(?:{row.places})[\s.:!)]{{0,4}}$"),
        tasks=_tasks(row),
    )


def _talk(row: Wording) -> str:
    """ "the full recording of our interview with": what is announced, and what leads to a name."""
    whole = rf"(?:{row.articles})?(?:{row.adjectives})?(?P<whole>{row.wholes}|audio){_END}"
    noun = rf"(?:{row.articles})?(?:{row.adjectives})?(?P<thing>{row.interviews}){_END}"
    some = rf"(?: (?:{row.qualifiers}){_END})?"
    return (
        rf"(?P<said>(?:{whole} (?:{row.of}))?{noun}{some})\s?"
        rf"(?:(?P<link>{row.links})|(?=[:.(\[-]|$))"
    )


_AND_THEN = r"(?:et|puis|and|then|e|poi|und|dann|y|luego|en|dan|depois)"


def _tasks(row: Wording) -> re.Pattern[str]:
    """What a pupil is told to do with an interview, in this language or any."""
    return re.compile(
        rf"(?:\b{_AND_THEN}|,)\s(?:{_AND_THEN}\s)?(?P<task>(?:{row.tasks}))"
        rf"(?!\w|-(?!(?:l[ae]s?|l|lui|leur|y|en|moi|nous)\b))"
    )


# The page's own voice reads the article: no interview.
_READ_ALOUD = re.compile(
    r"\b(?:cet article|l'article|cette page|ce texte|this (?:article|story|page|post|text)|"
    r"the (?:article|story)|diese[nrs]? (?:artikel|beitrag|text|seite)|artikel|beitrag|"
    r"este (?:articulo|artigo|texto)|(?:el|o) (?:articulo|artigo)|est[ae] (?:noticia|pagina)|"
    r"(?:quest|l')(?:o |')?articolo|(?:dit|het) artikel|deze pagina)\s?$"
)
# A programme tells when something is on the air.
_ON_AIR = re.compile(
    r"\b(?:a|at|um|alle|ore|a las|as|om|des|from|ab|desde|dalle|vanaf|a partir de)\s?"
    r"\d{1,2}\s?(?:[h:.]\s?\d{2}|h\b|uhr|am\b|pm\b|uur|horas)"
    r"|\b\d{2,3}[.,]\d\s?(?:fm|mhz)\b|\b(?:fm|mhz) \d{2,3}"
    r"|\b(?:chaque|tous les|every|jeden|cada|ogni|elke|todas? as|todos los) "
    r"(?:jour|semaine|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|day|week|month|"
    r"monday|tuesday|wednesday|thursday|friday|saturday|sunday|montag|dienstag|mittwoch|"
    r"donnerstag|freitag|samstag|sonntag|lunes|martes|miercoles|jueves|viernes|sabado|domingo|"
    r"lunedi|martedi|mercoledi|giovedi|venerdi|sabato|domenica|maandag|dinsdag|woensdag|"
    r"donderdag|vrijdag|zaterdag|zondag|semana|settimana|mois|woche|mes)"
)


def is_read_aloud(view: str) -> bool:
    """Whether a folded line, without its duration, offers the article itself to the ear."""
    return _READ_ALOUD.search(view, max(0, len(view) - 60)) is not None


def is_on_air(view: str) -> bool:
    """Whether a folded line tells when something is broadcast."""
    return _ON_AIR.search(view) is not None


@cache
def any_opening() -> re.Pattern[str]:
    """How a line with a verb or a label begins, in any language."""
    rows = "|".join(
        f"(?:(?:{row.leads}) )?(?:{row.verbs}|{row.soft_verbs})|"
        f"(?:{row.articles})?(?:{row.adjectives})?"
        f"(?:{row.labels}|{row.interviews}|{row.wholes}|{row.things})|{row.guests}"
        for row in WORDINGS
    )
    return re.compile(rf"{BEFORE}(?:{rows}){_END}")


@cache
def any_tail() -> re.Pattern[str]:
    """How a line with its verb at the end closes, in any language."""
    rows = "|".join(f"(?:{row.tails})(?:,?\\s(?:{row.places})){{0,2}}" for row in WORDINGS)
    return re.compile(rf"(?:^|[\s,(|-])(?:{rows})[\s.:!)]{{0,4}}$")


@cache
def _any_place() -> re.Pattern[str]:
    rows = "|".join(row.places for row in WORDINGS)
    return re.compile(rf"[\s,(](?:{rows})[\s.:!)]{{0,4}}$")


def ends_as_announcement(text: str) -> bool:
    """Whether a paragraph's last words say that, or where, one can listen."""
    view = fold(text[-TAIL_CHARACTERS:].rstrip("*_ ")).text
    return has_tail(text) or (_may_close(view) and _any_place().search(view) is not None)


def has_tail(text: str) -> bool:
    """Whether a paragraph's last words are a verb that closes an announcement."""
    return _has_tail(fold(text[-TAIL_CHARACTERS:].rstrip("*_ ")).text)


@lru_cache(maxsize=65_536)
def _has_tail(view: str) -> bool:
    return _may_close(view) and any_tail().search(view) is not None


@cache
def _last_words() -> tuple[re.Pattern[str], frozenset[str]]:
    """Letters of which one run stands in each word that may close a line, and short such words."""
    rows = " ".join(f"{row.tails} {row.places}" for row in WORDINGS)
    runs = set(re.findall(r"[a-z]{1,40}", re.sub(r"\w\?", " ", rows))) | {"hor", "hoer"}
    long = sorted(run for run in runs if len(run) > 2)
    return re.compile("|".join(long)), frozenset(run for run in runs if len(run) < 3)


def _may_close(view: str) -> bool:
    """Whether a folded line's last word is one that says that, or where, one can listen."""
    last = view.rstrip(" .:!)").rpartition(" ")[2]
    runs, short = _last_words()
    return last in short or runs.search(last) is not None


# What stands on the buttons of players.
_FILES = (
    r"(?:(?:le |the |el |l'|o |de )?(?:mp3|audio|podcast|fichier|file|son|ton|datei|episode|folge))"
)
_BUTTONS = (
    rf"(?:telecharger|download|herunterladen|descargar|scarica|downloaden|baixar|descarregar|play|"
    rf"lire|abspielen|afspelen|reproducir|riproduci|lancer la lecture)(?: {_FILES})?|"
    rf"{_FILES}(?: (?:herunterladen|abspielen|downloaden|anhoren|afspelen))|mp3|lecteur audio|"
    r"audio player|audioplayer|lecture"
)


@cache
def labels() -> re.Pattern[str]:
    """A line that only says that something can be heard below."""
    rows = "|".join(f"{row.labels}|{row.interviews}|{row.verbs}|{row.tails}" for row in WORDINGS)
    articles = "|".join(row.articles for row in WORDINGS)
    return re.compile(rf"\W{{0,6}}(?:(?:{articles})?(?:{rows})|{_BUTTONS})\s?\W{{0,4}}")


@cache
def list_heads() -> re.Pattern[str]:
    """A line that heads a list of people to hear: "Écoutez les interviews :"."""
    rows = "|".join(
        f"(?:(?:(?:{row.leads}) )?(?:{row.verbs}|{row.soft_verbs})(?: (?:{row.fillers})){{0,2}}"
        f"\\s?(?:: )?)?(?:{row.articles})?(?:{row.adjectives})?(?:{row.interviews})"
        f"(?: (?:{row.qualifiers}))?(?: (?:{row.places}))?|"
        f"(?:{row.verbs})(?: (?:{row.fillers})){{0,2}}|{row.guests}|"
        f"(?:{row.articles})?(?:{row.adjectives})?(?:{row.interviews}) (?:{row.tails})"
        for row in WORDINGS
    )
    return re.compile(rf"{BEFORE}(?:{rows})\W{{0,6}}")


@cache
def credits_row() -> re.Pattern[str]:
    """A credit line: who asked, after a colon or "by"."""
    rows = "|".join(row.credits for row in WORDINGS)
    return re.compile(
        rf"\W{{0,4}}(?:{rows})\s?"
        r"(?::|(?:realise|mene|conduit)e?s? par\b|par\b|by\b|von\b|di\b|da\b|por\b|door\b|"
        r"conducted by\b)\s?"
    )

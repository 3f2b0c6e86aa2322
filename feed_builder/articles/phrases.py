"""Phrases around a name: who asks, what is talked about, where somebody works."""

from __future__ import annotations

import re

from feed_builder.articles.folding import fold
from feed_builder.articles.given_names import is_given_name
from feed_builder.articles.offices import is_role_word, is_title, is_trade, may_be_role_word
from feed_builder.articles.spellings import PARTICLES, is_honorific
from feed_builder.text import folded, words

ARTICLES = frozenset(words("le la les the die der das el los las il lo i gli de het o a os as den"))

TOPIC = re.compile(r"\s(?:on|about|sur|à propos|über|zu|sobre|su|over)\s")
AND = r"(?:et|and|&|und|y|e|en|sowie|ainsi que|as well as|avec|with|mit|con|met|com)"
IS_AND = re.compile(AND, re.IGNORECASE)

_ONE = frozenset(words("un une ein eine una uno um uma an"))
_OUR = frozenset(
    words("notre nos our unser unsere unserem unserer nuestra nuestro onze nossa nosso")
)
# Words that ask somebody: who follows is the interviewer.
_ASKED_BY = re.compile(
    r"[\s,(–-]{1,3}(?:(?:micro|interview|entretien|propos|questions|interviewer|host|fragen|"
    r"moderation|entrevista|intervista|vragen|perguntas)\s?: |"
    r"au micro d'|au micro de |(?:interroge|interviewe|questionne|"
    r"recu)(?:e|s|es)? par |"
    r"(?:propos )?recueillis? par |(?:realise|mene|conduit)(?:e|s|es)? par |"
    r"repond(?:ent)? aux questions (?:de |d')|en conversation avec |en dialogue avec |"
    r"(?:interviewed|questioned) by |in conversation with |speaking (?:to|with) |"
    r"talking (?:to|with) |"
    r"talks (?:to|with) |speaks (?:to|with) |answers questions from |"
    r"interviewt von |befragt von |im gesprach mit |im interview mit |"
    r"beantwortet (?:die )?fragen von |"
    r"(?:entrevistad|conducid|realizad|conduzid)[oa]s? por |en conversacion con |"
    r"en dialogo con |"
    r"responde a las preguntas de |(?:intervistat|condott|realizzat)[oaie] da |"
    r"in conversazione con |conversando (?:con|com) |conversa (?:con|com) |en charla con |"
    r"plati(?:ca|cando) con |charlando con |conversando com |entrevistando a |"
    r"s'entretient avec |dialogue avec |echange avec |discute avec |"
    r"(?:chats|chatting|sits down) (?:to|with) |"
    r"(?:spricht|unterhalt sich|plaudert) mit |"
    r"(?:habla|charla|dialoga) con |(?:parla|parlano|dialoga|conversa) con |"
    r"(?:praat|spreekt) met |fala com |"
    r"a colloquio con |in dialogo con |risponde alle domande di |geinterviewd door |"
    r"in gesprek met |"
    r"(?:anim|moder)e(?:e|s|es)? par |(?:moderated|hosted|chaired|led|conducted) by |"
    r"moderiert von |moderad[oa]s? por |moderat[oaie] da |gemodereerd door |"
    r"em conversa com |a conversa com |responde as perguntas de |uma conversa com )"
)
_TALKING_WITH = re.compile(
    r"(?:im gesprach mit|im interview mit|in conversation with|in gesprek met|"
    r"en conversation avec|"
    r"en conversacion con|in conversazione con|em conversa com|a colloquio con|nous recevons|"
    r"interview (?:de|with|mit|met)|(?:el|de|o) (?:senor|heer|senhor)) "
)
# "… what Jane Doe, mayor, says": a clause with its verb at the end.
_WHAT = re.compile(
    r"(?:,\s?)?(?:ce qu'|(?:was|wat|wie|hoe|ce que|comment|pourquoi|what|how|why|lo que|como|"
    r"quello che|cosa|come|o que)\s)(?=[^\W\d_])"
)
# Where a role ends and what is talked about begins.
_BEHIND_ROLE = re.compile(
    r",\s(?:repondre|raconter|expliquer|parler|evoquer|nous a|die uns|que nos|che ci|on|"
    r"about|sur|a propos|uber|zum thema|sobre|su|sul|sulla|over|talks|speaks|"
    r"discusses|"
    r"explains|explique|raconte|revient|parle|evoque|presente|spricht|erzahlt|erklart|"
    r"habla|cuenta|"
    r"explica|parla|racconta|spiega|vertelt|praat|fala|conta|"
    r"(?:goes|looks|takes|reflects) (?:back|us|on|at)|tells|describes|recalls|remembers|shares|"
    r"reveals|livre|partage|decrit|detaille|retrace|temoigne|se souvient|nous)\b"
    r"|(?<=\w),?\s(?:qui|che|who|quien)\s|\s?:\s?[\"]|\s(?:talks?|speaks?) (?:about|on)\b"
    r"|\s[|]\s|\s-\s\""
)
_WHY = re.compile(
    r"\s?,\s(?:warum|wieso|weshalb|wie|pourquoi|comment|why|how|por que|como|perche|come|"
    r"waarom|hoe|porque) "
)
_IN_FULL = re.compile(
    r"[\s,(]\s?(?:en integralite|dans son integralite|in full|in voller lange|integra(?:mente)?|"
    r"na integra|in versione integrale|in zijn geheel)[\s.:)]{0,3}$"
)
# What somebody wrote or said stands in quotes: behind a colon, or with a capital.
_IN_QUOTES = re.compile(
    r"(?:(?:\s?:|(?:^|\s)[-–—|])\s?[«“„\"]|[,(]\s?[«“„\"](?=\s?(?:[^\W\d_a-zß-ÿ]|\d)))"
    r"[^«»“”„\"]{1,200}[»”“\"]\)?(?=\s?(?:[,;.:)]|$))"
    r"|(?:\s?:|(?:^|\s)[-–—|])\s['‘][^,;:]{1,120}['’](?=\s?$)"
)
_AFFILIATION = re.compile(
    r"(?:vom|von (?:der|dem|den)|of|from|des|del|della|dell'|dello|de la|de l'|du|"
    r"van (?:de|het)|"
    r"da|do|im|am|at|beim|bei der|zum|zur)\s"
)
_INSTITUTION = re.compile(
    r"(?:universit|hochschule|stadt|gemeinde|firma|initiative|verein|verband|institut|"
    r"museum|schule|"
    r"stiftung|kirche|feuerwehr|bund|nabu|asoci|fundac|escuela|ayunta|associa|fondazione|"
    r"scuola|"
    r"comune|cooperativ|gemeente|vereniging|stichting|school|camara|escola|fundaca|collect|"
    r"commune|ville|societe|institute|trust|society|council|college|centre|center|"
    r"hospital|ospedale)"
)


def without_opening(text: str) -> str:
    """`text` without "in conversation with" before the first name: who follows is the guest."""
    said = text.lstrip()
    clause = _WHAT.match(fold(said[:20]).text)
    if clause:
        name, comma, rest = said[fold(said[:20]).place(clause.end()) :].lstrip().partition(",")
        return name + comma + rest.partition(",")[0]
    opening = _TALKING_WITH.match(fold(said[:40]).text)
    return said[fold(said[:40]).place(opening.end()) :] if opening else text


# "…, by Jane Doe" at the end, a name and no more: who asked signs the interview.
_SIGNED = re.compile(
    r",\s(?:by|par|von|door|por|di)\s(?P<host>[^\W\d_][\w'’.-]{1,30}(?:\s[\w'’.-]{1,30}){1,3})\s?$"
)


def asks(view: str) -> bool:
    """Whether a folded line says who asked."""
    return _ASKED_BY.search(view) is not None


def asked_by(text: str) -> tuple[str, str]:
    """What stands before "interviewed by" and what behind it; all and nothing without one."""
    view = fold(text)
    match = _ASKED_BY.search(view.text) or _SIGNED.search(view.text)
    if not match:
        return text, ""
    if match.re is _SIGNED:
        return text[: view.place(match.start())], text[view.place(match.start("host")) :]
    return text[: view.place(match.start())], text[view.place(match.end()) :].rstrip(" )")


_WITH_EACH_OTHER = re.compile(
    r"\b(?:en conversation avec|en dialogue avec|s'entretient avec|dialogue avec|echange avec|"
    r"discute avec|in conversation with|(?:speaking|talking|talks|speaks|chats|chatting|"
    r"sits down) (?:to|with)|im gesprach mit|im interview mit|"
    r"(?:spricht|unterhalt sich|plaudert) mit|"
    r"en (?:conversacion|dialogo|charla) con|(?:habla|charla|dialoga|conversa|conversando|"
    r"charlando|parla|parlano) con|in (?:conversazione|dialogo) con|a colloquio con|in gesprek met|"
    r"(?:praat|spreekt) met|(?:em|a|uma) conversa com|(?:fala|conversa) com)\s"
)
_ASKING = re.compile(
    r"\b(?:hosts?|presenter|interviewer|reporter|journalist\w*|journaliste|moderator\w*|"
    r"moderador\w*|"
    r"moderat\w*|animat(?:eur|rice)|present(?:ateur|atrice|ador|adora|atrice|atore)|presentator|"
    r"redakteur\w*|redact\w*|redat\w*|giornalista|periodista|jornalista|conductor[ae]?|conduttrice|"
    r"conduttore|locutor[ae]?|correspondent\w*|intervieweuse|intervieweur|intervistatrice|"
    r"entrevistador[ae]?|verslagge\w+|chroniqueu\w+|companer[oa]|kollegin|kollege|collegue|colega|"
    r"collega|colleague)\b"
)


def is_symmetrical(text: str) -> bool:
    """Whether a line says that two talk with each other, and not who asks."""
    return _WITH_EACH_OTHER.search(fold(text).text) is not None


def without_trade_of_asking(text: str) -> str:
    """ "Host Ana Roy speaks with …": the name of who asks."""
    match = _ASKING.match(fold(text[:40]).text)
    rest = text[fold(text[:40]).place(match.end()) :].lstrip() if match else ""
    return rest if rest[:1].isupper() else text


def asks_by_trade(role: str) -> bool:
    """Whether a role is that of who asks: a host, a journalist."""
    return _ASKING.search(fold(role).text) is not None


def only_role(rest: str) -> str:
    """`rest` as far as it says what somebody is: not what they talk about, no quote."""
    view = fold(rest)
    if _WHY.match(view.text):
        return ""
    match = _BEHIND_ROLE.search(view.text, 1)
    return rest[: fold(rest).place(match.start())] if match else rest


def without_works(rest: str) -> str:
    """`rest` without what somebody wrote: ": « L’enfant »", ", “The Sea”, novelist"."""
    first = _IN_QUOTES.match(rest)
    kept = _IN_QUOTES.sub("", rest)
    behind = kept.strip(" \u00a0\u202f,;:.")
    return "" if first and not is_role_word(behind.partition(" ")[0]) else kept


def says_in_full(view: str) -> bool:
    """Whether a folded line ends with "in full"."""
    return _IN_FULL.search(view) is not None


def without_in_full(text: str) -> str:
    """`text` without the "in full" that says how much of it can be heard."""
    match = _IN_FULL.search(fold(text).text)
    return text[: fold(text).place(match.start())] if match else text


def is_affiliation(text: str) -> bool:
    """Whether "vom Bauhof", "of the Trust", "von der Universität" follows a name, no surname."""
    view = fold(text[:60]).text
    match = _AFFILIATION.match(view)
    if not match:
        return False
    sure = view.startswith(("vom ", "of ", "from ", "zum ", "zur ", "im ", "am "))
    return sure or _INSTITUTION.match(view, match.end()) is not None


def without_article(role: str) -> str:
    """A role without what addresses or points: "la harpiste", "M. le préfet" are one word each."""
    first, _, rest = role.partition(" ")
    if first.lower() in _OUR and rest:
        return without_article(rest)
    if is_office(role):
        first, _, rest = rest.partition(" ")
        elided = first[1:2] in ("'", "’")
        return f"{first[2:]} {rest}".strip() if elided else rest
    elided = first[:2].lower().replace("’", "'") == "l'"
    if elided and (first[2:3].islower() or is_role_word(first[2:])):
        return role[2:]
    small = first in ARTICLES or first in _ONE
    known = first.lower() in ARTICLES and is_role_word(rest.partition(" ")[0])
    return without_article(rest) if rest and (small or known) else role


def is_plural(word: str) -> bool:
    """Whether a role begins with a word for several people, or "both"."""
    together = ("both", "beide", "tous", "toutes", "ambos", "ambas", "entrambi", "entrambe")
    many = ("s", "x", "innen", "ende", "schuler", "leute", "i", "eve", "aie", "iche", "ose", "den")
    found = folded(word)
    if found in together or found.endswith(("s", "x")):
        return True
    return not is_role_word(word) and found.endswith((*many, "ten", "ngen", "sen", "ken", "ren"))


def is_of_several(role: str) -> bool:
    """Whether a role is that of several: "co-présidents", "sheep farmers"."""
    found = role.partition(",")[0].split()
    if not found or is_plural(found[0]):
        return bool(found)
    if not 2 <= len(found) <= 3 or any(
        word in PARTICLES or is_role_word(word) for word in found[:-1]
    ):
        return False
    return found[-1].endswith("s") and is_role_word(found[-1])


def office_before(name: str) -> int:
    """Where the name begins in "Bürgermeisterin Uta Lehe"; 0 where no office stands before it."""
    found = list(re.finditer(r"\S+", name))
    if len(found) < 3:
        return 0
    behind = _behind_title(found)
    if behind:
        return behind
    first, second = found[0].group(), found[1].group()
    if is_title(first) or is_honorific(first) or is_given_name(first):
        return 0
    offices = (
        is_role_word(first)
        or (is_given_name(second) and may_be_role_word(first, shortest=5))
        or (_is_three(found) and (is_trade(first) or may_be_role_word(first)))
        or (is_title(second) and len(found) > 3)
    )
    return found[1].start() if offices and not is_role_word(second) else 0


def _behind_title(found: list[re.Match[str]]) -> int:
    """Where the name begins in "Parks Superintendent Ana Roy" and "Ingenieurin ETH Ana Roy"."""
    first = found[0].group()
    if is_given_name(first) or is_title(first) or is_honorific(first):
        return 0
    for at in range(1, len(found) - 2):
        word, before = found[at].group(), found[at - 1].group()
        known = is_role_word(word) or may_be_role_word(word)
        degree = (
            word.isupper()
            and 1 < len(word) < 5
            and (is_role_word(before) or may_be_role_word(before))
        )
        if (known or degree) and not is_role_word(found[at + 1].group()):
            return found[at + 1].start()
    return 0


def _is_three(found: list[re.Match[str]]) -> bool:
    """Whether a trade, a given name and a surname stand there: "Sluiswachter Jan de Graaff"."""
    return sum(not (word.group().islower() and word.group() in PARTICLES) for word in found) == 3


def is_office(text: str) -> bool:
    """Whether `text` begins with "Mme la …", "Monsieur le …": an office, not a name."""
    first, _, rest = text.partition(" ")
    return is_honorific(first) and words(rest[:3])[:1] in (["le"], ["la"], ["l"], ["les"])

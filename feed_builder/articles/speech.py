"""Clauses behind a name: "… explains why", "… raconte son métier": what is told, not who tells."""

from __future__ import annotations

import re

from feed_builder.articles.folding import fold

# One row for each language: verbs of telling, with what must follow where the verb alone is a noun.
_VERBS = (
    r"racont(?:e|ent|er)|expliqu(?:e|ent|er)|parl(?:e|ent|er) (?=d|a|avec|sur)|evoqu(?:e|ent|er)|"
    r"revien(?:t|nent) sur|revenir sur|decri(?:t|vent|re)|temoign(?:e|ent|er)|"
    r"(?:se|s'y) (?:confie(?:nt)?|livre(?:nt)?|raconte(?:nt)?|souvien(?:t|nent))|"
    r"repond(?:ent|re)? (?:a|aux)|detaill(?:e|ent|er)|retrac(?:e|ent|er)|fait le point|"
    r"(?:livr|partag|present)(?:e|ent|er) (?=son|sa|ses|leurs?|le|la|les|l'|une? |nous)|"
    r"nous (?:dit|disent|guide|emmene|fait|accueille|recoit|ouvre|parle|presente)|"
    r"commente |plaide |dress(?:e|ent) (?=le|un)",
    r"explain(?:s|ing)?|describ(?:e|es|ing)|tell(?:s|ing)? (?=us|the|how|why|what|his|her|their)|"
    r"talk(?:s|ing)? (?=about|us|of|on|through|me)|speak(?:s|ing)? (?=about|of|on|out)|"
    r"recall(?:s|ing)? (?=how|the|when|his|her|their)|discuss(?:es|ing)?|look(?:s|ing)? back|"
    r"reflect(?:s|ing)? on|remember(?:s|ing)?|answer(?:s|ing)?|reveal(?:s|ing)?|"
    r"argu(?:e|es|ing)|shar(?:e|es|ing) (?=his|her|their|how)|walk(?:s|ing)? us",
    r"erzahl(?:t|en)|erklar(?:t|en)|spricht|sprechen|berichte[nt]|schilder[nt]|"
    r"erinner(?:t|n) sich|blick(?:t|en) (?=auf|zuruck)|beantworte[nt]|verrat|erlauter[nt]",
    r"cuentan?|explican?|hablan? |relatan?|recuerdan?|describen?|comparten? |reflexionan?|"
    r"repasan?|nos (?:dice|abre|ensena|guia)|responden? a",
    r"raccont(?:a|ano|are)|spieg(?:a|ano|are)|parla(?:no)? (?=di|del)|ricorda(?:no)? |"
    r"descriv(?:e|ono)|illustra(?:no)? |rispond(?:e|ono) a|ripercorr(?:e|ono)|si racconta",
    r"vertel(?:t|len)|leg(?:t|gen) uit|spreekt|spreken|praat |praten |blikt |blikken |"
    r"beschrijf(?:t)|beschrijven|beantwoordt|herinnert zich",
    r"contam? |explicam?|falam? (?=d|sobre|com|da|do)|relatam?|recordam?|lembram?|descrevem?|"
    r"partilham? |responde(?:m)? a",
)
# "… what Ana Roy has to say": the verb at the end.
_SAID = re.compile(
    r"\s(?:dazu |davon |daruber |darauf |uns )?(?:sagt|sagen|meint|meinen|denkt|denken|berichten?|"
    r"berichtet|zu (?:sagen|erzahlen|berichten) ha(?:t|ben)|ha(?:s|ve) to say|(?:say|think)s?|"
    r"ont? a (?:dire|raconter)|en (?:dit|disent|pense|pensent)|tienen? que decir|"
    r"ha(?:nno)? da (?:dire|raccontare)|te (?:zeggen|vertellen) he(?:eft|bben)|te[m]? a dizer|"
    r"(?:ervan|erover|daarvan) (?:vindt|vinden|zegt|zeggen|denkt|denken))[\s.:!]{0,3}$"
)
_TELLS_FIRST = re.compile(rf"(?:uns |nous |nos |ons |ci )?(?:{'|'.join(_VERBS)})\s?(?=\S)")
_CLAUSE = re.compile(
    r"(?:\s?[,;–-])?\s(?:(?:who|qui|die|der|che|que|quien|quem|and|et) )?"
    r"(?:(?:us|nous|vous|uns|nos|ci|ons|te|me|ihnen) )?"
    rf"(?:{'|'.join(_VERBS)})(?=\W|$|(?<=\s))"
)

# "Jane Doe in conversation", "Dr. Kuhn im Interview".
HEARD = re.compile(
    r"[\s,](?:im (?:interview|gesprach|podcast)|in conversation|a notre micro|au micro|"
    r"en entretien|en entrevista|in gesprek|in het interview|em entrevista|em conversa|"
    r"ai nostri microfoni|in conversazione|en conversation|en conversacion|intervistat[oaie]|"
    r"aan het woord|te gast|zu gast|invitee?s?|"
    r"si racconta|se confie|nous repond|vertel(?:t|len)|erzahl(?:t|en)|raconte(?:nt)?|"
    r"tells (?:us )?(?:all|more)|cuentan?|raccont(?:a|ano)|contam?|temoigne(?:nt)?)[\s:.]{0,3}$"
)


def without_first_verb(text: str) -> str:
    """ "erzählt Försterin Jane Doe, …": what stands behind the verb."""
    match = _TELLS_FIRST.match(fold(text[:40]).text)
    return text[fold(text[:40]).place(match.end()) :] if match else text


def without_clause(text: str) -> str:
    """`text` before the first verb of telling in it: "Jane Doe, mayor" of "… explains why"."""
    view = fold(text)
    said = _SAID.search(view.text)
    if said and said.start() > 3:
        text = text[: view.place(said.start())]
        view = fold(text)
    suffix = HEARD.search(view.text)
    if suffix and suffix.start() > 3:
        text = text[: view.place(suffix.start())]
        view = fold(text)
    match = _CLAUSE.search(view.text)
    return text[: view.place(match.start())] if match and match.start() > 3 else text

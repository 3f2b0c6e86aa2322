"""How languages announce a recording: one row of wordings for each.

A row's parts are patterns over folded text (lower case, no accents, one kind of space and of
apostrophe: `folding.py`), so that "À ÉCOUTER : L’ENTRETIEN AVEC" and "A ecouter: l'entretien avec"
are one. None holds a quantifier inside a quantifier, and `markers.py` matches all of them at a
line's beginning, so that no line makes them slow.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """How one language announces a recording.

    `verbs` call to listen, `soft_verbs` to other things too; `fillers` may follow; `articles` and
    `adjectives` stand before a noun;
    `interviews` are nouns for a talk with somebody, `qualifiers` may follow them, `links` lead to
    the name. `wholes` say that all of something was recorded, `things` are what a recording of
    many voices is called, `of` joins the two. `labels` may stand alone before a colon.
    `example` is a line that a person may write.
    """

    language: str
    verbs: str
    soft_verbs: str
    fillers: str
    articles: str
    adjectives: str
    interviews: str
    qualifiers: str
    links: str
    wholes: str
    things: str
    of: str
    labels: str
    example: str


WORDINGS = (
    Wording(
        language="fr",
        verbs=r"(?:re|\(re\))?-?ecoute[rz]?|(?:a|pour) (?:re)?ecouter|a l'ecoute",
        soft_verbs=r"(?:re)?decouvr(?:ez|ir)|(?:a )?retrouve[rz]|entendez|suivez|(?:re)?voyez",
        fillers=r"ici|ci-dessous|ci-dessus|ci-contre|aussi|egalement|en podcast|en audio|en ligne|"
        r"maintenant|dans son integralite|des maintenant",
        articles=r"l'|le |la |les |un |une |notre |nos |son |sa |ses |cet |cette |ce |ces ",
        adjectives=r"grande? |longue? |passionnante? ",
        interviews=r"interviews?|itw|entretiens?|podcasts?|conversations?|temoignages?|echanges?|"
        r"discussions?|interventions?|reactions?|reponses?|dialogues?|regards?|analyses?|propos",
        qualifiers=r"audio|sonore|video|complete?|integrale?|entiere?|exclusi(?:f|ve)|croisee?s?|"
        r"realisee?|accordee?|en entier|en podcast|en integralite|dans son integralite",
        links=r"de l'|de la |du |des |de |d'|avec l'|avec les? |avec la |avec |entre |par |: |- ",
        wholes=r"integralite|totalite|enregistrement (?:complet|integral)|enregistrement|"
        r"version (?:longue|integrale|complete)|captation|replay|rediffusion",
        things=r"tables?[- ]rondes?|debats?|conferences?(?:[- ]debats?)?|colloques?|workshops?|"
        r"seminaires?|rencontres?|webinaires?|seances?|evenements?|plenieres?|ateliers?|journees?|"
        r"ceremonies?|assises|forums?|assemblees?|reunions?|auditions?|discours|soirees?|matinees?",
        of=r"de l'|de la |du |des |de |d'",
        labels=r"interview|entretien|podcast|audio|son|ecouter|a ecouter|ecoutez",
        example="Écoutez l’interview de Prénom NOM, fonction :",
    ),
    Wording(
        language="en",
        verbs=r"(?:re-?)?listen(?: again| back)?(?: here| now| below)? to|listen(?: now| here)?|"
        r"hear",
        soft_verbs=r"play|stream|catch(?: up (?:on|with))?|discover|enjoy",
        fillers=r"here|below|again|now|in full",
        articles=r"the |our |this |that |an |a |his |her |their |my ",
        adjectives=r"full |complete |whole |entire |uncut |unabridged |full-length |extended |"
        r"exclusive |audio |podcast |recorded |long ",
        interviews=r"interviews?|conversations?|podcasts?|talks?|chats?|discussions?|q&a|dialogue|"
        r"exchange|remarks|testimony|comments",
        qualifiers=r"recording|audio|podcast|in full",
        links=r"with the |with |of the |of |by |between |from |featuring |: |- ",
        wholes=r"(?:full |complete |whole |entire |uncut |unedited )?(?:audio |sound )?"
        r"(?:recording|replay)|(?:full|complete|unedited|uncut) (?:version|audio)",
        things=r"(?:panel )?discussions?|panels?|debates?|round[- ]?tables?|conferences?|"
        r"workshops?|seminars?|webinars?|meetings?|sessions?|events?|lectures?|hearings?|symposium|forum|"
        r"plenary|ceremony|town hall|assembly|speech(?:es)?",
        of=r"of the |of our |of |from the |from ",
        labels=r"interview|podcast|audio|listen(?: now| here)?|"
        r"hear",
        example="Listen to the interview with First LAST, what she is:",
    ),
    Wording(
        language="de",
        verbs=r"(?:jetzt )?(?:ho?e?ren sie|ho?e?rt|anho?e?ren|nachho?e?ren|ho?e?ren)|"
        r"zum (?:nach|an)ho?e?ren",
        soft_verbs=r"entdecken sie|verfolgen sie",
        fillers=r"hier|auch|jetzt|sich",
        articles=r"das |unser |die |den |ein |eine |im |unsere ",
        adjectives=r"ganzen? |vollstandigen? |kompletten? |gesamten? |ausfuhrliche |exklusive ",
        interviews=r"interview|gesprach|podcast|unterhaltung|beitrag",
        qualifiers=r"in voller lange|als podcast",
        links=r"mit der |mit dem |mit |von |: |- ",
        wholes=r"(?:vollstandige|komplette|gesamte|ganze) (?:aufzeichnung|mitschnitt)|"
        r"aufzeichnung|mitschnitt",
        things=r"podiumsdiskussion|diskussion|debatte|tagung|konferenz|workshop|veranstaltung|"
        r"runde[nr]? tisch|vortrag|seminar|sitzung",
        of=r"der |des |von |vom ",
        labels=r"interview|im gesprach|podcast|audio",
        example="Hören Sie das Interview mit Vorname NACHNAME, Funktion:",
    ),
    Wording(
        language="es",
        verbs=r"(?:re)?escuch(?:e|a|ad|en|ar)|oiga|oye",
        soft_verbs=r"descubr[ae]|siga",
        fillers=r"aqui|tambien|ahora|integra",
        articles=r"la |el |nuestra |nuestro |una |un |esta |este ",
        adjectives=r"larga ",
        interviews=r"entrevista|conversacion|podcast|charla|dialogo",
        qualifiers=r"completa|integra|en audio",
        links=r"a la |al |a |con la |con el |con |de la |del |de |: |- ",
        wholes=r"grabacion (?:completa|integra)|grabacion|version (?:completa|integra)|totalidad",
        things=r"mesa redonda|debate|conferencia|jornada|taller|seminario|coloquio|encuentro|acto",
        of=r"de la |del |de los |de las |de ",
        labels=r"entrevista|podcast|audio",
        example="Escuche la entrevista a Nombre APELLIDO, cargo:",
    ),
    Wording(
        language="it",
        verbs=r"(?:ri)?ascolt(?:ate|are|a|i)",
        soft_verbs=r"scopr(?:i|ite)|segui(?:te)?",
        fillers=r"qui|anche|ora",
        articles=r"l'|la |il |lo |la nostra |il nostro |un'|una |un |questa |questo ",
        adjectives=r"lunga |intera |intero ",
        interviews=r"intervista|conversazione|podcast|colloquio|dialogo|chiacchierata",
        qualifiers=r"completa|integrale|audio",
        links=r"all'|alla |allo |al |ad |a |con l'|con la |con il |con |di |della |del |: |- ",
        wholes=r"registrazione (?:integrale|completa)|registrazione|integrale|interezza|"
        r"versione (?:integrale|completa)",
        things=r"tavola rotonda|dibattito|conferenza|convegno|seminario|workshop|incontro|evento",
        of=r"della |dello |dell'|del |dei |delle |di ",
        labels=r"intervista|podcast|audio",
        example="Ascolta l’intervista a Nome COGNOME, ruolo:",
    ),
    Wording(
        language="nl",
        verbs=r"(?:her)?beluister|luister (?:hier )?naar|luister|hoor",
        soft_verbs=r"ontdek|volg",
        fillers=r"hier|ook|nu|terug",
        articles=r"het |de |ons |onze |een |dit ",
        adjectives=r"volledige |hele |lange |uitgebreide ",
        interviews=r"interview|gesprek|podcast",
        qualifiers=r"in zijn geheel",
        links=r"met de |met het |met |van |: |- ",
        wholes=r"(?:volledige|hele|integrale) (?:opname|registratie)|opname|registratie",
        things=r"rondetafelgesprek|debat|conferentie|workshop|bijeenkomst|lezing|seminar|"
        r"paneldiscussie|congres",
        of=r"van het |van de |van ",
        labels=r"interview|in gesprek|podcast|audio",
        example="Beluister het interview met Voornaam NAAM, functie:",
    ),
    Wording(
        language="pt",
        verbs=r"o[ui][cv]a|ouvir|escut(?:e|a|ar)|reou[cv]a",
        soft_verbs=r"descubra|acompanhe",
        fillers=r"aqui|tambem|agora",
        articles=r"a |o |nossa |nosso |a nossa |o nosso |uma |um |esta |este ",
        adjectives=r"longa ",
        interviews=r"entrevista|conversa|podcast|dialogo",
        qualifiers=r"completa|na integra|integral",
        links=r"com a |com o |com |de |do |da |a |ao |: |- ",
        wholes=r"gravacao (?:completa|integral)|gravacao|versao (?:completa|integral)|integra",
        things=r"mesa[- ]redonda|debate|conferencia|seminario|workshop|encontro|evento|palestra",
        of=r"da |do |dos |das |de ",
        labels=r"entrevista|podcast|audio",
        example="Ouça a entrevista com Nome APELIDO, função:",
    ),
)

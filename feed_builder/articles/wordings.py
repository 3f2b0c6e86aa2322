"""How languages announce a recording: one row of wordings for each.

A row's parts are patterns over folded text (lower case, no accents, one kind of space and of
apostrophe: `folding.py`), so that "À ÉCOUTER : L’ENTRETIEN AVEC" and "A ecouter: l'entretien avec"
are one. None holds a quantifier inside a quantifier, and `forms.py` matches all of them at a
line's beginning, or in its last words, so that no line makes them slow.
"""

from __future__ import annotations

from feed_builder.records import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """How one language announces a recording.

    `leads` may open the sentence ("you can"); `verbs` call to listen, `soft_verbs` to other things
    too; `fillers` may follow; `articles` and `adjectives` stand before a noun; `interviews` are
    nouns for a talk with somebody, `qualifiers` may follow them, `links` lead to the name.
    `wholes` say that all of something was recorded, `things` are what a recording of many voices
    is called, `of` joins the two. `tails` close a sentence in which the verb comes last, `places`
    say where the player is. `labels` may stand alone before a colon, `guests` before a name.
    `tasks` are what a pupil is told to do, `credits` name who asks. `example` is a line that a
    person may write.
    """

    language: str
    leads: str
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
    tails: str
    places: str
    labels: str
    guests: str
    tasks: str
    credits: str
    example: str


WORDINGS = (
    Wording(
        language="fr",
        leads=r"regardez et|voyez et|vous pouvez|vous pouvez aussi|tu peux|pour|on peut|"
        r"cliquez(?: ici| ci-dessous)? pour|nous vous invitons a|"
        r"nous vous proposons d'|prenez le temps d'|venez|voici|nous vous laissons avec|"
        r"ne manquez pas|nous vous proposons|en complement|a suivre|(?:lire|voir) (?:et|ou)|"
        r"regardez ou|pour (?:aller plus loin|en savoir plus|prolonger la lecture),?",
        verbs=r"(?:re|\(re\))?-?ecoute[rz]?|(?:a|pour) (?:re|\(re\))?-?ecouter|a l'ecoute|"
        r"(?:re)?ecoutons|on (?:re)?ecoute",
        soft_verbs=r"(?:re)?decouvr(?:ez|ir)|(?:a )?retrouve[rz]|entend(?:ez|re)|suivez|"
        r"(?:re)?voyez|reviv(?:ez|re)|retour(?: en audio| sonore| en son)? sur",
        fillers=r"ici|plus|dans (?:ce|le|notre|cet) (?:podcast|entretien|episode)|ci-dessous|"
        r"ci-dessus|ci-contre|aussi|egalement|en podcast|en audio|"
        r"en ligne|maintenant|dans son integralite|des maintenant|sans attendre|"
        r"plus bas|tout de suite",
        articles=r"l'|le |la |les |un |une |notre |nos |son |sa |ses |cet |cette |ce |ces ",
        adjectives=r"grande? |longue? |derniere? |passionnante? |riche |bel ",
        interviews=r"interviews?|itw|entretiens?|podcasts?|conversations?|temoignages?|echanges?|"
        r"discussions?|interventions?|reactions?|reponses?|dialogues?|regards?|"
        r"analyses?|propos(?= d)|propos|episodes?|emissions?|recits?|portrait|voix|parole|"
        r"paroles|mots?|points? de vue|eclairages?|explications?|avis|presentations?|chroniques?|"
        r"(?:trois|quatre|"
        r"cinq|six|dix|nos|\d{1,2}) questions",
        qualifiers=r"audio|sonore|video|complete?|integrale?|entiere?|exclusi(?:f|ve)|speciale?|"
        r"croisee?s?|realisee?|accordee?|en entier|en podcast|en integralite|"
        r"dans son integralite|menee?",
        links=r"accordee? par (?:l[ea] |l')?|que nous (?:a |ont )accordee?s? (?:l[ea] |l')?|"
        r"de l'|de la |du |des |de |d'|qu'|que |avec l'|avec les? |avec la |avec |"
        r"entre |par |au |a la |a l'|a |: |- ",
        wholes=r"integralite|totalite|enregistrement (?:complet|integral|audio)|"
        r"enregistrement|(?:version|captation|diffusion) (?:longue|integrale|"
        r"complete)|captation|replay|rediffusion|en integralite :|integrale",
        things=r"tables?[- ]rondes?|debats?|conferences?(?:[- ]debats?)?|colloques?|"
        r"workshops?|seminaires?|rencontres?|webinaires?|seances?|evenements?|"
        r"plenieres?|ateliers?|journees?|ceremonies?|assises|forums?|assemblees?|"
        r"reunions?|auditions?|discours|soirees?|matinees?|conseils? municipa(?:l|ux)|"
        r"visites?|lectures?|veillees?|concertations?",
        of=r"de l'|de la |du |des |de |d'",
        tails=r"(?:est |sont |reste |restent )?(?:disponibles? |proposee?s? |"
        r"accessibles? )?(?:a|en) (?:re)?(?:ecouter|ecoute|entendre|decouvrir|"
        r"retrouver)(?: en ecoute)?|s'ecoutent?|(?:est |sont )?disponibles?|"
        r"c'est (?:par )?ici|en version audio",
        places=r"ici(?: meme)?|ci-dessous|ci-dessus|ci-contre|ci-apres|plus bas|en ligne|"
        r"juste en dessous|sur le lecteur(?: ci-dessous)?|"
        r"dans le lecteur(?: ci-dessous)?|en podcast|en audio|en cliquant (?:ici|"
        r"ci-dessous|sur le lecteur)|cliqu(?:ez|er) (?:ici|ci-dessous|sur le lecteur)|"
        r"dans ce podcast|dans le podcast|a tout moment",
        labels=r"interview|entretien|podcast|audio|son|ecouter|a ecouter|ecoutez|rencontre|"
        r"temoignage",
        guests=r"(?:notre |l')?(?:grande? )?invite(?:\(e\)|e|\.e|·e)?s?"
        r"(?: (?:du|de l'|de la|des|de) ?\w{3,14})?|"
        r"notre invitee?|nos invite(?:e?s|·e·s)|au micro|intervenante?s?|avec nous|"
        r"l'invitee?",
        tasks=r"repond(?:s|ez)?|(?:complet|coch|not|relev|resum|entour|retrouv)(?:e|ez|er)|"
        r"(?:rempli|choisi)(?:s|ssez|r)|tradui(?:s|sez|re)|associe[rz]|associe (?:l|chaque)\w{0,5}",
        credits=r"interviews?|entretiens?|propos recueillis|interview realisee|"
        r"entretien realise|entretien mene|au micro|a la realisation|realisation|"
        r"animation|presentation|son et montage|prise de son|questions",
        example="Écoutez l’interview de Prénom NOM, fonction :",
    ),
    Wording(
        language="en",
        leads=r"(?:hit|press) play and|(?:watch|read) (?:and|or)|you can(?: now| also)?|you may|"
        r"click(?: here| below| the player)? to|press play to|tap to|to|hit play to|"
        r"why not|here's|here is|here are|don't miss|this is|below is|tune in to|check out",
        verbs=r"(?:re-?)?listen(?: again| back| in)?(?: here| now| below)? to|(?:play|"
        r"listen to) (?:the )?audio|listen(?: now| here| in| back| again)?|"
        r"hear(?: from)?",
        soft_verbs=r"play|stream|catch(?: up (?:on|with))?|discover|enjoy|relive",
        fillers=r"here|more|in (?:the|this|our) (?:podcast|interview|episode)|below|again|now|"
        r"in full|online",
        articles=r"the |our |this |that |an |a |his |her |their |my ",
        adjectives=r"full |complete |whole |entire |uncut |unabridged |full-length |extended |"
        r"exclusive |audio |podcast |recorded |long |in-depth |radio |latest ",
        interviews=r"interviews?|conversations?|podcasts?|talks?|chats?|discussions?|q&a|"
        r"dialogue|exchange|remarks|testimony|comments|episodes?|story of|reflections|memories|"
        r"recollections|thoughts|account|voices?|views?|opinions?|explanations?|"
        r"(?:three|four|five|six|ten|\d{1,2}) questions",
        qualifiers=r"recording|audio|podcast|in full",
        links=r"with the |with |of the |of |by |between |from |featuring |for |to |: |- ",
        wholes=r"(?:full |complete |whole |entire |uncut |unedited )?(?:audio |"
        r"sound )?(?:recording|replay)|(?:full|complete|unedited|uncut|"
        r"unabridged) (?:version|audio)|in full:|whole(?= of)|entirety|all(?= of)",
        things=r"(?:panel )?discussions?|panels?|debates?|round[- ]?tables?|conferences?|"
        r"workshops?|seminars?|webinars?|(?:public |council |town )?meetings?|"
        r"sessions?|events?|lectures?|hearings?|symposium|forum|plenary|ceremony|"
        r"town hall|assembly|speech(?:es)?",
        of=r"of the |of our |of |from the |from ",
        tails=r"(?:is |are |can be )?(?:available |yours |here |now |"
        r"ready )?(?:to listen(?: back)?(?: to)?|to hear|to stream|to play|heard|"
        r"listened to|played|streamed)|(?:is |are )(?:here|below|available|online)|"
        r"can be found|available (?:here|below|as a podcast|to listen)",
        places=r"here|below|above|now|online|in full|in the player(?: below)?|(?:click|tap|"
        r"listen) (?:here|below)|on our website|as a podcast|just below",
        labels=r"interview|podcast|audio|listen(?: now| here)?|hear|in conversation|"
        r"conversation",
        guests=r"(?:our |my |special )?guests?(?: (?:of|on|in|for) (?:the |this )?\w{3,14})?|"
        r"today's guest|(?:this week's |featured )guest|speakers?|"
        r"with us|in the studio|featuring|interviewees?",
        tasks=r"answer|fill|tick|choose|match|complete|write|note|discuss|summari[sz]e|"
        r"circle|take notes|decide",
        credits=r"interview(?:ed)?|interviewer|host(?:ed)?|presenter|presented|producer|"
        r"produced|questions|sound|recorded",
        example="Listen to the interview with First LAST, what she is:",
    ),
    Wording(
        language="de",
        leads=r"sehen und|lesen und|(?:hier |jetzt |unten )?(?:konnen sie|konnt ihr|"
        r"kannst du)(?: hier| sich)?|hier (?:gibt es|gibt's|geht es zum|finden sie|"
        r"kommt)|sie konnen|hier|um|hier ist|das ist|nicht verpassen",
        verbs=r"(?:jetzt |hier )?(?:ho?e?ren sie|ho?e?rt|anho?e?ren|nachho?e?ren|"
        r"wir ho?e?ren|"
        r"reinho?e?ren|ho?e?ren)|zum (?:nach|an|rein|mit)ho?e?ren",
        soft_verbs=r"entdecken sie|verfolgen sie|erleben sie",
        fillers=r"hier|auch|mehr|im (?:podcast|interview|gesprach|audio)|in dieser folge|jetzt|"
        r"sich|unten|dazu|noch einmal|online",
        articles=r"das |unser |unserem |die |den |dem |der |ein |eine |im |unsere |zum ",
        adjectives=r"ganzen? |ganze[smr]? |vollstandigen? |vollstandige[smr]? |komplette[nsmr]? |"
        r"kompletten? |gesamten? |ausfuhrliche[nsm]? |exklusive[nsm]? |lange[nsm]? ",
        interviews=r"interviews?|gesprache?|podcast(?:folge|-folge|episode)?|unterhaltung|folge|"
        r"erzahlung|bericht|stimmen?|aussagen|"
        r"(?:drei|vier|funf|sechs|zehn|\d{1,2}) fragen|audio-interview|"
        r"telefoninterview|radiointerview",
        qualifiers=r"in voller lange|als podcast|als audio|im original",
        links=r"mit der |mit dem |mit den |mit |von |zwischen |an die |an den |an |: |- ",
        wholes=r"(?:vollstandige[rnm]?|komplette[rnm]?|gesamte[rnm]?|"
        r"ganze[rnm]?) (?:audio)?(?:aufzeichnung|mitschnitt|aufnahme)|"
        r"(?:audio)?(?:aufzeichnung|mitschnitt)|in voller lange:",
        things=r"podiumsdiskussion|podiumsgesprach|diskussion(?:srunde)?|debatte|tagung|"
        r"konferenz|workshop|veranstaltung|runde[nr]? tisch(?:es|s)?|vortrags?|"
        r"seminars?|sitzung|gemeinderatssitzung|ratssitzung|burgerversammlung|"
        r"versammlung|lesung|rede|anhorung|fachtag|forum",
        of=r"der |des |von der |von |vom ",
        tails=r"(?:ist |sind |gibt es |gibt's |finden sie |steht |konnen sie |konnt ihr |"
        r"kannst du |lasst sich )?(?:hier |auch |jetzt |unten |online |sich |"
        r"noch einmal |in voller lange ){0,3}(?:zum (?:nach|an|rein)?ho?e?ren|"
        r"zu ho?e?ren|(?:nach|an|rein)ho?e?ren|(?:nach|an)geho?e?rt werden|"
        r"nachzuho?e?ren|ho?e?ren sie|ho?e?ren|ho?e?rt ihr|ho?e?rst du|als podcast|"
        r"als audio|im podcast)",
        places=r"hier(?: nach| an| rein)?|unten|nach|an|rein|online|noch einmal|"
        r"in voller lange|im podcast|im player(?: unten)?|jetzt|(?:hier )?(?:klicken|anklicken)",
        labels=r"interview|im gesprach|gesprach|podcast|audio|im interview",
        guests=r"(?:unser |als )?(?:studio)?(?:gast|gaste)(?: (?:der|des|im|in der|"
        r"dieser) \w{3,14})?|gastin|im gesprach(?: mit)?|zu gast(?: im studio| ist| sind)?|"
        r"unser gast|"
        r"am mikrofon|gesprachspartner(?:in)?|im studio|im interview",
        tasks=r"(?:(?:be)?antwort|erganz|kreuz|notier|fass|ordn|schreib)(?:e|en|et|t)?|losen?",
        credits=r"interview|das interview fuhrten?|das gesprach fuhrten?|die fragen stellten?|"
        r"gesprach|moderation|redaktion|moderiert|aufgezeichnet|ton",
        example="Hören Sie das Interview mit Vorname NACHNAME, Funktion:",
    ),
    Wording(
        language="es",
        leads=r"dale al play y|vea y|lea y|(?:aqui )?(?:puedes?|pueden|podeis)|(?:haga|"
        r"haz) clic(?: aqui)? para|pulse(?: aqui)? para|pulsa(?: aqui)? para|para|"
        r"te invitamos a|vuelv[ae] a|(?:te|os|les|le) dejamos(?: aqui)?|aqui (?:tienes?|teneis|"
        r"tienen|esta|va)|este es|esta es|no te pierdas|no se pierda",
        verbs=r"(?:re)?escuch(?:e|a|ad|en|ar) a(?= [a-z]+ [a-z]+)(?! (?:la|las|los)\b)|"
        r"(?:re)?escuch(?:e|a|ad|en|ar|emos)|a escuchar|oiga|oye|oir",
        soft_verbs=r"descubr[ae]|siga|reviv[ae]|recuper[ae]",
        fillers=r"aqui|mas|en (?:el|este|nuestro) podcast|tambien|ahora|integra|de nuevo|completa",
        articles=r"la |el |nuestra |nuestro |una |un |esta |este |las |los |nuestras ",
        adjectives=r"larga |amplia ",
        interviews=r"entrevistas?|conversacion(?:es)?|podcasts?|charlas?|dialogos?|episodios?|"
        r"programa|testimonios?|relatos?|voz|voces|palabras|intervencion(?:es)?|(?:tres|cuatro|"
        r"cinco|diez|\d{1,2}) preguntas",
        qualifiers=r"completa|integra|en audio|exclusiva|realizada|en podcast",
        links=r"que nos (?:concedio|dio|ha concedido) (?:el |la )?|concedida por (?:el |la )?|"
        r"a la |al |a los |a las |a |con la |con el |con |de la |del |de |entre |: |- ",
        wholes=r"grabacion (?:completa|integra|de audio)|grabacion|(?:version|"
        r"audio) (?:completa|integr[ao]|completo)|totalidad|integridad",
        things=r"mesa redonda|debate|conferencia|jornadas?|taller|seminario|coloquio|"
        r"encuentro|acto|sesion|pleno|reunion|asamblea|ponencia|discurso|foro|"
        r"charla-coloquio",
        of=r"de la |del |de los |de las |de nuestra |de ",
        tails=r"(?:se puede |puede |puedes |pueden |ya puede |esta |"
        r"ya esta )?(?:disponible )?(?:para |a )?(?:re)?(?:escuchar(?:se|la|lo)?|"
        r"oir(?:se|la|lo)?)|(?:esta )?disponible|en (?:audio|podcast)",
        places=r"aqui|abajo|mas abajo|a continuacion|en linea|ahora|en (?:audio|podcast)|"
        r"en el podcast|"
        r"en este enlace|en el reproductor|en nuestra web|integra",
        labels=r"entrevista|podcast|audio|conversacion|testimonio",
        guests=r"(?:nuestr[oa] )?invitad[oa]s?(?: (?:de la|del|de|de los) ?\w{3,14})?|"
        r"nuestr[oa] invitad[oa]|con nosotros|entrevistad[oa]s?|"
        r"participan?|en conversacion(?: con)?",
        tasks=r"(?:respond|contest|complet|elig|mar[cq]u?|anot|escrib|relacion|rellen)"
        r"(?:[ae]n?|[aei]d|as|es|[aei]r)",
        credits=r"entrevista|entrevista realizada|entrevista hecha|entrevistador[ae]?|conduce|"
        r"presenta|preguntas|realizacion|sonido",
        example="Escuche la entrevista a Nombre APELLIDO, cargo:",
    ),
    Wording(
        language="it",
        leads=r"premi play e|guarda(?:te)? e|leggi e|(?:qui )?(?:potete|puoi|si puo|"
        r"e possibile)|(?:clicca(?:te)?|premi)(?: qui)? per|per|ecco|"
        r"(?:vi|ti) proponiamo|qui trov(?:i|ate)|da non perdere|questa e|questo e",
        verbs=r"(?:ri)?ascolt(?:ate|are|a|i|iamo)|(?:da|per) (?:ri)?ascoltare",
        soft_verbs=r"scopr(?:i|ite)|rivivi|rivivete|segui(?:te)?|sent(?:i|ite)",
        fillers=r"qui|nel podcast|in questo podcast|anche|ora|subito|di nuovo|online|di seguito",
        articles=r"l'|la |il |lo |le |gli |i |la nostra |il nostro |un'|una |un |questa |"
        r"questo |le nostre ",
        adjectives=r"lunga |intera |intero |bella ",
        interviews=r"intervist[ae]|conversazion[ei]|podcast|colloqui?o?|dialogo|chiacchierata|"
        r"puntat[ae]|episodi[oi]?|testimonianz[ae]|parole|raccont[oi]|voc[ei]|interventi?o?|"
        r"(?:tre|quattro|cinque|dieci|"
        r"\d{1,2}) domande",
        qualifiers=r"completa|integrale|audio|esclusiva|realizzata|in versione integrale",
        links=r"rilasciata da(?:l|lla)? |che ci ha rilasciato (?:il |la |l')?|"
        r"all'|alla |allo |al |ai |alle |ad |a |con l'|con la |con il |con lo |con |"
        r"di |della |dello |del |dell'|tra |: |- ",
        wholes=r"registrazione (?:integrale|completa|audio)|registrazione|integrale|"
        r"interezza|(?:versione|audio) (?:integrale|completa|completo)",
        things=r"tavola rotonda|dibattito|conferenza|convegno|seminario|workshop|incontro|"
        r"evento|assemblea|seduta|consiglio comunale|lezione|discorso|laboratorio|"
        r"giornata di studi",
        of=r"della |dello |dell'|del |dei |delle |di ",
        tails=r"(?:e |si puo |potete |puoi |sono )?(?:disponibile )?(?:qui )?(?:da |per |"
        r"ad )?(?:ri)?ascoltar(?:e|la|lo|si)|(?:e )?disponibile|in (?:podcast|audio)|"
        r"(?:si )?ascolta",
        places=r"qui(?: sotto)?|sotto|di seguito|online|ora|in podcast|in audio|nel podcast|"
        r"a questo link|nel player(?: qui sotto)?|cliccando qui",
        labels=r"intervista|podcast|audio|a colloquio|conversazione|testimonianza",
        guests=r"ospit[ei](?: (?:della|del|dell\'|di|in) ?\w{3,14})?|(?:la |"
        r"il )?nostr[oa] ospite|con noi|in studio|intervistat[oaie]|"
        r"a colloquio|interv(?:iene|engono)|al microfono",
        tasks=r"(?:rispond|complet|scegli|segn|scriv|abbin|annot|indic|riassum)(?:[ai]|[ae][tr]e)?",
        credits=r"intervista(?: a cura)?|intervista realizzata|intervistatore|intervistatrice|"
        r"conduce|domande|montaggio|regia",
        example="Ascolta l’intervista a Nome COGNOME, ruolo:",
    ),
    Wording(
        language="nl",
        leads=r"(?:hier )?(?:kunt u|kun je|kan je)|(?:u kunt|je kunt|je kan)|"
        r"klik(?: hier)? om|hier(?: is| vindt u| vind je)?|om|dit is|mis niet",
        verbs=r"(?:her)?beluister|luister (?:hier |nu |ook |mee )?naar|"
        r"luister(?:en)?(?: mee| terug)?|(?:terug|be|her)luister(?:en)?|hoor|"
        r"(?:om )?te (?:be)?luisteren|te horen",
        soft_verbs=r"ontdek|volg|herbeleef",
        fillers=r"hier|ook|in (?:de|deze|onze) podcast|nu|terug|mee|online|nog eens",
        articles=r"het |de |ons |onze |een |dit |deze ",
        adjectives=r"volledige |hele |lange |uitgebreide |complete |exclusieve ",
        interviews=r"interviews?|gesprek(?:ken)?|podcast(?:aflevering)?s?|afleveringe?n?|"
        r"uitzending|vraaggesprek|getuigenis(?:sen)?|verhaal|stem|relaas|(?:drie|vier|vijf|zes|"
        r"tien|"
        r"\d{1,2}) vragen",
        qualifiers=r"in zijn geheel|als podcast",
        links=r"met de |met het |met |van de |van |tussen |aan de |aan het |aan |: |- ",
        wholes=r"(?:volledige|hele|integrale|complete) (?:audio-?)?(?:opname|registratie)|"
        r"(?:audio-?)?(?:opname|registratie)|integraal:",
        things=r"rondetafelgesprek|rondetafel|debat|conferentie|workshop|bijeenkomst|lezing|"
        r"seminar|paneldiscussie|panelgesprek|congres|vergadering|raadsvergadering|"
        r"bewonersavond|avond|symposium|toespraak",
        of=r"van het |van de |van ",
        tails=r"(?:is |zijn |kunt u |kun je |kan je |staat )?(?:hier |nu |ook |online |"
        r"in zijn geheel ){0,3}(?:om )?(?:te |terug te )?(?:terug|be)?luister(?:en|"
        r"t u|t)(?: naar)?|hoort? (?:je|u)|te horen|(?:is )?(?:beschikbaar)|"
        r"als podcast",
        places=r"hier(?: terug| na)?|terug|hieronder|nu|online|onderaan|in zijn geheel|"
        r"via de speler|als podcast|in de podcast",
        labels=r"interview|in gesprek|gesprek|podcast|audio",
        guests=r"(?:studio)?gast(?:en)?(?: (?:van de|van het|in de|deze) \w{3,14})?|te gast|"
        r"onze gast|in gesprek(?: met)?|aan het woord|in de studio|"
        r"onze gasten|geinterviewde",
        tasks=r"beantwoord|antwoord|vul|kies|kruis|schrijf|noteer|maak|zet",
        credits=r"interview|gesprek|vragen|presentatie|redactie|opname|montage",
        example="Beluister het interview met Voornaam NAAM, functie:",
    ),
    Wording(
        language="pt",
        leads=r"(?:assista|veja|leia) e|(?:aqui )?(?:pode|podem|podes|voce pode)|"
        r"clique(?: aqui)? para|para|aqui (?:esta|fica|tem)|eis|fique com|nao perca|deixamos",
        verbs=r"o[ui][cv](?:a|am|amos)|ouvir|escut(?:e|em|a|ar)|reou[cv]a|(?:para|a) ouvir",
        soft_verbs=r"descubra|acompanhe|reviva|confira",
        fillers=r"aqui|tambem|no podcast|neste podcast|agora|na integra|de novo|abaixo",
        articles=r"a |o |as |os |nossa |nosso |a nossa |o nosso |uma |um |esta |este |essa |"
        r"esse ",
        adjectives=r"longa |grande ",
        interviews=r"entrevistas?|conversas?|podcasts?|dialogo|episodios?|bate-papo|depoimentos?|"
        r"relatos?|voz|vozes|"
        r"testemunhos?|(?:tres|quatro|cinco|dez|\d{1,2}) perguntas",
        qualifiers=r"completa|na integra|integral|exclusiva|em audio|em podcast",
        links=r"concedida (?:por|pelo|pela) |que nos (?:concedeu|deu) (?:o |a )?|"
        r"com a |com o |com os |com as |com |de |do |da |a |ao |entre |: |- ",
        wholes=r"gravacao (?:completa|integral|audio)|gravacao|(?:versao|audio) (?:completa|"
        r"integral|completo)|integra",
        things=r"mesa[- ]redonda|debate|conferencia|seminario|workshop|encontro|evento|"
        r"palestra|sessao|assembleia|reuniao|audiencia publica|oficina|coloquio|"
        r"discurso",
        of=r"da |do |dos |das |de ",
        tails=r"(?:pode |podem |esta |estao )?(?:ser )?(?:disponivel )?(?:para |"
        r"a )?(?:ouvi(?:r|da|do)|escut(?:ar|ada|ado))|(?:esta )?disponivel|"
        r"em (?:podcast|audio)",
        places=r"aqui|abaixo|em baixo|agora|na integra|no leitor|em podcast|em audio|no podcast|"
        r"neste link|online|a seguir",
        labels=r"entrevista|podcast|audio|conversa|em conversa",
        guests=r"convidad[oa]s?(?: (?:da|do|de|desta|deste) \w{3,14})?|(?:o |"
        r"a )?noss[oa] convidad[oa]|conosco|connosco|"
        r"entrevistad[oa]s?|em conversa(?: com)?|participam?",
        tasks=r"(?:respond|complet|escolh|assinal|escrev|preench|anot|marqu)(?:[ae]m?|[aei]r)",
        credits=r"entrevista|entrevista conduzida|entrevistador[ae]?|conducao|apresentacao|"
        r"perguntas|edicao",
        example="Ouça a entrevista com Nome APELIDO, função:",
    ),
)

# Words that name a recording by what it is, in any language; compounds of German and Dutch too.
RECORDINGS = (
    r"podcasts?|podcast-?(?:interviews?|gesprach|folge|gesprek|serie)|audios?|"
    r"(?:en|en version) audio",
    r"(?:audio|radio|telefon|telefoon|video)-?(?:interviews?|gesprach|beitrag|fragment|clip|"
    r"reportage|mitschnitt|gesprek|bijdrage|version|guide|bonus)",
    r"(?:hor|audio|radio|ton)(?:beitrag|stuck|probe|dokument|fragment|bild)|o-?ton|"
    r"zum (?:nach|an|rein)ho?e?ren|jetzt anho?e?ren",
    r"(?:reportage|interview|entretien|document|extrait|version|temoignage|bonus|minute) audio",
    r"(?:in (?:the|this|our)|dans (?:le|ce|cet|cette|notre|nos)|im|in (?:diesem|dieser|unserem|"
    r"unserer)|en (?:el|este|esta|nuestro)|nel|nell'|nella|in (?:questo|questa)|in (?:de|deze|dit|"
    r"onze)|no|neste|nesta|sur|auf|en|au)\s?(?:podcast|audio|episode|folge|beitrag|episodio|"
    r"puntata|aflevering|fragment|enregistrement|recording|aufnahme)(?= ?[:,|-])",
    r"(?:sound|audio) (?:clip|bite|file|interview|extra)|play|press play|(?:fichier|piste) audio",
    r"(?:video|audio) (?:et|and|und|y|e|en) (?:audio|video)|"
    r"reproducir|riproduci|afspelen|abspielen|ouvrir le lecteur|lecture",
)
# How people say that they talked with somebody.
MEETINGS = (
    r"nous avons (?:rencontre|interroge|interviewe|recu|echange avec|discute avec|parle (?:a|avec)|"
    r"pose nos questions a)|nous recevons|on a (?:rencontre|parle avec)|rencontre(?: avec)?|"
    r"avec la (?:voix|participation) de|(?:on )?entend(?:ez)?|s'exprime(?:nt)?(?: ici)?|intervient|"
    r"le grand entretien|(?:trois|cinq|\d{1,2}) minutes avec|la parole (?:a|de)|paroles? (?:a|de)",
    r"we (?:spoke|talked|chatted|sat down|caught up|speak|talk) (?:to|with)|we met|"
    r"featuring|voices?|hear (?:here )?from|speaking(?: here)?|"
    r"we interviewed|meet|(?:in )?conversation|five minutes with|(?:a )?word with|q ?& ?a",
    r"wir (?:sprachen|sprechen|haben gesprochen|trafen|redeten) mit|wir trafen|"
    r"(?:es|hier) (?:spricht|sprechen|antwortet|antworten|erzahlt|erzahlen)|zu wort kommt|zu horen"
    r"(?: ist| sind)?|zu wort kommen|"
    r"im (?:gesprach|interview)|zu gast(?: ist| war)?|(?:funf|drei|zehn) fragen an|gesprach",
    r"(?:hablamos|conversamos|charlamos|hemos hablado|nos sentamos) con|entrevistamos|"
    r"(?:nos |aqui )?(?:habla|hablan|responde|responden|cuenta|interviene|intervienen)|"
    r"en conversacion|hemos entrevistado|(?:cinco|diez) minutos con",
    r"(?:abbiamo|ci siamo) (?:incontrato|intervistato|parlato con|sentito)|ai nostri microfoni|"
    r"(?:ci |qui )?(?:parla|parlano|risponde|rispondono|racconta|interviene|intervengono)|"
    r"al microfono|a colloquio|a tu per tu|in conversazione|quattro chiacchiere",
    r"(?:we|wij) (?:spraken|spreken|praatten|interviewden|hadden het)(?: met)?|in gesprek|"
    r"aan het woord(?: is| zijn| komt| komen)?|aan tafel|te horen(?: is| zijn)?|hier spreekt",
    r"(?:fala[mr]|conversa[mr]|estive)(?:os)? com|(?:em|a) conversa|entrevistamos|"
    r"(?:nos )?(?:fala|falam|responde|respondem|conta|intervem)|"
    r"a fala|bate-papo",
)

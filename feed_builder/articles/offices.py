"""What people are: words for offices and trades, by which a role is told from a name."""

from __future__ import annotations

from feed_builder.articles.given_names import GIVEN_NAMES
from feed_builder.text import folded, words

ROLES = frozenset(
    words(
        # In every language
        "ceo cto cfo coo dpo mep pdg dg dga dgs drh daf dsi rssi dircom "
        # French
        "maire maires president presidente presidents presidentes directeur directrice directeurs "
        "directrices ministre depute deputee senateur senatrice prefet prefete conseiller "
        "conseillere chef cheffe responsable professeur professeure chercheur chercheuse "
        "secretaire delegue deleguee fondateur fondatrice cofondateur cofondatrice charge chargee "
        "coordinateur coordinatrice coordonnateur coordonnatrice adjoint adjointe membre ancien "
        "ancienne elu elue gerant gerante dirigeant dirigeante ingenieur ingenieure architecte "
        "avocat avocate journaliste ecrivain ecrivaine medecin docteur economiste sociologue "
        "historien historienne urbaniste animateur animatrice referent referente vice "
        "agriculteur agricultrice boulanger boulangere maraicher maraichere artisan artisane "
        "enseignant enseignante infirmier infirmiere chanteur chanteuse musicien musicienne "
        "comedien comedienne auteur autrice auteure illustrateur illustratrice conservateur "
        "conservatrice bibliothecaire eleveur eleveuse vigneron vigneronne apiculteur apicultrice "
        "habitant habitante benevole etudiant etudiante doctorant doctorante geographe biologiste "
        "philosophe anthropologue psychologue paysagiste menuisier menuisiere technicien "
        "technicienne commissaire capitaine commandant commandante entraineur entraineuse "
        "proviseur proviseure principal principale doyen doyenne rectrice recteur eleve "
        "geologue hydrologue hydrogeologue climatologue astronome libraire editeur editrice "
        "realisateur realisatrice garde gardien gardienne patron patronne porte pilote "
        "chirurgien chirurgienne veterinaire sage pharmacien pharmacienne tresorier tresoriere "
        # English
        "mayor director minister professor head chief ceo cto cfo chair chairman chairwoman "
        "chairperson secretary member founder cofounder deputy senator councillor councilor former "
        "manager editor author writer historian engineer architect lawyer doctor researcher leader "
        "governor president vice dean curator teacher nurse farmer baker scientist lecturer "
        "spokesperson spokesman spokeswoman commissioner ambassador officer coordinator organiser "
        "organizer artist musician singer composer poet novelist activist volunteer student owner "
        "producer ecologist botanist geologist biologist economist journalist librarian principal "
        "headteacher trustee treasurer consultant analyst ranger keeper warden coach conductor "
        "lead co resident surgeon physicist chemist astronomer archaeologist sociologist "
        "anthropologist psychologist archivist conservator midwife blacksmith carpenter brewer "
        # German
        "burgermeister burgermeisterin oberburgermeister oberburgermeisterin direktor direktorin "
        "leiter leiterin prasident prasidentin ministerin professorin geschaftsfuhrer "
        "geschaftsfuhrerin vorsitzende vorsitzender inhaber inhaberin sprecher sprecherin "
        "landrat landratin pfarrer pfarrerin arzt arztin bauer bauerin lehrer lehrerin autor "
        "autorin kunstler kunstlerin beauftragte beauftragter referentin rektor rektorin gartner "
        "gartnerin hebamme forster forsterin winzer winzerin imker imkerin backer backerin "
        "stellvertretende stellvertretender ehemalige ehemaliger "
        # Spanish
        "alcalde alcaldesa directora ministro ministra profesor profesora presidenta consejero "
        "consejera concejal concejala coordinador coordinadora investigador investigadora jefe "
        "jefa medico medica escritor escritora fundador fundadora portavoz secretario secretaria "
        "gerente ingeniero ingeniera arquitecto arquitecta rector rectora agricultor agricultora "
        "maestro maestra enfermero enfermera abogado abogada historiador historiadora biologo "
        "biologa periodista responsable exalcalde vecino vecina panadero panadera "
        # Italian
        "sindaco sindaca direttore direttrice professore professoressa presidente assessore "
        "assessora ricercatore ricercatrice consigliere consigliera insegnante scrittore "
        "scrittrice fondatore fondatrice medico ingegnere architetto responsabile storico storica "
        "rettore rettrice dottoressa avvocato agronomo agronoma coordinatore coordinatrice "
        "portavoce segretario segretaria artigiano artigiana biologo biologa maestro maestra "
        # Dutch
        "burgemeester voorzitter hoogleraar wethouder directeur directrice boer boerin schrijver "
        "schrijfster onderzoeker oprichter coordinator woordvoerder docent lerares leraar arts "
        "huisarts minister staatssecretaris gedeputeerde raadslid projectleider beheerder "
        "boswachter conservator bakker hoofd teamleider "
        # Portuguese
        "diretor diretora prefeito prefeita professora presidente vereador vereadora secretario "
        "secretaria pesquisador pesquisadora investigador investigadora coordenador coordenadora "
        "fundador fundadora engenheiro engenheira medico medica escritor escritora reitor reitora "
        "autarca arquiteto arquiteta enfermeiro enfermeira agricultor agricultora padeiro padeira "
        # Trades of those whom newsrooms meet, in all of them
        "couvreur couvreuse regisseur regisseuse jardinier jardiniere cuisinier cuisiniere berger "
        "bergere instituteur institutrice pecheur pecheuse couturier couturiere chercheurs eleves "
        "gardener chef driver builder carpenter signalman superintendent grower fisherman potter "
        "doktorand doktorandin kustos hausmeister restaurator restauratorin landwirt landwirtin "
        "librera librero restauradora restaurador farero farera alumna alumno bailarin bailarina "
        "cocinero cocinera pescador pescadora carpintero notaria notario guarda jardinera "
        "jardinero "
        "ingegnera geologo geologa dottorando dottoranda parroco guida fornaio fornaia liutaio "
        "promovendus promovenda postdoc buurvrouw buurman eigenaar eigenares molenaar kunstenaar "
        "verpleegkundige ontwerper ontwerpster historicus student studente kok veerman "
        "bibliotecaria bibliotecario estudante estudantes pastor sapateiro pescadores cozinheiro "
        "cozinheira cacica cacique veterinaria veterinario projecionista"
    )
)
# German and Dutch make one word of it: "Museumsleiterin", "Vereinsvorsitzender".
_ENDINGS = tuple(
    words(
        "leiter leiterin meister meisterin prasident prasidentin minister ministerin direktor "
        "direktorin forscher forscherin professor professorin lehrer lehrerin sprecher sprecherin "
        "vorsitzende vorsitzender chef chefin fuhrer fuhrerin beauftragte beauftragter arzt arztin "
        "bauer bauerin kunstler kunstlerin historiker historikerin koordinatorin manager "
        "managerin hoogleraar directeur voorzitter onderzoeker leidster wethouder bestuurder "
        "pfleger pflegerin wirt wirtin backer backerin planer planerin rat ratin loge login "
        "kundler kundlerin techniker technikerin berater beraterin schreiner schreinerin "
        "dezernent dezernentin iste ist istin ista logue logist gestionnaire kapitan pfarrer"
    )
)
# How German and Dutch words for people end; with a name of two words behind, that is enough.
_AGENTS = tuple(
    words(
        "ent entin er erin or orin ist istin eur eurin ant antin ar arin at atin ege egin frau "
        "mann kraft ster aar ling vrouw man ora eiro eira ero era nte ista"
    )
)
_TRADES = tuple(words("er erin tin chin gin din hirt bauer mann frau man vrouw boer ist istin"))
# These belong to a name, as people say it: "Captain Rhona McAllister", "Dr Ana Roy".
TITLES = frozenset(
    words(
        "dr dre dra pr prof profa professor professeur professeure captain capt capitaine colonel "
        "col general sir dame lord lady reverend rev father sister brother docteur doctor dott "
        "dottssa ing dipl ir drs avv arq arch geom mag lic rabbi imam maitre"
        " right most me major sergeant commander capitan padre pd cllr councillor dipl phd em hon "
        "doktor professorin kapitan revd canon iur med phil rer nat "
        "soeur frere pere mere abbe monseigneur mgr"
    )
)


def is_role_word(word: str) -> bool:
    """Whether a word names an office or a trade."""
    parts = words(word)
    if any(part in ROLES or part.removesuffix("s") in ROLES for part in parts):
        return True
    if not parts or parts[-1] in GIVEN_NAMES:  # "Baptiste" ends as "dentiste" does
        return False
    return len(parts[-1]) > 7 and parts[-1].endswith(_ENDINGS)


def may_be_role_word(word: str, shortest: int = 8) -> bool:
    """Whether a word of `shortest` letters may name an office, where a whole name follows it."""
    parts = words(word)
    return len(parts) == 1 and len(parts[0]) >= shortest and parts[0].endswith(_AGENTS)


def is_trade(word: str) -> bool:
    """Whether a word ends as German and English trades do ("Wirtin", "Älpler", "Driver")."""
    parts = words(word)
    return len(parts) == 1 and len(parts[0]) > 4 and parts[0].endswith(_TRADES)


def is_title(word: str) -> bool:
    """Whether a word is a title that stays with a name."""
    parts = folded(word).replace(".", "").strip(",").split("-")
    return all(part in TITLES for part in parts)

"""What a page puts around an article: words to share, print and go back; credits; reading times.

Rows are folded; a line is furniture when it is one of them from end to end.
"""

from __future__ import annotations

import re

from feed_builder.articles.folding import fold, plain
from feed_builder.text import words

_LONGEST = 120

_PHRASES = """
la revue|revenir a la une|retour a la une|a la une|retour|retour a l accueil|accueil|partager
partager cet article|partager l article|partager sur facebook|partager sur twitter
partager sur linkedin|partager sur x|partager par mail|imprimer|imprimer cet article|telecharger
telecharger l article|telecharger en pdf|version pdf|version imprimable|envoyer|envoyer par mail
envoyer a un ami|s abonner|abonnez vous|je m abonne|newsletter|inscription a la newsletter
haut de page|retour en haut|retour en haut de page|lire la suite|en savoir plus|commenter
ajouter aux favoris|favoris|copier le lien|lien copie|menu|rechercher|recherche|connexion
se connecter|mon compte|contact|mentions legales|facebook|twitter|linkedin|whatsapp|instagram
youtube|x|email|e mail|mail|rss|publicite|precedent|suivant|article precedent|article suivant
aller au contenu|aller au contenu principal|sommaire|ecouter cet article|ecouter l article
voir toutes les actualites|toutes les actualites|actualites|fermer|ouvrir le menu|accepter
share|share this|share this article|share on facebook|share on twitter|share on linkedin|tweet
print|print this page|print this article|back|back to top|back to the front page|back to home
back to news|home|homepage|search|sign in|log in|subscribe|subscribe now|sign up|download
download pdf|skip to content|skip to main content|advertisement|read more|continue reading
listen to this article|copy link|link copied|bookmark|save|previous|next|previous article
next article|follow us|contact us|close|view all news|all news|front page|the magazine
teilen|artikel teilen|drucken|merken|zuruck|zuruck zur startseite|startseite|anzeige|weiterlesen
abonnieren|artikel anhoren|nach oben|compartir|imprimir|volver|volver a la portada|portada
suscribete|publicidad|escuchar este articulo|inicio|condividi|stampa|torna alla home|torna su
abbonati|pubblicita|ascolta questo articolo|delen|deel dit artikel|afdrukken|terug|abonneren
advertentie|luister naar dit artikel|partilhar|compartilhar|voltar|assine|publicidade
ouvir este artigo|ouca este artigo
"""
_ENDINGS = """
sur le meme sujet|sur le meme theme|a lire aussi|lire aussi|a lire egalement|articles lies
articles similaires|articles associes|dans la meme rubrique|a decouvrir aussi|vous aimerez aussi
mots cles|tags|nos derniers articles|autres articles|a ecouter aussi|a reecouter aussi
ecoutez aussi|ecouter aussi|nos autres podcasts|d autres podcasts|pour aller plus loin
sur le meme sujet dans nos pages|les plus lus|articles recommandes
read also|also read|related|related articles|related stories|more on this|more on this story
more like this|you may also like|recommended|most read|keywords|more podcasts|more episodes
listen also|also listen|more interviews|more from us|latest podcasts|you might also like
mehr zum thema|lesen sie auch|das konnte sie auch interessieren|weitere artikel|auch interessant
weitere podcasts|weitere folgen|ahnliche artikel|passend dazu|meistgelesen|verwandte artikel
lea tambien|le puede interesar|te puede interesar|noticias relacionadas|articulos relacionados
lee tambien|mas noticias|otras noticias|escuche tambien|escucha tambien|tambien te puede interesar
leggi anche|potrebbe interessarti|potrebbe interessarti anche|articoli correlati|notizie correlate
ascolta anche|altri articoli|ti potrebbe interessare|lees ook|gerelateerde artikelen|meer nieuws
luister ook|meer over dit onderwerp|verwante artikelen|leia tambem|veja tambem|artigos relacionados
noticias relacionadas|mais noticias|ouca tambem|relacionadas
"""
_COMMENTS = """
commentaires|commentaire|laisser un commentaire|vos commentaires|reactions|vos reactions
comments|comment|leave a comment|reader comments|readers comments|your comments|join the discussion
kommentare|kommentar|leserkommentare|leserbriefe|kommentar schreiben|comentarios|comentario
deja un comentario|commenti|commento|lascia un commento|reacties|reactie|plaats een reactie
deixe um comentario|deixe o seu comentario
"""
_PATTERNS = (
    # Reading times, which are no durations of a recording.
    re.compile(
        r"(?:temps de lecture|lecture|reading time|lesezeit|tiempo de lectura|leestijd)\b.*"
    ),
    re.compile(r"(?:tempo di lettura|tempo de leitura)\b.*"),
    re.compile(
        r"[~\s]{0,3}\d{1,3}[\s-]?min(?:utes?|\.)? (?:de lecture|read|lesezeit|de lectura)\b.*"
    ),
    # Credits of pictures.
    re.compile(r"(?:©|\(c\) |copyright\b|credits?(?: photos?)?\s?:|photos?(?: credits?)?\s?:).*"),
    re.compile(r"(?:photographie|illustration|image|foto|bild|imagen|immagine)s?\s?:.*"),
    # One line to another article.
    re.compile(r"(?:a )?lire (?:aussi|egalement)\s?:.*|(?:read also|also read|see also)\s?:.*"),
    re.compile(
        r"(?:mehr zum thema|sur le meme (?:sujet|theme)|pour aller plus loin|more on this|"
        r"related(?: stories| articles)?|mas sobre el tema|sullo stesso tema|"
        r"meer over dit onderwerp|sobre o mesmo tema)\s?[:|-].*"
    ),
    re.compile(r"(?:lesen sie auch|leggi anche|lees ook|lea tambien|leia tambem)\s?:.*"),
    re.compile(r"(?:mots[- ]cles|tags?|keywords|themes?|categories|rubriques?)\s?:.*"),
)


def _rows(table: str) -> frozenset[str]:
    return frozenset(row.strip() for line in table.split("\n") for row in line.split("|") if row)


# A row of buttons: words of sharing and names of networks, in any order.
_SHARING = frozenset(
    words(
        "partager partagez partage share teilen teile compartir compartilhar partilhar condividi "
        "condividere delen deel tweet tweeter imprimer print drucken"
    )
)
_NETWORKS = frozenset(
    words(
        "facebook twitter linkedin whatsapp instagram youtube pinterest telegram mastodon bluesky "
        "threads reddit x email mail courriel messenger viber xing tumblr flipboard rss lien link "
        "copier copy url sms"
    )
)
_WITH_THEM = frozenset(
    words(
        "cet cette article page story this artikel diesen beitrag dit articolo questo este artigo "
        "articulo sur on auf en su op no par via le la l the et and und y e ou or a avec vos amis "
        "with friends with your por em noticia pagina contenu"
    )
)
_MOST_BUTTONS = 16


def _is_sharing(found: list[str]) -> bool:
    """Whether a line is a row of buttons: "Partagez cet article Facebook Twitter LinkedIn"."""
    known = _SHARING | _NETWORKS | _WITH_THEM
    buttons = set(found) & (_SHARING | _NETWORKS - {"x", "mail", "link", "lien", "copy", "url"})
    return len(found) <= _MOST_BUTTONS and bool(buttons) and known.issuperset(found)


_FURNITURE = _rows(_PHRASES)
_REMARKS = _rows(_COMMENTS)
_LAST = _rows(_ENDINGS) | _REMARKS


def is_furniture(text: str) -> bool:
    """Whether a whole line belongs to the page around the article."""
    if len(text) > _LONGEST:
        return False
    shown = plain(text)
    said = words(shown)
    found = " ".join(said)
    if not found or _is_sharing(said):
        return True
    view = fold(shown).text.strip("- •|>")
    return found in _FURNITURE or any(row.fullmatch(view) for row in _PATTERNS)


def is_ending(text: str) -> bool:
    """Whether a line heads what a page puts below an article."""
    return len(text) <= _LONGEST and _without_count(text) in _LAST


def is_comments(text: str) -> bool:
    """Whether a line heads what readers wrote ("3 commentaires", "Comments (2)")."""
    return len(text) <= _LONGEST and _without_count(text) in _REMARKS


def _without_count(text: str) -> str:
    return " ".join(word for word in words(plain(text)) if not word.isdigit())

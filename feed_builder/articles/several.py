"""Several people in one announcement: where one ends and the next begins."""

from __future__ import annotations

import re
from itertools import islice

from feed_builder.articles.given_names import is_given_name
from feed_builder.articles.names import (
    DASHES,
    is_full_name,
    is_whole_name,
    is_written_loud,
    name_end,
    trimmed,
)
from feed_builder.articles.offices import is_role_word, is_title
from feed_builder.articles.phrases import (
    AND,
    ARTICLES,
    TOPIC,
    is_affiliation,
    is_of_several,
    is_plural,
    office_before,
    without_article,
)
from feed_builder.articles.relatives import relative
from feed_builder.articles.role_first import role_first
from feed_builder.articles.spellings import is_honorific, is_shouted, name_words

# An announcement names a handful of people; a line with more commas than this is none.
MOST_JOINTS = 24
# "… and to", "… y a", "et d'": the preposition before the second name.
_TO = r"(?:(?:ad|a|à|al|alla|con|de|avec|with|mit|met|com|von|van|to)\s|d['’])?"
JOINED = re.compile(
    rf"(?P<comma>\s?[,;]|\s[–—-])\s(?P<and>{AND}\s{_TO})?|\s(?P<only>{AND})\s{_TO}", re.IGNORECASE
)


# "sheep farmers Ailsa and Duncan McRAE": small words or none, one name, and a full one.
_ONE_SURNAME = re.compile(
    r"(?P<role>(?:[a-zß-ÿ][\w'’-]*\s){0,4})(?P<first>[^\W\d_a-zß-ÿ][\w-]+)\s"
    r"(?:et|and|&|und|y|e|en)\s(?=[^\W\d_a-zß-ÿ])"
)


def with_both_surnames(text: str) -> str:
    """ "Ailsa and Duncan McRAE" with the surname behind both names; else `text` as it is.

    Without a role of several before them only capitals tell a surname: "Zoé et Tom Roux" stays.
    """
    match = _ONE_SURNAME.match(text)
    if not match:
        return text
    first, second = match["first"], text[match.end() :][: name_end(text[match.end() :])]
    shared = _shared_surname(second)
    role = without_article(match["role"].strip())
    if not shared or is_shouted(first) or is_honorific(first) or is_title(first):
        return text
    sure = is_of_several(role) if role else is_written_loud(second)
    place = match.end("first")
    return f"{text[:place]} {shared}{text[place:]}" if sure else text


def _shared_surname(name: str) -> str:
    """The surname of a full name as it is written; "" where a title or an office opens it."""
    found = name.split()
    if not is_full_name(name) or is_title(found[0]) or is_honorific(found[0]):
        return ""
    if office_before(name) or not all(word.replace("-", "").isalpha() for word in found):
        return ""
    rest = found[1:]
    while len(rest) > 1 and is_given_name(rest[0]):
        rest = rest[1:]
    return " ".join(rest)


def split_people(text: str) -> list[str]:
    """The pieces of `text` that tell of one person each.

    Several people are seen in "A, B et C" (names only), in "A, role, et B, role" (a comma before
    "et"), in "A et B, role", and wherever a given name and a surname in capitals follow a comma
    or "et", if the first is written so too. Anything else is one person with a long role.
    """
    names = only_names(text) or _names_before_role(text)
    if names:
        return names
    pieces, start = [], 0
    for joint in islice(JOINED.finditer(text), MOST_JOINTS):
        if joint.start() >= start and _opens_person(text, start, joint):
            pieces.append(text[start : joint.start()])
            start = joint.end()
    return [*pieces, text[start:]]


def _names_before_role(text: str) -> list[str]:
    """ "Enzo, Zoé et Tom, élèves": the names, the last with what they are."""
    for joint in islice(JOINED.finditer(text), MOST_JOINTS):
        if not (joint.group("only") or joint.group("and")):
            continue
        behind = text.find(",", joint.end())
        names = only_names(text[:behind]) if behind > 0 else []
        if len(names) > 2 and is_plural(trimmed(text[behind:]).partition(" ")[0]):
            return [*names[:-1], names[-1] + text[behind:]]
    return []


def only_names(text: str) -> list[str]:
    joints = list(islice(JOINED.finditer(text), MOST_JOINTS))
    if len(joints) == MOST_JOINTS or not joints:
        return []
    starts = [0, *(joint.end() for joint in joints)]
    ends = [*(joint.start() for joint in joints), len(text)]
    pieces = [text[start:end] for start, end in zip(starts, ends, strict=True)]
    joined = any(joint.group("and") or joint.group("only") for joint in joints)
    clear = joined or all(is_full_name(one) and is_given_name(name_words(one)[0]) for one in pieces)
    given = len(pieces) > 1 and all(len(one.split()) == 1 for one in pieces)
    full = is_full_name(pieces[-1]) or (given and any(map(is_given_name, pieces)))
    names = clear and all(map(is_whole_name, pieces)) and full
    return pieces if names and not any(_is_body(one, pieces[0]) for one in pieces) else []


def _is_body(name: str, first: str) -> bool:
    """Whether "INRAE" or "INRAE Theix" is where "Anna ROY" works, and nobody's name."""
    if not is_written_loud(first):
        return False
    alone = len(name.split()) == 1 and is_shouted(name)
    return alone or (is_written_loud(name) and not _are_in_one_order(first, name))


def _opens_person(text: str, start: int, joint: re.Match[str]) -> bool:
    after = text[joint.end() :]
    name = after[: name_end(after)]
    before = text[start : joint.start()]
    first = before[: name_end(before)]
    if not first and (joint.group("and") or joint.group("only")) and _opens_office(after):
        return role_first(before) is not None
    if (joint.group("and") or joint.group("only")) and relative(after) and (first or before):
        return True
    if first and joint.group("only") and _is_trade_and_name(after):
        return True
    if joint.group("and") and first != before and _opens_office(after):
        return True
    if not first and joint.group("only") and _is_what_and_name(after):
        return role_first(before) is not None
    if before.endswith(")") and (joint.group("only") or joint.group("and")) and _is_one(after):
        return True
    joined = joint.group("only") or joint.group("and")
    if first and joined and _is_office_and_name(after):
        return True
    rest = after[len(name) :]
    works = _is_pair(first, before, joint) and is_affiliation(rest.strip())
    if not is_full_name(name) or not (works or _may_follow_name(rest)):
        return False
    if before.endswith(")") or (first != before and _is_told_apart(name, after, joint)):
        return True
    if (
        (joint.group("comma") or "").strip() == ";"
        or joint.group("and")
        or joint.group("only") == "&"
    ):
        return True
    if _is_pair(first, before, joint):
        return True
    return is_written_loud(first) and is_written_loud(name) and _are_in_one_order(first, name)


def _are_in_one_order(first: str, second: str) -> bool:
    """Whether both have the surname last, or both first; "ADEME Auvergne" is no Auvergne ADEME."""
    return is_shouted(name_words(first)[-1]) == is_shouted(name_words(second)[-1])


def _is_pair(first: str, before: str, joint: re.Match[str]) -> bool:
    """Whether a name and nothing else stands before "and"."""
    return joint.group("only") is not None and first == before


def _opens_office(text: str) -> bool:
    """Whether "le préfet Luc Pin" or "die Rektorin, Uta Lehe" begins here."""
    return any(map(is_role_word, text.split()[:2])) and role_first(text) is not None


def _is_trade_and_name(text: str) -> bool:
    """Whether "la harpiste Solveig Dahl" begins here: an article or none, one word, a name."""
    found = text.split()
    skip = 1 if found and found[0].lower() in ARTICLES else 0
    if len(found) < skip + 3 or not is_role_word(found[skip]) or found[skip][:1].isupper():
        return False
    name = " ".join(found[skip + 1 :])
    end = name_end(name)
    return is_full_name(name[:end]) and _may_follow_name(name[end:])


def _is_office_and_name(text: str) -> bool:
    """Whether "die Lokführerin Ana Roy" begins here: German writes trades with a capital."""
    article, _, rest = text.partition(" ")
    said = rest if article.lower() in ARTICLES else text
    end = name_end(said)
    retired = re.match(r"\w[\w-]{3,40}\s(?:a\.\s?D\.|i\.\s?R\.)\s", said)
    if retired:
        return is_full_name(said[retired.end() :][: name_end(said[retired.end() :])])
    office = office_before(said[:end])
    named = bool(office) and said[office].isupper() and is_full_name(said[office:end])
    return named and _may_follow_name(said[end:])


def _is_one(text: str) -> bool:
    """Whether "Jade, élève de CM2" begins here: one name, and what she is in small letters."""
    name, comma, rest = text.partition(",")
    return bool(comma) and name.isalpha() and name[:1].isupper() and rest.lstrip()[:1].islower()


def _is_what_and_name(text: str) -> bool:
    """Whether "elektricien Moussa Diallo" begins here: small words, whatever they say, a name."""
    found = text.split()
    small = next((at for at, word in enumerate(found) if not word[:1].islower()), 0)
    if not 1 <= small <= 4:
        return False
    name = text[text.index(found[small], sum(map(len, found[:small]))) :]
    end = name_end(name)
    return is_full_name(name[:end]) and _may_follow_name(name[end:])


def _is_told_apart(name: str, after: str, joint: re.Match[str]) -> bool:
    """Whether a known given name, with a role or the text's end behind it, opens a person."""
    behind = after[len(name) :].lstrip()
    known = is_given_name(name_words(name)[0])
    if joint.group("only"):
        return known or (behind[:1] in tuple(",(") and is_role_word(trimmed(behind).split(" ")[0]))
    return known and behind[:1] in tuple(",(:–-")


def _may_follow_name(rest: str) -> bool:
    closed = rest.strip()
    marked = not closed or closed[0] in ",;(:" or closed[0] in DASHES
    return marked or bool(JOINED.match(rest) or TOPIC.match(rest))

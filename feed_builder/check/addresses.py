"""Addresses as feeds write them: of pages and files, and of people."""

from __future__ import annotations

import re
from collections.abc import Iterator
from email.utils import getaddresses
from posixpath import splitext
from urllib.parse import unquote, urlsplit

from feed_builder.check.dates import Problem
from feed_builder.check.rule import shown

_URL_CHARACTER = re.compile(r"[0-9A-Za-z;/?:@&=+$.\-_!~*'()%,#]")
_FULL = re.compile(r"[A-Za-z][0-9A-Za-z+\-.]*:(//)?[0-9A-Za-z;/?:@&=+$.\-_!~*'()%,#]+")
_IP6 = re.compile(
    r"[A-Za-z][0-9A-Za-z+\-.]*://\[[0-9A-Fa-f:.]+\][0-9A-Za-z;/?:@&=+$.\-_!~*'()%,#]*"
)
_RELATIVE = re.compile(r"[0-9A-Za-z;/?:@&=+$.\-_!~*'()%,#]*")
_UUID = re.compile(r"urn:uuid:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.I)
_URN = re.compile(r"urn:[a-z0-9][a-z0-9-]{1,31}:([a-z0-9()+,\-.:=@;$_!*'/?~&]|%[0-9a-f]{2})+", re.I)
_TAG = re.compile(
    r"tag:([a-z0-9\-._]+@)?[a-z0-9.\-]+,\d{4}(-\d{2}(-\d{2})?)?:[0-9a-zA-Z;/?:@&=+$.\-_!~*'()%,]*"
    r"(#[0-9a-zA-Z;/?:@&=+$.\-_!~*'()%,]*)?"
)
_DOMAIN = r"(([0-9]{1,3}\.){3}|([A-Z0-9\-_]+\.)+)[A-Z0-9][-A-Z0-9]*\.?"
_WEB = re.compile(rf"https?://({_DOMAIN}|\[[0-9A-F:.]+\])(:\d+)?([/?#]|$)", re.I)
_EMAIL = re.compile(rf"[A-Z0-9_\-+.'%&]+@{_DOMAIN}", re.I)
_SCHEMES = frozenset(
    "about acct aaa aaas acap afp cap cid crid data dav dict dns ed2k example fax feed file ftp geo "
    "git go gopher h323 http https iax icap im imap info ipfs ipns ipp irc ircs iris jabber ldap "
    "ldaps lnurlp magnet mailto matrix message mid mms mmsh msrp msrps mtqp mupdate mvn news nfs ni "
    "nih nntp opaquelocktoken pcast payto pkcs11 pop pres prospero rsync rtmp rtsp rtsps service "
    "session sftp shttp sip sips skype sms snmp ssh steam stun svn tag tel telnet tftp thismessage "
    "tip turn tv udp urn vemmi view-source vnc wais webcal ws wss xmlrpc.beep xmpp xri z39.50r z39.50s"
    .split()
)  # fmt: skip


def full_url(value: str) -> Iterator[Problem]:
    """What is wrong with a URL that must be whole: scheme, host and ASCII only (RSS-27)."""
    scheme = value.partition(":")[0].lower()
    if scheme == "tag":
        if not _TAG.fullmatch(value):
            yield "url-tag", f"{shown(value)} is not a tag: URI", "write tag:example.org,2024:name"
    elif scheme == "urn":
        yield from _urn(value)
    elif not _FULL.fullmatch(value) and not _IP6.fullmatch(value):
        yield _character_fault(value)
    elif scheme in ("http", "https", "ftp") and not re.match(r"\w+://[^/]", value):
        yield "url-full", f"{shown(value)} names no host", "write https://host/path"
    elif scheme.isalpha() and scheme not in _SCHEMES:
        yield "url-scheme", f"{scheme}: is no registered scheme", "write an address of the web"


def _urn(value: str) -> Iterator[Problem]:
    if value.lower().startswith("urn:uuid:"):
        if not _UUID.fullmatch(value):
            fix = "write urn:uuid: and 8-4-4-4-12 hexadecimal digits"
            yield "url-urn", f"{shown(value)} is not a UUID", fix
    elif not _URN.fullmatch(value):
        yield "url-urn", f"{shown(value)} is not a URN", "write urn:namespace:name"


def _character_fault(value: str) -> Problem:
    for character in value:
        if character.isascii() and not _URL_CHARACTER.match(character):
            fix = f"write it as %{ord(character):02X}, or leave it out"
            return "url-characters", f"{shown(value)} holds {character!r}", fix
    if not value.isascii() and re.match(r"[A-Za-z][\w+\-.]*:", value):
        fix = "percent-encode the path; write the host in Punycode (xn--…)"
        return "url-ascii", f"{shown(value)} holds letters outside ASCII", fix
    said = f"{shown(value)} is no full address" if value else "there is no address"
    return "url-full", said, "write it with scheme and host: https://host/path"


def reference(value: str) -> Iterator[Problem]:
    """What is wrong with a reference that may be relative (Atom, Media RSS)."""
    if not value or value.partition(":")[0].lower() in ("tag", "urn"):
        yield from full_url(value) if value else ()
    elif not _RELATIVE.fullmatch(value) and not _IP6.fullmatch(value):
        bad = [c for c in value if c.isascii() and not _URL_CHARACTER.match(c)]
        if bad:
            fix = f"write it as %{ord(bad[0]):02X}"
            yield "url-characters", f"{shown(value)} holds {bad[0]!r}", fix
    elif re.match(r"(https?|ftp):(?!//[^/])", value, re.I):
        yield "url-full", f"{shown(value)} names no host", "write https://host/path"


def web_url(value: str) -> Iterator[Problem]:
    """What is wrong with the address of a file on the web (RSS-72, APL-22)."""
    if not _WEB.match(value):
        said = shown(value) if value else "nothing"
        fix = "write it whole: https://host.tld/path"
        yield "url-web", f"{said} is no full http(s) address", fix
    elif not value.isascii():
        fix = "percent-encode the path; write the host in Punycode (xn--…)"
        yield "url-ascii", f"{shown(value)} holds letters outside ASCII", fix
    elif not _FULL.fullmatch(value) and not _IP6.fullmatch(value):
        bad = next(c for c in value if not _URL_CHARACTER.match(c))
        fix = f"write it as %{ord(bad):02X}, or leave it out"
        yield "url-characters", f"{shown(value)} holds {bad!r}", fix


def is_web_url(value: str) -> bool:
    """Whether this is the address of something on the web."""
    return not list(web_url(value))


def suffix(url: str) -> str:
    """The suffix of a URL's path in lower case, with its dot; "" if there is none."""
    try:
        return splitext(urlsplit(url).path)[1].lower()
    except ValueError:
        return ""


def named_email(value: str) -> Iterator[Problem]:
    """What is wrong with "mail@host (Name)" (RSS-26, RSS-85)."""
    if value.startswith("mailto:"):
        value = unquote(value[7:])
    if value.find("@") > 0 and not value.endswith(")"):
        if " " in value:
            fix = "write mail@host.tld (Real Name)"
            yield "email-form", f"{shown(value)}: name and address stand the wrong way", fix
        else:
            yield from email(value)
            yield "email-name", f"{shown(value)} names nobody", f"write {value} (Real Name)"
    else:
        yield from email(value)


def email(value: str) -> Iterator[Problem]:
    """What is wrong with an e-mail address; a name may stand beside it."""
    # Some releases of Python take a comma in "mail@host (Name, Place)" for a second address.
    plain = value.partition("(")[0] if value.endswith(")") else value
    found = getaddresses([plain]) if "@" in plain else []
    address = found[0][1] if len(found) == 1 else plain
    if not _EMAIL.fullmatch(address):
        said = f"{shown(value)} is no e-mail address" if value else "there is no e-mail address"
        fix = "write mail@host.tld, or name people in itunes:author or dc:creator"
        yield "email-address", said, fix


def has_email(value: str) -> bool:
    """Whether an e-mail address stands in `value`."""
    return re.search(_EMAIL.pattern, value, re.I) is not None

"""Who hosts players: one row for each, from a player's address to the page of its episode.

A new one is a row of `HOSTS`. What a row does not know is no player: pages frame maps,
letters of news and advertisements as well.
"""

from __future__ import annotations

import re
from urllib.parse import unquote

from feed_builder.records import dataclass
from feed_builder.text import address_parts

_ID = r"[\w-]{1,120}"
# An address inside an address ends where the outer one goes on.
_NESTED = r"https?://[^\s&?\"<>]{4,1000}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Host:
    """A host of players.

    `host` is its domain or what it ends with; `episode` finds the players of one episode in what
    stands behind the host, unquoted; `page` makes of its groups the address where the episode
    plays: a name in braces is a group, `address` the player's own. Other addresses of the host are
    whole shows, playlists and pages without a player. `in_text` tells that an address that stands
    alone in a text is a player as well, as WordPress has it.
    """

    name: str
    host: str
    episode: str
    page: str = "{address}"
    in_text: bool = True


_ROWS = (
    Host(
        name="SoundCloud",
        host="soundcloud.com",
        # The address of the interface plays nowhere, the player with it in does.
        episode=r"(?:^|[?&]url=(?:https?:)?//api(?:-v2)?\.soundcloud\.com)(?P<track>/tracks/[\w:-]{1,80})",
        page="https://w.soundcloud.com/player/?url=https%3A//api.soundcloud.com{track}",
    ),
    Host(
        name="SoundCloud",
        host="soundcloud.com",
        episode=r"[?&]url=(?:https?:)?//(?:www\.|m\.)?soundcloud\.com"
        rf"(?P<path>/{_ID}/(?!sets\b|tracks\b|albums\b){_ID})",
        page="https://soundcloud.com{path}",
    ),
    Host(
        name="SoundCloud",
        host="soundcloud.com",
        episode=rf"^/(?!player\b|discover\b|search\b|tracks/?$){_ID}/"
        rf"(?!sets\b|tracks\b|albums\b|likes\b|reposts\b){_ID}(?:/s-\w{{1,40}})?/?(?:\?|$)",
    ),
    Host(name="Ausha", host="ausha.co", episode=rf"[?&]podcastId=(?P<id>{_ID})"),
    Host(name="Ausha", host="podcast.ausha.co", episode=rf"^/(?!playlist/){_ID}/{_ID}"),
    Host(
        name="Acast",
        host="acast.com",
        episode=rf"^(?!.{{0,2000}}[?&]feed=true)/(?:s/)?(?:\$/)?(?!s/|search){_ID}/(?:episodes/)?"
        rf"(?!episodes/?(?:\?|$)){_ID}",
    ),
    Host(
        name="Audioboom",
        host="audioboom.com",
        episode=r"^/posts/(?P<id>\d{1,12}(?:-[\w-]{1,200})?)",
        page="https://audioboom.com/posts/{id}",
    ),
    Host(
        name="Podcastics",
        host="podcastics.com",
        episode=rf"^/(?:player/{_ID}/\d{{1,9}}/\d{{1,9}}|podcast/episode/{_ID}|episode/\d{{1,9}})",
    ),
    Host(
        name="Buzzsprout",
        host="buzzsprout.com",
        episode=r"^/(?P<show>\d{1,12})/(?:episodes/)?(?P<id>\d[\w-]{0,200}?)(?:\.js|\.mp3)?(?:\?|/|$)",
        page="https://www.buzzsprout.com/{show}/{id}",
    ),
    Host(
        name="Spotify",
        host="open.spotify.com",
        episode=r"^/(?:intl-\w\w/)?(?:embed(?:-podcast)?/)?episode/(?P<id>\w{1,40})",
        page="https://open.spotify.com/episode/{id}",
    ),
    Host(
        name="Anchor",
        host="anchor.fm",
        episode=rf"^/(?P<show>{_ID})/(?:embed/)?episodes/(?P<id>{_ID})",
        page="https://anchor.fm/{show}/episodes/{id}",
    ),
    Host(
        name="Spotify for Creators",
        host="spotify.com",
        episode=rf"^/pod/(?:show|profile)/(?P<show>{_ID})/(?:embed/)?episodes/(?P<id>{_ID})",
        page="https://podcasters.spotify.com/pod/show/{show}/episodes/{id}",
    ),
    *(
        Host(
            name="YouTube",
            host=host,
            episode=r"^/(?:embed/|v/|shorts/|live/|watch\?(?:.{0,400}?&)?v=)"
            r"(?!videoseries\b|live_stream\b)(?P<id>[\w-]{6,20})",
            page="https://www.youtube.com/watch?v={id}",
        )
        for host in ("youtube.com", "youtube-nocookie.com")
    ),
    Host(
        name="YouTube",
        host="youtu.be",
        episode=r"^/(?P<id>[\w-]{6,20})",
        page="https://www.youtube.com/watch?v={id}",
    ),
    Host(
        name="Vimeo",
        host="vimeo.com",
        episode=r"^/(?:video/)?(?P<id>\d{5,12})",
        page="https://vimeo.com/{id}",
    ),
    Host(
        name="Dailymotion",
        host="dailymotion.com",
        episode=r"^/(?:embed/)?(?:video/|player(?:/\w{1,20})?\.html\?video=)(?P<id>\w{4,20})",
        page="https://www.dailymotion.com/video/{id}",
    ),
    Host(
        name="Podigee",
        host="podigee.com",
        episode=rf"[?&]configuration=(?P<page>{_NESTED}?)(?:/embed)?(?:[?&]|$)",
        page="{page}",
    ),
    Host(
        name="Podigee",
        host="podigee.io",
        episode=rf"^/(?P<id>\d{{1,6}}-{_ID})",
        page="https://{host}/{id}",
    ),
    Host(
        name="Simplecast",
        host="simplecast.com",
        episode=r"^/(?:episodes/)?(?P<id>[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9a-f]{8})\b",
    ),
    Host(name="Simplecast", host="simplecast.com", episode=rf"^/episodes/{_ID}"),
    Host(name="Deezer", host="deezer.com", episode=r"^/(?:widget/\w{1,9}/|\w\w/)?episode/\d{1,15}"),
    Host(
        name="Apple Podcasts",
        host="podcasts.apple.com",
        episode=r"^(?P<path>/[^?\s]{1,400})\?(?:.{0,400}?&)?i=(?P<id>\d{1,20})",
        page="https://podcasts.apple.com{path}?i={id}",
    ),
    Host(name="Libsyn", host="libsyn.com", episode=r"^/embed/episode/id/\d{1,12}"),
    Host(
        name="Podbean",
        host="podbean.com",
        episode=r"^/(?:player-v2/\?(?!.{0,400}multi)(?:.{0,400}?&)?i=[\w-]{4,60}|media/player/(?!multi)"
        r"[\w-]{4,60}|e/[\w-]{1,200}|ew/[\w-]{1,60})",
    ),
    Host(
        name="Spreaker",
        host="spreaker.com",
        episode=r"^/(?:player\?(?:.{0,400}?&)?episode_id=|episode/(?:[\w-]{1,200}--)?)\d{1,12}",
    ),
    Host(
        name="Megaphone",
        host="megaphone.fm",
        episode=r"^/(?:(?=[A-Z]{2,6}\d{4,14}\b)|\?(?!.{0,400}\bp=)(?:.{0,400}?&)?e=\w{4,20})",
    ),
    Host(name="Transistor", host="transistor.fm", episode=r"^/[es]/[0-9a-f]{6,12}\b"),
    Host(name="Omny", host="omny.fm", episode=rf"^/shows/{_ID}/(?!playlists\b){_ID}"),
    Host(name="Captivate", host="captivate.fm", episode=r"^/episode/[\w-]{8,60}"),
    Host(name="RSS.com", host="rss.com", episode=rf"^/(?:podcasts/)?{_ID}/\d{{3,12}}"),
    Host(name="iVoox", host="ivoox.com", episode=r"(?:player_ej_|-audios-mp3_rf_|_rf_)\d{3,12}"),
    Host(
        name="Radio France",
        host="radiofrance.fr",
        episode=rf"^/(?!.{{0,200}}/live)(?:embed/)?(?:player/)?{_ID}/(?:embed/|podcasts/)?[\w/-]{{8,300}}",
        in_text=False,
    ),
    Host(
        name="Mixcloud",
        host="mixcloud.com",
        episode=rf"[?&]feed=(?P<path>/{_ID}/(?!playlists\b){_ID})",
        page="https://www.mixcloud.com{path}/",
    ),
    Host(name="Saooti", host="saooti.com", episode=r"^/miniplayer/(?:\w{1,20}/)?\d{2,12}"),
    Host(name="Audiomeans", host="audiomeans.fr", episode=rf"/episodes?/{_ID}"),
    Host(name="Castos", host="castos.com", episode=r"^/player/\d{2,12}"),
    Host(name="LetsCast", host="letscast.fm", episode=rf"^/(?:episodes/|player/episode/){_ID}"),
    Host(name="ARD Audiothek", host="ardaudiothek.de", episode=rf"^/(?:embed/|episode/){_ID}"),
    Host(
        name="Internet Archive",
        host="archive.org",
        episode=r"^/(?:embed|details)/(?P<id>[\w.-]{2,120})",
        page="https://archive.org/details/{id}",
    ),
    # PeerTube lies on hosts of any name.
    Host(
        name="PeerTube",
        host="",
        episode=r"^/(?:videos/embed|w)/(?P<id>[\w-]{22,36})(?:\?|$)",
        page="https://{host}/w/{id}",
        in_text=False,
    ),
)
HOSTS = tuple((row, re.compile(row.episode, re.IGNORECASE)) for row in _ROWS)
_LONGEST = 2000


def episode_page(address: str, *, in_text: bool = False) -> str | None:
    """The page where the player at `address` plays one episode; None where it plays none.

    With `in_text` the address was not framed but stands in a text.
    """
    if len(address) > _LONGEST:
        return None
    parts = address_parts(address)
    host = (parts.hostname or "").lower()
    behind = _behind(parts.path, parts.query)
    for row, episode in HOSTS:
        if not _is_of(host, row.host) or (in_text and not row.in_text):
            continue
        match = episode.search(behind)
        if match:
            return row.page.format(address=address, host=host, **match.groupdict())
    return None


def _is_of(host: str, domain: str) -> bool:
    return not domain or host == domain or host.endswith(f".{domain}")


def _behind(path: str, query: str) -> str:
    """What stands behind the host, unquoted: twice, where addresses lie in addresses."""
    whole = f"{path or '/'}?{query}" if query else path or "/"
    return unquote(unquote(whole))

"""Directories where a show may be listed: the key in podcast.toml, the name people know."""

from __future__ import annotations

DIRECTORIES = {
    "apple": "Apple Podcasts",
    "spotify": "Spotify",
    "deezer": "Deezer",
    "youtube": "YouTube",
    "amazon": "Amazon Music",
    "podcast_index": "Podcast Index",
    "pocket_casts": "Pocket Casts",
    "castbox": "Castbox",
    "fyyd": "fyyd",
    "iheart": "iHeart",
    "tunein": "TuneIn",
    "player_fm": "Player FM",
}

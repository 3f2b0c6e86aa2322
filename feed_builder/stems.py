"""What may share an episode's stem, as `01-name.mp3` does, and so belongs to it."""

from __future__ import annotations

# In the order in which one is preferred when several recordings share a stem.
AUDIO_SUFFIXES = (".mp3", ".m4a", ".m4b", ".mp4", ".aac", ".opus", ".ogg", ".oga", ".flac", ".wav")
ARTWORK_SUFFIXES = (".jpg", ".jpeg", ".png")
TRANSCRIPT_TYPES = {
    ".vtt": "text/vtt",
    ".srt": "application/x-subrip",
    ".json": "application/json",
    ".html": "text/html",
    ".txt": "text/plain",
}
CHAPTERS_SUFFIX = ".chapters.json"
UNREAD_CHAPTERS = (".chapters.txt", ".psc.xml")
SIDECAR_SUFFIXES = (CHAPTERS_SUFFIX, *UNREAD_CHAPTERS, *TRANSCRIPT_TYPES, *ARTWORK_SUFFIXES)

"""What may share an episode's stem, as `01-name.mp3` does, and so belongs to it."""

from __future__ import annotations

# In the order in which one is preferred when several recordings share a stem.
AUDIO_SUFFIXES = (".mp3", ".m4a", ".m4b", ".mp4", ".aac", ".opus", ".ogg", ".oga", ".flac", ".wav")
# Recordings all the same, as telephones and dictating machines make them: no app plays them.
UNPLAYED_SUFFIXES = tuple(
    ".wma .aif .aiff .aifc .amr .3gp .caf .mka .weba .webm .mov .ra .wv .ape .ac3 .au".split()
)
# What `feed-builder master` makes beside a recording, by format; it is published instead of it.
MASTERS = {"mp3": ".master.mp3", "aac": ".master.m4a"}
ARTWORK_SUFFIXES = (".jpg", ".jpeg", ".png")
TRANSCRIPT_TYPES = {
    ".vtt": "text/vtt",
    ".srt": "application/x-subrip",
    ".json": "application/json",
    ".html": "text/html",
    ".txt": "text/plain",
}
# Markdown is read, and published as the others; an episode's own file has the same suffix.
TRANSCRIPT_SUFFIXES = (*TRANSCRIPT_TYPES, ".md")
# In the order in which one is preferred: the richer form first.
CHAPTER_SUFFIXES = (
    ".chapters.json",
    ".psc.xml",
    ".psc",
    ".chapters.xml",
    ".chapters.vtt",
    ".chapters.txt",
    ".labels.txt",
)
# What is known of a recording that lies elsewhere.
REMOTE_SUFFIX = ".audio.json"
SIDECAR_SUFFIXES = (*CHAPTER_SUFFIXES, *TRANSCRIPT_TYPES, *ARTWORK_SUFFIXES)

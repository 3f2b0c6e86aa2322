"""Sounds that tests make themselves: speech-like, music-like, silent, at any sample rate."""

from __future__ import annotations

import math
import random
import wave
from array import array
from collections.abc import Callable, Iterable
from pathlib import Path

Sound = Callable[[float], float]
"""The sample at a time in seconds, from -1 to 1."""


def tone(frequency: float, level: float = 0.1) -> Sound:
    """One note."""
    return lambda t: level * math.sin(2 * math.pi * frequency * t)


def music(t: float) -> float:
    """A chord that swells."""
    chord = sum(math.sin(2 * math.pi * f * t) for f in (220.0, 277.2, 329.6, 440.0))
    return 0.06 * chord * (1.2 + math.sin(2 * math.pi * 0.5 * t))


def speech(seed: int = 1, level: float = 0.25) -> Sound:
    """Voiced syllables with pauses between words, and peaks far above the mean."""
    chance = random.Random(seed)
    pitches = [chance.uniform(90, 180) for _ in range(400)]
    loud = [chance.choice((0.0, 0.4, 0.7, 1.0, 1.0)) for _ in range(400)]

    def sample(t: float) -> float:
        syllable = int(t * 5) % 400
        shape = math.sin(math.pi * (t * 5 % 1)) ** 2 * loud[syllable]
        turn = 2 * math.pi * pitches[syllable] * t
        voice = sum(math.sin(turn * n) / n for n in range(1, 12))
        return level * shape * voice

    return sample


def silence(t: float) -> float:
    """Nothing."""
    return 0.0


def write(path: Path, channels: Iterable[Sound], seconds: float = 6.0, rate: int = 44_100) -> Path:
    """A WAV file of 16 bits with one of `channels` in each."""
    sounds = list(channels)
    samples = array("h")
    for n in range(int(seconds * rate)):
        for sound in sounds:
            samples.append(round(32767 * max(-1.0, min(1.0, sound(n / rate)))))
    path.parent.mkdir(parents=True, exist_ok=True)
    with wave.open(str(path), "wb") as file:
        file.setnchannels(len(sounds))
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes(samples.tobytes())
    return path

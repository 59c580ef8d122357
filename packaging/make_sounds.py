"""Make the counter's sounds (resources/sounds/*.wav) again: `python3 packaging/make_sounds.py [FOLDER]`.

Each outcome is a family of its own, told apart by direction, number and timbre rather than by pitch alone, so that
a helper who hears high notes badly still tells them apart.
"""

from __future__ import annotations

import math
import struct
import sys
import wave
from dataclasses import dataclass
from pathlib import Path

RATE = 22_050


@dataclass(frozen=True)
class Note:
    """One note: pitch in hertz (0 is silence), length in milliseconds, loudness 0 to 1, overtones for harshness."""

    pitch: float
    length: int
    loudness: float = 0.5
    overtones: int = 1


SOUNDS: dict[str, tuple[Note, ...]] = {
    "done": (Note(880, 60), Note(1318.5, 130)),
    "look": (Note(880, 70), Note(1318.5, 90), Note(0, 50), Note(988, 90), Note(0, 30), Note(988, 120)),
    "stop": (Note(196, 170, 0.6, 6), Note(0, 60), Note(165, 260, 0.6, 6)),
    "repeat": (Note(600, 35, 0.35, 2), Note(0, 45), Note(600, 35, 0.35, 2)),
    # Of the shelf: one tone has several outcomes there, each with a shape and a sound of its own.
    "shelf": (Note(880, 60), Note(1318.5, 60), Note(880, 60), Note(659, 150)),
    "order": (Note(880, 70), Note(0, 30), Note(784, 70), Note(0, 30), Note(880, 130)),
    "lend": (Note(988, 90), Note(0, 40), Note(740, 90), Note(0, 40), Note(988, 90), Note(0, 40), Note(740, 160)),
    "help": (Note(262, 110, 0.6, 4), Note(0, 50), Note(262, 110, 0.6, 4), Note(330, 220, 0.6, 4)),
    "device": (Note(659, 150, 0.5, 3), Note(494, 150, 0.5, 3), Note(330, 320, 0.5, 3)),
}


def samples(note: Note) -> list[int]:
    """The note as 16-bit samples, with soft edges so that nothing clicks."""
    count = RATE * note.length // 1000
    edge = min(count // 4, RATE // 150) or 1
    made = []
    for at in range(count):
        swing = sum(
            math.sin(2 * math.pi * note.pitch * (part + 1) * at / RATE) / (part + 1) for part in range(note.overtones)
        )
        fade = min(1.0, at / edge, (count - at) / edge) * (1 - 0.5 * at / count)
        made.append(round(32_767 * 0.6 * note.loudness * fade * swing / (1 + 0.4 * (note.overtones > 1))))
    return [max(-32_767, min(32_767, sample)) for sample in made]


def write(file: Path, notes: tuple[Note, ...]) -> None:
    """Write the notes one after the other as a mono wave file."""
    data = [sample for note in notes for sample in samples(note)]
    with wave.open(str(file), "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(RATE)
        out.writeframes(struct.pack(f"<{len(data)}h", *data))


def main() -> None:
    """Write every sound into the folder named, or into resources/sounds."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).resolve().parents[1] / "resources" / "sounds"
    folder.mkdir(parents=True, exist_ok=True)
    for name, notes in SOUNDS.items():
        write(folder / f"{name}.wav", notes)


if __name__ == "__main__":
    main()

"""Real posts, damaged in known ways: how many are still found as copies, and how many with another figure are."""

import math
import random
from collections.abc import Callable

from benchmarks.copies_desk import HOUR, Row, desk, real_posts, share
from matcher.text import words

DAMAGED = 1000
BESIDE = 5000
"""Posts that are stored beside those that are damaged."""

FOOTER = "\n\nПодписывайтесь на наш канал, чтобы ничего не пропустить | Прислать новость"


def changed(part: float) -> Callable[[str, str, random.Random], str]:
    """Longer words without a capital give way to others; names, figures and "not" stay: it would be other news."""

    def damage(text: str, other: str, random_: random.Random) -> str:
        spare = [word for word in other.split() if is_plain(word)] or ["прочее"]
        pieces = text.split(" ")
        plain = [i for i, piece in enumerate(pieces) if is_plain(piece)]
        for i in random_.sample(plain, min(len(plain), round(part * len(pieces)))):
            pieces[i] = random_.choice(spare)
        return " ".join(pieces)

    return damage


def is_plain(word: str) -> bool:
    return len(word) >= 6 and word.isalpha() and word.islower()


def cut(part: float) -> Callable[[str, str, random.Random], str]:
    return lambda text, _, __: " ".join(text.split(" ")[: math.ceil(part * len(text.split(" ")))])


def swapped(text: str, _: str, random_: random.Random) -> str:
    sentences = text.replace("\n", " ").split(". ")
    random_.shuffle(sentences)
    return ". ".join(sentences)


def wrapped(part: float) -> Callable[[str, str, random.Random], str]:
    """Between the halves of another post's words, so many in all as this part of its own."""

    def damage(text: str, other: str, _: random.Random) -> str:
        own = (other.split() * 50)[: round(part * len(text.split()))]
        return f"{' '.join(own[: len(own) // 2])}\n\n{text}\n\n{' '.join(own[len(own) // 2 :])}"

    return damage


def refigured(text: str, _: str, __: random.Random) -> str:
    figure = next(token for token in words(text) if token.word.isdecimal() and token.word.isascii())
    return f"{text[: figure.start]}{int(figure.word) + 1}{text[figure.end :]}"


DAMAGES: dict[str, Callable[[str, str, random.Random], str]] = {
    "footer added": lambda text, _, __: text + FOOTER,
    "5 % of words changed": changed(0.05),
    "15 % of words changed": changed(0.15),
    "cut to 70 %": cut(0.7),
    "cut to 40 %": cut(0.4),
    "sentences swapped": swapped,
    "wrapped, half as much of its own": wrapped(0.5),
    "wrapped, as much of its own": wrapped(1.0),
    "wrapped, three times as much": wrapped(3.0),
    "NO copy: a figure changed": refigured,
}


async def damages(_: int) -> None:
    random_ = random.Random(3)
    rows = [row for row in real_posts("russian", "english") if 20 <= len(row.text.split()) <= 600]
    chosen = random_.sample(rows, DAMAGED + BESIDE)
    print("\nreal posts, damaged: taken for copies")
    async with desk() as here:
        ids = await here.store(chosen)
        for name, damage in DAMAGES.items():
            given = [(i, row) for i, row in enumerate(chosen[:DAMAGED]) if may(name, row.text)]
            texts = [damage(row.text, random_.choice(chosen[DAMAGED:]).text, random_) for _, row in given]
            copies_ = [Row(f"copies, {name}", row.at + HOUR, text) for (_, row), text in zip(given, texts, strict=True)]
            found = await here.trace(await here.store(copies_))
            hits = sum(of == ids[i] for of, (i, _) in zip(found, given, strict=True))
            print(f"  {name:34}{share(hits, len(given))}")


def may(name: str, text: str) -> bool:
    """Whether there is a figure to be changed, if that is what will be done."""
    return not name.startswith("NO") or any(token.word.isdecimal() and token.word.isascii() for token in words(text))

"""Searching on both databases: the same answers to the same questions."""

import asyncio
import random
from collections.abc import Sequence
from datetime import timedelta

from storage import search
from storage.database import Database
from storage.terms import Search, Term
from tests.storage.samples import NOW, newest, post, stored

SAID = (
    "мост",
    "моста",
    "river",
    "о'клок",
    "ёж",
    "Еж",
    "д’Артаньян",
    "it's",
    "2024",
    "a",
    "\u0438\u0306",
    "🔥",
    "ﷺ",
    "x_y",
    "É",
)
ASKED = ("мост", "моста", "river", "оклок", "еж", "дартаньян", "its", "2024", "a", "x", "y", "é", "мос", "20")


def texts(count: int) -> list[str]:
    """Sentences of a few words, so that rows of words occur more than once."""
    chance = random.Random(7)
    return [" ".join(chance.choices(SAID, k=chance.randint(1, 9))) for _ in range(count)]


def questions(count: int) -> list[Search]:
    chance = random.Random(8)

    def term() -> Term:
        spellings = tuple(tuple(chance.choices(ASKED, k=chance.choice((1, 1, 2)))) for _ in range(chance.randint(1, 2)))
        return Term(spellings, opened=chance.random() < 0.3)

    def terms(most: int, least: int) -> tuple[Term, ...]:
        return tuple(term() for _ in range(chance.randint(least, most)))

    return [
        Search(
            terms(2, 1),
            terms(1, 0),
            channel_id=chance.choice((None, None, 1, 2)),
            lang=chance.choice((None, None, "uk", "nl")),
            since=chance.choice((None, NOW + timedelta(minutes=60))),
        )
        for _ in range(count)
    ]


async def answers(url: str, said: Sequence[str], asked: Sequence[Search]) -> list[list[tuple[int, int]]]:
    async with Database.open(url) as db:
        for channel_id in (1, 2):
            own = [text for number, text in enumerate(said) if number % 2 == channel_id - 1]
            minute = timedelta(minutes=1)
            given = [
                post(number, text, channel_id=channel_id, published_at=NOW + minute * number)
                for number, text in enumerate(own, 1)
            ]
            await stored(db, *given)
            found = await newest(db, channel_id)
            lang = "uk" if channel_id == 1 else "nl"
            await db.write(search.put, [search.findable(revision, lang) for revision in found])
        hits = [await db.read(search.find, one, 1000, patience=60) for one in asked]
    return [[(hit.post.channel_id, hit.post.post_id) for hit in page.revisions] for page in hits]


def test_both_databases_find_the_same_posts(sqlite_url: str, postgres_url: str) -> None:
    said, asked = texts(240), questions(300)
    found = asyncio.run(answers(sqlite_url, said, asked))
    assert sum(map(bool, found)) > 100
    assert [sorted(page) for page in found] == [
        sorted(page) for page in asyncio.run(answers(postgres_url, said, asked))
    ]

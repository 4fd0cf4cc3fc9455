"""Real posts as channels served them, and made subscribers, for `benchmarks.scale`. Reads; measures nothing.

Posts come in stretches that followed one another in one channel, as a lookout reads them after a while away; their
times are moved, so that they follow one another at one a second.

Subscribers: in every world the same few hear of these posts, spread over the watchlist's entries by Zipf's law. All
others follow what these posts are not about, by the same law: other groups, places and claims (two in five), other
channels (one in five), and words of their own (two in five), which do occur: two words, each of them in one of 1,000 to
one of 20,000 of all real posts, that none of these has together. So the number of alerts stays the same, and what grows
is what is searched, and what is found there that turns out not to concern.
"""

import gzip
import json
import random
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from itertools import accumulate
from pathlib import Path

from sqlalchemy import insert

from bot.following.drafts import Draft
from bot.following.expressions import Expression, Named, all_of, said
from storage.database import Connection
from storage.model import Channel, Kind, Post
from storage.statements import execute_many, pages
from storage.tables import chats, subscription_anchors, subscriptions
from storage.terms import folded
from storage.watchlist import Watchlist

SEED = 20240312
START = datetime(2024, 3, 1, tzinfo=UTC)
HEAR = 100
"""Subscriptions that these posts may concern."""
ZIPF = 1.1
RARE, RAREST = 1 / 1000, 1 / 20_000
"""In so many of all posts is a word that somebody follows."""

Stretch = tuple[Channel, tuple[Post, ...]]
Target = tuple[Kind, str]


def stretches(folder: Path, most: int, page: int) -> list[Stretch]:
    """So many posts in pages of one channel each; the pages of many channels, shuffled."""
    chance = random.Random(SEED)
    found: dict[str, list[str]] = defaultdict(list)
    for told in _told(folder):
        if told.get("channel") and told["text"].strip():
            found[told["channel"]].append(told["text"])
    runs = [
        (name, texts[start : start + page])
        for name, texts in sorted(found.items())
        for start in range(0, len(texts) - page + 1, page)
    ]
    chance.shuffle(runs)
    numbers = {name: 1000 + number for number, name in enumerate(sorted(found))}
    last: Counter[str] = Counter()
    moments = (START + timedelta(seconds=second) for second in range(1, most + page))
    pages_of: list[Stretch] = []
    for name, texts in runs[: -(-most // page)]:
        ids = range(last[name] + 1, last[name] + len(texts) + 1)
        last[name] = ids[-1]
        posts = tuple(Post(numbers[name], id_, next(moments), text) for id_, text in zip(ids, texts, strict=True))
        pages_of.append((Channel(numbers[name], name, name), posts))
    return pages_of


def _told(folder: Path) -> Iterator[Mapping[str, str]]:
    for file in sorted((folder / "data" / "posts").glob("*.jsonl.gz")):
        with gzip.open(file, "rt", encoding="utf-8") as lines:
            yield from map(json.loads, lines)


# --- who follows what -------------------------------------------------------------------------------------------------


def audience(
    size: int, watchlist: Watchlist, posts: Sequence[Stretch], told_of: Sequence[Target], rare: Sequence[str]
) -> list[Expression]:
    """So many subscriptions, those that hear first. `told_of`: what the posts are about, the most frequent first."""
    chance = random.Random(SEED)
    hear = [Named(*target) for target in _zipf(chance, told_of, min(HEAR, size))]
    book = ((Kind.ACTOR, watchlist.actors), (Kind.PLACE, watchlist.places), (Kind.CLAIM, watchlist.claims))
    entries: list[Target] = [(kind, entry.id) for kind, of_kind in book for entry in of_kind]
    others = [target for target in entries if target not in set(told_of)]
    others += [(Kind.CLAIM, f"claim-of-another-year-{number}") for number in range(size // 20)]
    channels = [(Kind.CHANNEL, str(10_000 + number)) for number in range(max(100, size // 20))]
    chance.shuffle(others)
    share = (size - len(hear)) // 5
    rest: list[Expression] = [Named(*target) for target in _zipf(chance, others, 2 * share)]
    rest += [Named(*target) for target in _zipf(chance, channels, share)]
    rest += _pairs(chance, posts, rare, size - len(hear) - len(rest))
    chance.shuffle(rest)
    return [*hear, *rest]


def _zipf(chance: random.Random, targets: Sequence[Target], number: int) -> list[Target]:
    weights = list(accumulate(1 / rank**ZIPF for rank in range(1, len(targets) + 1)))
    return chance.choices(targets, cum_weights=weights, k=number)


def words_of(folder: Path) -> list[str]:
    """The rare words of all posts."""
    number, stand_in = 0, Counter[str]()
    for number, told in enumerate(_told(folder), 1):  # noqa: B007 - how many there were
        stand_in.update({word for word in folded(told["text"]) if len(word) > 4 and word.isalpha()})
    return sorted(word for word, posts in stand_in.items() if RAREST <= posts / number <= RARE)


def _pairs(chance: random.Random, posts: Sequence[Stretch], rare: Sequence[str], number: int) -> list[Expression]:
    """Pairs of rare words that stand in no post together."""
    stand_in: dict[str, set[int]] = defaultdict(set)
    for place, post in enumerate(post for _, some in posts for post in some):
        for word in folded(post.text):
            stand_in[word].add(place)
    pairs: list[Expression] = []
    while len(pairs) < number:
        one, other = chance.sample(rare, 2)
        if not stand_in.get(one, set()) & stand_in.get(other, set()):
            pairs.append(all_of([said((one,), exactly=True), said((other,), exactly=True)]))
    return pairs


async def follow(conn: Connection, followed: Sequence[Expression], a_chat: int) -> None:
    """Chats with these subscriptions, stored as `/follow` would."""
    number_of_chats = max(1, len(followed) // a_chat)
    pairs = dict.fromkeys((1 + place % number_of_chats, one) for place, one in enumerate(followed))  # none twice
    numbered = [(id_, chat, one) for id_, (chat, one) in enumerate(pairs, 1)]
    people = [
        {"chat_id": chat, "language": "nl", "time_zone": "Europe/Brussels", "created_at": START}
        for chat in range(1, number_of_chats + 1)
    ]
    rows = [{"id": id_, "chat_id": chat, "created_at": START, **_columns(one)} for id_, chat, one in numbered]
    found_by = [
        {"kind": kind, "anchor": name, "subscription_id": id_}
        for id_, _, one in numbered
        for kind, name in sorted(Draft(one).anchors)
    ]
    for table, of_table in ((chats, people), (subscriptions, rows), (subscription_anchors, found_by)):
        for some in pages(of_table, 5000):
            await execute_many(conn, insert(table), some)


def _columns(expression: Expression) -> dict[str, object]:
    draft = Draft(expression)
    return {"kind": draft.kind, "target": draft.target}

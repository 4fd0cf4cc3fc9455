"""Count in how many ordinary posts each actor is named, and words of each lexicon entry stand:
`matcher/claims/background.json`, by which `matcher.claims.grounds` knows what few posts hold by chance.

    SEINPOST_DATA=... python -m benchmarks.background [--out FILE]

The real posts that have a date, from 39 Russian, English and Dutch channels of all kinds. Counts alone are kept. Run it
again after words of the lexicon or names were added: what is not in the file counts as rare.
"""

import argparse
import json
import os
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from functools import cache
from pathlib import Path

from benchmarks.matching import Post, read_posts
from benchmarks.stance_opinion import ROOT
from bot.watchlist import load
from matcher.catalogue import Catalogue, compile_catalogue
from matcher.claims.scene import scenes
from matcher.match import read
from storage.model import Kind

OUT = ROOT / "matcher" / "claims" / "background.json"
ALL = 10**9


@cache
def _catalogue() -> Catalogue:
    return compile_catalogue(load(ROOT / "config" / "watchlist"))


def held(post: Post) -> tuple[frozenset[str], frozenset[str]]:
    """Whom the post names, and the lexicon ids of its words."""
    reading = read(*post, _catalogue())
    hits = (hit for scene in scenes(reading, _catalogue().claim_rules) for hit in scene.hits)
    named = (mention.target for mention in reading.mentions if mention.kind is Kind.ACTOR)
    return frozenset(named), frozenset(hit.entry for hit in hits)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, default=OUT)
    args = parser.parse_args()
    posts = [post for post in read_posts(Path(os.environ["SEINPOST_DATA"]), ALL) if post[1].published_at]
    actors = Counter({actor.id: 0 for actor in _catalogue().watchlist.actors})
    words = Counter({entry.id: 0 for entry in _catalogue().watchlist.lexicon})
    with ProcessPoolExecutor() as pool:
        for named, told in pool.map(held, posts, chunksize=500):
            actors.update(named)
            words.update(told)
    counts = {"posts": len(posts), "actors": dict(sorted(actors.items())), "words": dict(sorted(words.items()))}
    args.out.write_text(json.dumps(counts, indent=0) + "\n", encoding="utf-8")
    print(f"{len(posts):,} posts; {len(actors)} actors, {len(words)} lexicon entries: {args.out}")


if __name__ == "__main__":
    main()

"""Inflections, remembered: what the dictionaries said once need not be looked up again, here or in the next process.

A memory of pure functions from words to forms. It keeps no files: `bot.watchlist.compiled` does, which knows when the
answers of another process still hold.
"""

import json
from collections.abc import Callable, Iterable, Mapping
from functools import wraps
from typing import ParamSpec

P = ParamSpec("P")

_known: dict[str, frozenset[str]] = {}


def remembered(inflect: Callable[P, frozenset[str]]) -> Callable[P, frozenset[str]]:
    """The same function, asked once for the same arguments."""

    @wraps(inflect)
    def remembering(*given: P.args, **named: P.kwargs) -> frozenset[str]:
        key = json.dumps([inflect.__name__, *given, *sorted(named.items())], ensure_ascii=False)
        if key not in _known:
            _known[key] = inflect(*given, **named)
        return _known[key]

    return remembering


def known() -> dict[str, list[str]]:
    """All that is remembered: a question -> its answer, in order."""
    return {key: sorted(forms) for key, forms in sorted(_known.items())}


def recall(answers: Mapping[str, Iterable[str]]) -> None:
    """Remembers what `known` gave in another process."""
    for key, forms in answers.items():
        _known.setdefault(key, frozenset(forms))

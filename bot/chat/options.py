"""How something is to be told, in plain words at the end of a line: "lsr, digest, from 0.8", in four languages. Pure.

What stands before the options is read elsewhere. A line that is nothing but such words names what is followed.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from bot.following.reading import JOINING
from storage.model import ASSERTIONS, DENIALS, Stance
from storage.telling import UNFILTERED, Filters, Mode

_MODES = {
    **dict.fromkeys(
        ("digest", "in digest", "digest only", "only digest", "overzicht", "alleen overzicht"), Mode.DIGEST
    ),
    **dict.fromkeys(("сводка", "в сводку", "только сводка", "огляд", "в огляд", "лише огляд"), Mode.DIGEST),
    **dict.fromkeys(("at once", "immediately", "meteen", "direct", "сразу", "немедленно"), Mode.AT_ONCE),
    **dict.fromkeys(("одразу", "відразу", "негайно"), Mode.AT_ONCE),
    **dict.fromkeys(("both", "at once and digest", "allebei", "meteen en overzicht"), Mode.BOTH),
    **dict.fromkeys(("и сразу, и в сводку", "и то и другое", "і те і те", "і одразу, і в огляд"), Mode.BOTH),
    **dict.fromkeys(("silent", "silently", "stil", "в тишине", "без оповещений", "без сповіщень"), Mode.SILENT),
}
_STANCES = {
    **dict.fromkeys(("only denials", "denials only", "alleen ontkenningen", "только опровержения"), DENIALS),
    **dict.fromkeys(("лише заперечення", "тільки заперечення", "лише спростування"), DENIALS),
    **dict.fromkeys(("only assertions", "alleen beweringen", "только утверждения", "лише твердження"), ASSERTIONS),
}
_FROM = r"(?:from|vanaf|от|від)\s+(?P<number>\d{1,3}(?:[.,]\d{1,3})?)\s?(?P<percent>%?)"


Change = Callable[[Filters], Filters]


@dataclass(frozen=True, slots=True)
class Asked:
    """`text`: what is to be followed. `changes`: what was said of how, the last word first."""

    text: str
    changes: tuple[Change, ...] = ()

    @property
    def are_given(self) -> bool:
        """Whether anything was said of how."""
        return bool(self.changes)

    @property
    def filters(self) -> Filters:
        """How what is new is told."""
        return self.over(UNFILTERED)

    def over(self, before: Filters) -> Filters:
        """How what is followed already is told from now on: what was not said stays as it was."""
        for change in self.changes:
            before = change(before)
        return before


def read_options(line: str) -> Asked:
    """The line without its options, and these."""
    text, left = line.strip(), None
    changes: list[Change] = []
    while text and text != left:
        left = text
        for pattern, meaning in _OPTIONS:
            found = pattern.search(text)
            change = meaning(found) if found and _may_end(text[: found.start()]) else None
            if found and change:
                text = text[: found.start()].rstrip(" ,;\n")
                changes.append(change)
                break
    return Asked(text, tuple(changes))


def _may_end(before: str) -> bool:
    """Something is left, and it does not wait for a word: "Козинка OR digest" looks for one."""
    words = before.split()
    return bool(words) and words[-1] not in JOINING and not before.rstrip().endswith((":", "-", "(", "|", "&"))


def _behind(words: str) -> re.Pattern[str]:
    """Behind a space or comma, and the last."""
    return re.compile(rf"(?:\s|[,;])\s*{words}\s*[.,;]?\s*$", re.IGNORECASE)


def _spoken(phrase: str) -> str:
    return r"\s+".join(re.escape(word) for word in phrase.split())


def _score(found: re.Match[str]) -> Change | None:
    share = float(found["number"].replace(",", "."))
    if found["percent"] or share > 1:
        share /= 100
    return (lambda filters: replace(filters, min_score=share)) if 0 <= share <= 1 else None


def _mode(mode: Mode) -> Callable[[re.Match[str]], Change]:
    return lambda _found: lambda filters: replace(filters, mode=mode)


def _stances(stances: frozenset[Stance]) -> Callable[[re.Match[str]], Change]:
    return lambda _found: lambda filters: replace(filters, stances=stances)


_WORDED = [
    *((phrase, _mode(mode)) for phrase, mode in _MODES.items()),
    *((phrase, _stances(stances)) for phrase, stances in _STANCES.items()),
]
_OPTIONS: list[tuple[re.Pattern[str], Callable[[re.Match[str]], Change | None]]] = [
    (_behind(_FROM), _score),
    *((_behind(_spoken(phrase)), meaning) for phrase, meaning in sorted(_WORDED, key=lambda one: -len(one[0]))),
]
"""The longest first: "only digest" is one option."""

"""Short ways to write expressions and posts, and hypothesis' own."""

from hypothesis import strategies as st

from bot.following.evaluating import Facts, Text
from bot.following.expressions import Expression, Named, all_of, any_of, said, without
from bot.following.faults import Fault
from bot.following.reading import Resolved, read
from storage.model import Kind

KNOWN = {
    Kind.ACTOR: ("lsr", "sib"),
    Kind.PLACE: ("belgorod_oblast", "kozinka"),
    Kind.CLAIM: ("A03", "A14"),
    Kind.CHANNEL: ("700",),
    Kind.AFFILIATION: ("russia", "state", "russia/state"),
    Kind.LANGUAGE: ("ru", "en"),
}
VOCABULARY = (
    *("козинка", "козинку", "футбол", "дом", "т", "72", "город", "legion", "village", "villages", "ру"),
    *("атаковать", "атаковали"),
)


def resolve(kind: Kind, asked: str) -> Resolved:
    """Entries are called by their ids, and two of them "both"."""
    if asked == "both":
        return Resolved(KNOWN[kind][:2])
    return Resolved((asked,)) if asked in KNOWN[kind] else Resolved((), KNOWN[kind])


def written(text: str) -> Expression:
    found = read(text, resolve)
    assert not isinstance(found, Fault), found
    return found


def fault(text: str) -> Fault:
    found = read(text, resolve)
    assert isinstance(found, Fault), found
    return found


def facts(text: str, *named: tuple[Kind, str]) -> Facts:
    return Facts(Text(text), frozenset(named))


_words = st.one_of(
    st.sampled_from(VOCABULARY).map(lambda word: (word,)),
    st.lists(st.sampled_from(VOCABULARY), min_size=1, max_size=3).map(tuple),
)
_named = st.sampled_from([(kind, target) for kind, targets in KNOWN.items() for target in targets])
_opened = _words.filter(lambda words: len(words[-1]) >= 3)
atoms = st.one_of(
    st.builds(said, _words, exactly=st.booleans()),
    st.builds(said, _opened, opened=st.just(True)),
    _named.map(lambda pair: Named(*pair)),
)
expressions: st.SearchStrategy[Expression] = st.recursive(
    atoms,
    lambda parts: st.one_of(
        parts.map(without),
        st.lists(parts, min_size=1, max_size=3).map(all_of),
        st.lists(parts, min_size=1, max_size=3).map(any_of),
    ),
    max_leaves=8,
)
posts = st.builds(
    lambda words, named: facts(" ".join(words), *named),
    st.lists(st.sampled_from(VOCABULARY), max_size=8),
    st.lists(_named, max_size=4),
)

"""Labelled posts: what people say a post is about, as one JSON object a line. Read and written here, scored elsewhere.

The format: `{"id", "lang", "date"?, "channel"?, "text", "actors", "actors_opt"?, "places", "places_opt"?, "claims",
"claims_opt"?, "kind"?}`. `claims` are `{"claim", "stance", "attributed"?, "stance_ok"?}`, stance being asserts, denies
or mentions. What stands in an `_opt` list is debatable: finding or missing it is neither right nor wrong. Other keys
are passed over. It opens no files.

Of a post with `"partial": true` only some links were judged: those listed, and those of its `must_not`.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from matcher.records import BadRecord, Record, json_object, record_of
from storage.model import Kind, Link, Revision, Stance
from storage.said import Feedback, Judgement

FOLDED: Mapping[Stance, Stance] = {
    Stance.ATTRIBUTES: Stance.ASSERTS,
    Stance.CORRECTS: Stance.ASSERTS,
    Stance.REPORTS_DENIAL: Stance.DENIES,
    Stance.RECALLS: Stance.MENTIONS,
    Stance.ASKS: Stance.MENTIONS,
    Stance.MOCKS: Stance.MENTIONS,
}
"""Labels know three stances; the finer ones count as these."""

LISTED: Mapping[Kind, str] = {Kind.ACTOR: "actors", Kind.PLACE: "places", Kind.CLAIM: "claims"}
"""The key under which the targets of a kind are listed."""

TRAP = "trap"

_EXAMPLE = '{"id": "1", "lang": "nl", "text": "...", "actors": ["ID"], "places": [], "claims": []}'


@dataclass(frozen=True, slots=True)
class ClaimLabel:
    """The stance of a post to a claim, and what is accepted beside it: "X says that ..." may count as a mention."""

    stance: Stance
    accepted: frozenset[Stance]


@dataclass(frozen=True, slots=True)
class Labelled:
    """A post with what it is about. `named`: actors and places; `optional`: what is debatable, of each kind.

    `judged` None: everything was judged; else the targets that were.
    """

    record: Record
    lang: str
    named: Mapping[Kind, frozenset[str]]
    claims: Mapping[str, ClaimLabel]
    optional: Mapping[Kind, frozenset[str]]
    trap: bool = False
    judged: frozenset[str] | None = None

    @property
    def empty(self) -> bool:
        """It is about nothing that is known."""
        return not (self.claims or any(self.named.values()))


def read_labelled(line: str, number: int) -> Labelled:
    """Read the line with this number (from 1).

    Raises:
        BadRecord: names the line, the field and what to do.
    """
    found = json_object(line, number)
    record = record_of(found, number)
    lang = found.get("lang")
    if not isinstance(lang, str) or not lang:
        raise BadRecord(f'line {number}: "lang" must be a language such as "nl"; write {_EXAMPLE}')
    named = {kind: _ids(found, LISTED[kind], number) for kind in (Kind.ACTOR, Kind.PLACE)}
    claims = _claims(found, number)
    optional = {kind: _ids(found, f"{name}_opt", number, needed=False) for kind, name in LISTED.items()}
    judged = None
    if found.get("partial") is True:
        judged = frozenset().union(*named.values(), claims, _ids(found, "must_not", number, needed=False))
    return Labelled(record, lang, named, claims, optional, found.get("kind") == TRAP, judged)


def _ids(found: Mapping[str, Any], key: str, number: int, *, needed: bool = True) -> frozenset[str]:
    listed = found.get(key) if needed else found.get(key) or []
    if not isinstance(listed, list) or not all(isinstance(one, str) for one in listed):
        raise BadRecord(f'line {number}: "{key}" must be a list of ids; write {_EXAMPLE}')
    return frozenset(listed)


def _claims(found: Mapping[str, Any], number: int) -> dict[str, ClaimLabel]:
    listed = found.get("claims")
    if not isinstance(listed, list):
        raise BadRecord(f'line {number}: "claims" must be a list; write {_EXAMPLE}')
    return dict(_claim(one, number) for one in listed)


def _claim(one: object, number: int) -> tuple[str, ClaimLabel]:
    if not isinstance(one, dict) or not isinstance(one.get("claim"), str):
        raise BadRecord(f'line {number}: each of "claims" must be like {{"claim": "ID", "stance": "asserts"}}')
    stance = _stance(one.get("stance"), number)
    others = one.get("stance_ok") or []
    if not isinstance(others, list):
        raise BadRecord(f'line {number}: "stance_ok" must be a list of stances; correct it, or leave it out')
    mention = {Stance.MENTIONS} if one.get("attributed") is True else set()
    return one["claim"], ClaimLabel(
        stance, frozenset({stance, *mention, *(_stance(other, number) for other in others)})
    )


def _stance(written: object, number: int) -> Stance:
    try:
        stance = Stance(str(written))
    except ValueError:
        raise BadRecord(f'line {number}: a claim\'s "stance" must be asserts, denies or mentions') from None
    return FOLDED.get(stance, stance)


# --- from feedback ----------------------------------------------------------------------------------------------------


def write_judged(revision: Revision, lang: str, links: Sequence[Link], judged: Iterable[Feedback]) -> str:
    """A post with what people said of its links, as a line: partial, since nobody said anything of the others.

    `judged`, oldest first: of several words on a link the newest holds, and an editor's before all others.
    """
    said = _last_words(judged)
    forward = revision.post.forward
    line: dict[str, object] = {
        "id": f"{revision.post.channel_id}/{revision.post.post_id}/{revision.number}",
        "lang": lang,
        "date": revision.post.published_at.isoformat(),
        "channel": revision.channel.username,
        "forwarded_from": forward.username if forward else None,
        "kind": "feedback",
        "partial": True,
        "text": revision.post.text,
    }
    wrong = [target for (_, target), one in said.items() if one is Judgement.WRONG]
    for kind, name in LISTED.items():
        right = [target for (of, target), one in said.items() if of is kind and one is not Judgement.WRONG]
        line[name] = [_claim_line(target, said[kind, target], links) for target in right] if name == "claims" else right
        others = {link.target for link in links if link.kind is kind} - {target for of, target in said if of is kind}
        line[f"{name}_opt"] = sorted(others)
    return json.dumps(line | {"must_not": wrong}, ensure_ascii=False)


def _last_words(judged: Iterable[Feedback]) -> dict[tuple[Kind, str], Judgement]:
    in_order = sorted(judged, key=lambda one: (one.editor, one.at))
    return {(one.kind, one.target): one.judgement for one in in_order if one.kind in LISTED}


def _claim_line(claim: str, judgement: Judgement, links: Sequence[Link]) -> dict[str, object]:
    """The stance that it was linked with is right, or any other is; of one that is linked no more nobody knows."""
    seen = next((link.stance for link in links if link.target == claim and link.stance), None)
    stance = FOLDED.get(seen, seen) if seen else None
    if stance is not None and judgement is Judgement.RIGHT:
        return {"claim": claim, "stance": stance.value}
    others = [one.value for one in _COARSE if one is not stance]
    return {"claim": claim, "stance": others[0], "stance_ok": others[1:]}


_COARSE = (Stance.ASSERTS, Stance.DENIES, Stance.MENTIONS)

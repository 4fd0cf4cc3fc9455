"""How alike two short texts are, for suggestions after a typing error. Pure."""

from collections.abc import Iterable

ENOUGH = 0.4
"""Below this two texts have too little in common to suggest one for the other."""


def likeness(one: str, other: str) -> float:
    """Shared pairs of letters, 0 to 1 (Dice's coefficient); a text that contains the other counts as close."""
    if one == other:
        return 1.0
    shorter, longer = sorted((one, other), key=len)
    if len(shorter) >= 3 and shorter in longer:
        return 0.9 if longer.startswith(shorter) else 0.8
    pairs, others = _pairs(one), _pairs(other)
    return 2 * len(pairs & others) / (len(pairs) + len(others)) if pairs and others else 0.0


def closest(text: str, candidates: Iterable[str], limit: int) -> list[str]:
    """The candidates most like `text`, best first; none that is not like it at all."""
    scored = sorted(((likeness(text, candidate), candidate) for candidate in candidates), key=lambda pair: -pair[0])
    return [candidate for score, candidate in scored[:limit] if score >= ENOUGH]


def _pairs(text: str) -> set[str]:
    padded = f" {text} "
    return {padded[index : index + 2] for index in range(len(padded) - 1)}

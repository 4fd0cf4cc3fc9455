"""Which links of a stored post come and go when it is matched again. Pure.

What an editor decided stays as it is: a confirmed link, a rejected one, and neither comes a second time.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

from storage.model import Kind, Link
from storage.rematching import Change, Stored


def change_of(found: Iterable[Link], stored: Stored, may_go: Callable[[Link], bool] = lambda _: True) -> Change:
    """What is to be stored so that the links are those that were found.

    `may_go`: of the stored links that were not found again, those for which it is false stay.
    """
    new = [link for link in found if not _is_decided(link, stored)]
    gone = []
    for link_id, link in stored.links.items():
        if _is_decided(link, stored):
            continue
        if link in new:
            new.remove(link)
        elif may_go(link):
            gone.append(link_id)
    return Change(stored.revision.id, tuple(gone), tuple(new))


def with_merged(stored: Stored, merged: Mapping[str, str]) -> Stored:
    """What an editor decided of a claim is decided of the one that it was merged into."""
    said = {(kind, merged[target]) for kind, target in stored.decided if kind is Kind.CLAIM and target in merged}
    return replace(stored, decided=stored.decided | said) if said else stored


def _is_decided(link: Link, stored: Stored) -> bool:
    return (link.kind, link.target) in stored.decided

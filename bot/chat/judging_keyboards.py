"""The buttons by which people say whether a match is right. Pure."""

from collections.abc import Iterable

from bot.chat.callbacks import JUDGED, Verb, letter, packed, press
from bot.chat.keyboards import Buttons
from bot.chat.markup import cut
from bot.chat.naming import Book
from storage.messages import Button
from storage.model import Kind, Link
from storage.said import Judgement

_LABEL_LIMIT = 40


def which_is_wrong(book: Book, revision_id: int, targets: Iterable[tuple[Kind, str]]) -> tuple[Button, ...]:
    """One button for each match."""
    return tuple(
        Button(f"✗ {cut(book.name(kind, target), _LABEL_LIMIT)}", _judgement(revision_id, kind, target))
        for kind, target in targets
    )


def judged(book: Book, revision_id: int, kind: Kind, target: str, judgement: Judgement) -> tuple[Button, ...]:
    """Takes a judgement back; of a claim, says that only the stance is wrong."""
    name = cut(book.name(kind, target), _LABEL_LIMIT)
    undo = Button(book.words.say("button-undo", name=name), press(Verb.UNDO, revision_id, letter(kind), packed(target)))
    if kind is not Kind.CLAIM or judgement is not Judgement.WRONG:
        return (undo,)
    stance = Button(
        book.words.say("button-wrong-stance"), _judgement(revision_id, kind, target, Judgement.WRONG_STANCE)
    )
    return undo, stance


def judging(book: Book, revision_id: int, links: Iterable[Link]) -> Buttons:
    """For editors, below an explanation: each link is right or wrong."""
    return tuple(
        (
            Button(f"✓ {name}", _judgement(revision_id, link.kind, link.target, Judgement.RIGHT)),
            Button(f"✗ {name}", _judgement(revision_id, link.kind, link.target)),
        )
        for link in links
        if (name := cut(book.name(link.kind, link.target), _LABEL_LIMIT // 2))
    )


def _judgement(revision_id: int, kind: Kind, target: str, judgement: Judgement = Judgement.WRONG) -> str:
    how = [] if judgement is Judgement.WRONG else [JUDGED[judgement]]
    return press(Verb.WRONG, revision_id, letter(kind), packed(target), *how)

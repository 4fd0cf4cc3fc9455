"""The buttons of editors who make, change, drop and merge claims. Pure; what a press does is the matter of `flows`."""

from collections.abc import Sequence

from bot.chat.callbacks import Verb, packed, press
from bot.chat.keyboards import Buttons, page_of
from bot.chat.markup import cut
from bot.chat.naming import Book
from bot.chat.words import Words
from storage.drafts import Draft
from storage.messages import Button

KINDS_A_PAGE = 6
_LABEL_LIMIT = 40


def draft(words: Words, draft_id: int) -> Buttons:
    """What an editor may do with a claim that was found in posts."""
    decide = (
        Button(words.say("button-make"), press(Verb.DRAFT, draft_id, "m")),
        Button(words.say("button-no-claim"), press(Verb.DRAFT, draft_id, "n")),
    )
    return decide, (Button(words.say("button-posts"), press(Verb.DRAFT, draft_id, "s")),)


def drafts(book: Book, waiting: Sequence[Draft]) -> Buttons:
    """One button a draft; a press takes it up."""
    return tuple(
        (Button(cut(book.draft_name(one.slots), _LABEL_LIMIT), press(Verb.DRAFT, one.id, "m")),) for one in waiting
    )


def proposal(book: Book, one: Draft, kinds: Sequence[str], page: int, *, whole: bool) -> Buttons:
    """The kinds of event, those chosen first; to keep it, if it is `whole`, or drop it."""
    chosen = one.slots.events
    shown, page, pages = page_of([*chosen, *(kind for kind in kinds if kind not in chosen)], page, KINDS_A_PAGE)
    toggles = [
        Button(
            cut(f"✓ {book.event_name(kind)}" if kind in chosen else book.event_name(kind), _LABEL_LIMIT),
            press(Verb.DRAFT, one.id, "t", packed(kind), page),
        )
        for kind in shown
    ]
    rows = [tuple(toggles[index : index + 2]) for index in range(0, len(toggles), 2)]
    turning = [
        Button(label, press(Verb.DRAFT, one.id, "p", to))
        for label, to in ((f"‹ {page}/{pages}", page - 1), (f"{page + 2}/{pages} ›", page + 1))
        if 0 <= to < pages
    ]
    last = [Button(book.words.say("button-discard"), press(Verb.DRAFT, one.id, "n"))]
    if whole:
        last.insert(0, Button(book.words.say("button-keep"), press(Verb.DRAFT, one.id, "k")))
    return tuple(tuple(row) for row in (*rows, turning, last) if row)


def drop(words: Words, claim: str) -> Buttons:
    return (
        (Button(words.say("button-drop", claim=claim), press(Verb.DROP, packed(claim), "y")),),
        (Button(words.say("button-stay", claim=claim), press(Verb.DROP, packed(claim), "n")),),
    )


def part(words: Words, claim: str) -> Buttons:
    """Takes a merge back."""
    return ((Button(words.say("button-part", claim=claim), press(Verb.PART, packed(claim))),),)


def uncorrect(words: Words, claim: str) -> Buttons:
    """Takes back that the claim corrects another."""
    return ((Button(words.say("button-uncorrect", claim=claim), press(Verb.UNCORRECT, packed(claim))),),)


def earlier(words: Words, claim: str) -> Buttons:
    """The earlier posts that were found to be about a claim."""
    return (
        (
            Button(words.say("button-posts"), press(Verb.EARLIER, packed(claim), "s")),
            Button(words.say("button-tell"), press(Verb.EARLIER, packed(claim), "a")),
        ),
    )

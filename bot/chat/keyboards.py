"""The buttons under each message. Pure; what a press does is the matter of `flows`."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime, time
from typing import TypeVar

from bot.chat.callbacks import Verb, about, letter, packed, press
from bot.chat.markup import cut
from bot.chat.naming import Book, channel_name, post_url
from bot.chat.words import LANGUAGES, Words
from bot.claims.standing import Standing
from storage.messages import Button
from storage.model import Kind, Revision
from storage.said import ClaimStatus
from storage.telling import Because, Event
from storage.watchlist import Claim

Buttons = tuple[tuple[Button, ...], ...]

PAGE = 8
_LABEL_LIMIT = 40
_TITLE_LIMIT = 60
_CHECK = "✓ "
ICONS = {
    Kind.ACTOR: "👥",
    Kind.CLAIM: "💬",
    Kind.PLACE: "📍",
    Kind.CHANNEL: "📡",
    Kind.AFFILIATION: "⚖️",
    Kind.LANGUAGE: "🔤",
    Kind.WORDS: "🔎",
}
_DIGEST_HOURS = (time(7), time(8), time(12), time(18), time(21))
_HOURS_A_ROW = 3

Item = TypeVar("Item")


def page_of(items: Sequence[Item], page: int, size: int = PAGE) -> tuple[list[Item], int, int]:
    """The items on that page, the page that really is shown (the nearest), and how many there are."""
    pages = max(1, -(-len(items) // size))
    page = min(max(page, 0), pages - 1)
    return list(items[page * size : (page + 1) * size]), page, pages


def start(words: Words) -> Buttons:
    return (
        (Button(words.say("button-follow"), press(Verb.MENU)), Button(words.say("button-list"), press(Verb.LIST))),
        (to_digests(words), to_quiet_hours(words)),
        (
            Button(words.say("button-status"), press(Verb.STATUS)),
            Button(words.say("button-help"), press(Verb.HELP)),
        ),
        (Button(words.say("button-language"), press(Verb.LANGUAGE)),),
    )


def typed(words: Words, what: str, key: str) -> Button:
    """Asks for an answer in words; `what`: as `Verb.TYPE` has it."""
    return Button(words.say(key), press(Verb.TYPE, what))


def to_digests(words: Words) -> Button:
    return Button(words.say("button-digest"), press(Verb.DIGEST, "ask"))


def to_quiet_hours(words: Words) -> Button:
    return Button(words.say("button-quiet"), press(Verb.QUIET, "ask"))


def alert(book: Book, revision: Revision, events: Sequence[Event], because: Sequence[Because] = ()) -> Buttons:
    """Open the post, ask why, show the claim, and stop following: the one thing at once, several by the list.

    `because`: the subscriptions that the alert is there for; without them, those of its events.
    """
    words = book.words
    top: tuple[Button, ...] = (
        Button(words.say("button-open"), url=post_url(revision.channel, revision.post.post_id)),
        Button(words.say("button-why"), press(Verb.WHY, revision.id)),
    )
    happened = list(dict.fromkeys((event.target_kind, event.target) for event in events))
    matched = [(kind, target) for kind, target in happened if kind is not Kind.CHANNEL]
    if matched:
        top += (wrong(words, revision.id, *(matched if len(matched) == 1 else ())),)
    row = [claim_card(words, target) for kind, target in matched if kind is Kind.CLAIM][:1]
    if targets := followed_for(events, because):
        row.append(stop_any(words, targets))
    return (top, tuple(row)) if row else (top,)


def why_of(words: Words, revision: Revision, zone: str) -> Button:
    """Asks why of a post that is named by its channel and when it was published."""
    when = words.day_and_hour(revision.post.published_at, zone)
    return Button(f"{cut(channel_name(revision.channel), _LABEL_LIMIT)}, {when}", press(Verb.WHY, revision.id))


def followed_for(events: Iterable[Event], because: Sequence[Because]) -> list[tuple[Kind, str]]:
    """What its chat follows that an alert is there for."""
    if because:
        return list(dict.fromkeys((one.kind, one.target) for one in because))
    return list(dict.fromkeys((event.target_kind, event.target) for event in events))


def claim_card(words: Words, claim: str) -> Button:
    return Button(words.say("button-card", claim=cut(claim, _LABEL_LIMIT)), press(Verb.CARD, packed(claim)))


def wrong(words: Words, revision_id: int, *only: tuple[Kind, str]) -> Button:
    """Says that a match is wrong; where there are several, a press asks which one."""
    about = [part for kind, target in only for part in (letter(kind), packed(target))]
    return Button(words.say("button-wrong"), press(Verb.WRONG, revision_id, *about))


def card(book: Book, standing: Standing, *, followed: Sequence[tuple[Kind, str]], editor: bool) -> Buttons:
    """Follow or stop, see it over time; editors also settle its status."""
    claim, words = standing.claim, book.words
    row = [stop_any(words, followed) if followed else follow(book, Kind.CLAIM, claim)]
    if standing.since is not None:
        row.append(Button(words.say("button-timeline"), press(Verb.TIMELINE, packed(claim))))
    return (tuple(row), *((statuses(words, claim, standing.status),) if editor else ()))


def statuses(words: Words, claim: str, now: ClaimStatus | None = None) -> tuple[Button, ...]:
    """Those that a claim may have, but for that which it has `now`; a press asks for the reason."""
    return tuple(
        Button(words.say(f"status-{status}"), press(Verb.SETTLE, packed(claim), status.value))
        for status in ClaimStatus
        if status is not now
    )


def review(words: Words, link_id: int, url: str) -> Buttons:
    """An editor's word on a suggestion."""
    decide = (
        Button(words.say("button-confirm"), press(Verb.REVIEW, link_id, "y")),
        Button(words.say("button-reject"), press(Verb.REVIEW, link_id, "n")),
    )
    return decide, (
        Button(words.say("button-open"), url=url),
        Button(words.say("button-pass"), press(Verb.REVIEW, link_id)),
    )


def cards(book: Book, claims: Iterable[str]) -> Buttons:
    """One button a claim; a press shows its card."""
    return tuple(
        (Button(cut(book.claim_name(claim), _TITLE_LIMIT), press(Verb.CARD, packed(claim))),) for claim in claims
    )


def stop(words: Words, kind: Kind, target: str) -> Button:
    """Under a message that is about one thing; its name would only make the button too long for a phone."""
    return Button(words.say("button-stop"), about(Verb.STOP, kind, target))


def stop_any(words: Words, targets: Sequence[tuple[Kind, str]]) -> Button:
    """The one thing at once, several by the list."""
    return stop(words, *targets[0]) if len(targets) == 1 else Button(words.say("button-stop-some"), press(Verb.LIST))


def follow(book: Book, kind: Kind, target: str, name: str | None = None) -> Button:
    label = book.words.say("button-follow-one", name=_short(kind, target, name or book.name(kind, target)))
    return Button(label, about(Verb.FOLLOW, kind, target))


def choice(book: Book, kind: Kind, target: str, name: str) -> Button:
    """What may have been meant: a press follows it. Claims show what they state."""
    label = cut(book.claim_name(target) if kind is Kind.CLAIM else name, _TITLE_LIMIT)
    return Button(f"{ICONS[kind]} {label}", about(Verb.FOLLOW, kind, target))


def kinds(words: Words) -> Buttons:
    """What can be followed without writing."""
    rows = (
        (Kind.ACTOR, "kind-actors"),
        (Kind.CLAIM, "kind-claims"),
        (Kind.PLACE, "kind-places"),
        (Kind.CHANNEL, "kind-channels"),
        (Kind.AFFILIATION, "kind-affiliations"),
        (Kind.LANGUAGE, "kind-languages"),
    )
    buttons = [
        Button(words.say(key), press(Verb.MENU, letter(kind), *([] if kind is Kind.CLAIM else [0])))
        for kind, key in rows
    ]
    last = ((typed(words, "f", "button-type"),), (Button(words.say("button-list"), press(Verb.LIST)),))
    return *(tuple(buttons[at : at + 2]) for at in range(0, len(buttons), 2)), *last


def choices(
    words: Words, kind: Kind, named: Sequence[tuple[str, str]], followed: Collection[str], page: int
) -> Buttons:
    """A page of entries (target, name) that a press follows or stops; ✓ marks what is followed."""
    shown, page, pages = page_of(named, page)
    rows = [
        (Button(_checked(name, target in followed), about(Verb.TOGGLE, kind, target, page)),) for target, name in shown
    ]
    return (*rows, *turning(page, pages, (Verb.MENU, letter(kind))), _back(words, press(Verb.MENU)))


def incidents(words: Words, named: Iterable[tuple[str, str]]) -> Buttons:
    """One button an incident (id, name); its claims come next."""
    rows = [
        (Button(cut(name, _TITLE_LIMIT), press(Verb.MENU, letter(Kind.CLAIM), packed(key), 0)),) for key, name in named
    ]
    return (*rows, _back(words, press(Verb.MENU)))


def claims(
    words: Words, incident: str, shown: Sequence[Claim], followed: Collection[str], place: tuple[int, int]
) -> Buttons:
    """The claims of one page by their numbers, five a row; `place`: page and number of pages."""
    page, pages = place
    buttons = [
        Button(_checked(claim.id, claim.id in followed), about(Verb.TOGGLE, Kind.CLAIM, claim.id, page))
        for claim in shown
    ]
    rows = [tuple(buttons[index : index + 3]) for index in range(0, len(buttons), 3)]
    others = turning(page, pages, (Verb.MENU, letter(Kind.CLAIM), packed(incident)))
    return (*rows, *others, _back(words, press(Verb.MENU, letter(Kind.CLAIM))))


def digest(words: Words, times: Collection[time]) -> Buttons:
    """The usual hours and the chat's own, each to add or to remove; a digest now, or none any more; quiet hours."""
    hours = [_digest_hour(words, at, at in times) for at in sorted({*_DIGEST_HOURS, *times})]
    last = [Button(words.say("button-digest-now"), press(Verb.DIGEST, "now"))]
    if times:
        last.append(Button(words.say("button-digest-off"), press(Verb.DIGEST, "off")))
    rows = (tuple(hours[start : start + _HOURS_A_ROW]) for start in range(0, len(hours), _HOURS_A_ROW))
    return (*rows, (typed(words, "d", "button-other-times"),), tuple(last), (to_quiet_hours(words),))


def _digest_hour(words: Words, at: time, is_set: bool) -> Button:
    label, data = words.clock(at), f"{at:%H%M}"
    return Button(_checked(label, is_set), press(Verb.DIGEST, f"-{data}" if is_set else data))


def daily(at: str, zone: str) -> Buttons:
    """The schedule that was probably meant; `at`: "08:00 18:00"."""
    return ((Button(f"🗞 {at} {zone}", press(Verb.DIGEST, at.replace(":", "").replace(" ", ""), zone)),),)


def digest_files(words: Words, since: datetime, until: datetime) -> tuple[Button, ...]:
    """A digest as a file; the button holds its span, and so needs nothing of what is stored of it."""
    span = f"{since.timestamp() * 1e6:.0f}", f"{until.timestamp() * 1e6:.0f}"
    kinds = {"html": "button-digest-html", "csv": "button-digest-csv"}
    return tuple(Button(words.say(label), press(Verb.DIGEST, kind, *span)) for kind, label in kinds.items())


def languages() -> Buttons:
    return tuple((Button(name, press(Verb.LANGUAGE, code)),) for code, name in LANGUAGES.items())


def forget(words: Words) -> Buttons:
    return (
        (Button(words.say("button-forget-yes"), press(Verb.FORGET, "yes")),),
        (Button(words.say("button-forget-no"), press(Verb.FORGET, "no")),),
    )


def show(words: Words, delivery_id: int) -> tuple[Button, ...]:
    return (Button(words.say("button-show"), press(Verb.SHOW, delivery_id)),)


def _checked(name: str, is_followed: bool) -> str:
    return _CHECK + cut(name, _LABEL_LIMIT) if is_followed else cut(name, _LABEL_LIMIT)


def _short(kind: Kind, target: str, name: str) -> str:
    return target if kind is Kind.CLAIM else cut(name, _LABEL_LIMIT)


def turning(page: int, pages: int, data: tuple[Verb | str, ...]) -> list[tuple[Button, ...]]:
    """The row that turns pages; none where there is one page."""
    verb, *args = data
    row = []
    if page > 0:
        row.append(Button(f"‹ {page}/{pages}", press(Verb(verb), *args, page - 1)))
    if page < pages - 1:
        row.append(Button(f"{page + 2}/{pages} ›", press(Verb(verb), *args, page + 1)))
    return [tuple(row)] if row else []


def _back(words: Words, data: str) -> tuple[Button, ...]:
    return (Button(words.say("button-back"), data),)

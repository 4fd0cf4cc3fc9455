"""What is followed, and how: a proposal with its dry run, a subscription's card, and what is wrong with an expression.
Pure.

A proposal's first line is the expression as it is kept: the buttons read it from there, and it is kept nowhere else.
"""

from collections.abc import Mapping, Sequence

from bot.alerts.rehearsing import DryRun
from bot.chat import following_keyboards as keyboards
from bot.chat.following_keyboards import MODES, PACES, STANCES, Card
from bot.chat.markup import Html, bold, cut, escape, italic, join, lines, link, tagged
from bot.chat.naming import Book, channel_name, post_url
from bot.chat.rendering.alerts import may_not_quote
from bot.chat.rendering.quotes import excerpt
from bot.chat.rendering.speech import STANCE_WORDS
from bot.chat.words import Words
from bot.following.concerning import is_readable
from bot.following.drafts import Draft
from bot.following.faults import Fault, Flaw
from storage.messages import Message
from storage.model import Kind, Revision
from storage.telling import Chat, Filters, Mode, Pace, Subscription
from storage.watchlist import Watchlist

LONGEST_LINE = 900
"""Characters of an expression as it is kept: as a message's first line it leaves room for the rest."""

PIN = "📌 "
_NAME_LIMIT = 400
_SHOWN, _AROUND = 120, 60
_EXCERPT_LIMIT = 160
_CHANNEL_LIMIT = 60
_DAYS = 7

_KINDS = {
    Kind.ACTOR: "one-actor",
    Kind.PLACE: "one-place",
    Kind.CLAIM: "one-claim",
    Kind.CHANNEL: "one-channel",
    Kind.AFFILIATION: "one-affiliation",
    Kind.LANGUAGE: "one-language",
}


def pinned(text: str) -> str | None:
    """The expression that a message of ours proposes, as it is kept; None if it proposes none."""
    first = text.partition("\n")[0]
    return first.removeprefix(PIN) if first.startswith(PIN) else None


# --- faults -----------------------------------------------------------------------------------------------------------


def fault_told(chat: Chat, typed: str, fault: Fault) -> Html:
    """What was typed with the place marked, and the mend."""
    words = Words(chat.language)
    return lines(_marked(typed, fault), words.html(_key_of(fault), **_arguments(fault, words)))


def _key_of(fault: Fault) -> str:
    """What is unknown may have nothing like it."""
    if fault.flaw is Flaw.UNKNOWN and not fault.arguments.get("close"):
        return "query-bad-unknown-at-all"
    return fault.flaw.value


def _arguments(fault: Fault, words: Words) -> dict[str, str]:
    given = dict(fault.arguments)
    if "kind" in given:
        given["kind"] = words.say(_KINDS[Kind(given["kind"])])
    return given


def _marked(typed: str, fault: Fault) -> Html | None:
    """The surroundings of the place, on one line."""
    if not typed.strip():
        return None
    start, end = max(0, fault.start - _AROUND), min(len(typed), fault.end + _AROUND)
    before = "… " * (start > 0) + typed[start : fault.start]
    wrong, after = cut(typed[fault.start : fault.end], _SHOWN), typed[fault.end : end] + " …" * (end < len(typed))
    mark = tagged("u", bold(_line(wrong))) if wrong.strip() else ""
    return join("", [_line(before), mark, _line(after)])


def _line(text: str) -> str:
    return text.replace("\n", " ")


# --- a proposal and its dry run ---------------------------------------------------------------------------------------


def render_proposal(
    chat: Chat, draft: Draft, run: DryRun, titles: Mapping[str, str], watchlist: Watchlist, spelled: str
) -> Message:
    """What would be followed, what that would have sent, and whether to."""
    book = Book(watchlist, Words(chat.language))
    html = lines(
        escape(PIN + spelled),
        bold(cut(_name(draft.kind, draft.target, titles, book), _NAME_LIMIT)),
        *_settings(draft.filters, book.words, all_of_them=False),
        "",
        *_trial(chat, draft.filters, run, book),
    )
    return Message(html, keyboards.proposal(book.words, draft.filters))


def render_trial(chat: Chat, subscription: Subscription, run: DryRun, name: str, watchlist: Watchlist) -> Message:
    """The dry run of what is followed already."""
    book = Book(watchlist, Words(chat.language))
    html = lines(bold(cut(name, _NAME_LIMIT)), *_trial(chat, subscription.filters, run, book))
    return Message(html, ((keyboards.open_card(book, subscription.id),),))


def _trial(chat: Chat, filters: Filters, run: DryRun, book: Book) -> list[Html]:
    """What the last days would have brought, and the newest of it."""
    words = book.words
    if filters.mode is Mode.SILENT:
        return [words.html("trial-silent")]
    digest = filters.mode is Mode.DIGEST
    found = [words.html("trial-digest", count=run.for_digest) if digest else _rings(run, words)]
    if not digest and run.joined:
        found.append(words.html("trial-joined", count=run.joined))
    if not digest and run.digest_only:
        found.append(words.html("trial-more", count=run.digest_only))
    if run.cut_off:
        found.append(words.html("trial-cut", since=words.moment(run.since, chat.time_zone)))
    examples = [_example(revision, chat, book) for _, revision in run.examples]
    return [*found, *([words.html("trial-examples")] if examples else []), *examples]


def _rings(run: DryRun, words: Words) -> Html:
    daily = round(run.alerts / _DAYS)
    if daily < 1:
        return words.html("trial-alerts", count=run.alerts)
    return words.html("trial-alerts-daily", count=run.alerts, daily=words.number(daily))


def _example(revision: Revision, chat: Chat, book: Book) -> Html:
    post = revision.post
    when = link(post_url(revision.channel, post.post_id), book.words.day_and_hour(post.published_at, chat.time_zone))
    said = italic(book.words.say("quote-withheld"))
    if not may_not_quote(revision, book):
        said = escape(excerpt(post.text, _EXCERPT_LIMIT) or book.words.say("quote-empty"))
    name = bold(cut(channel_name(revision.channel), _CHANNEL_LIMIT))
    return join("", ["• ", when, " ", name, ": ", said])


# --- what is followed -------------------------------------------------------------------------------------------------


def render_card(
    chat: Chat,
    subscription: Subscription,
    pace: Pace | None,
    titles: Mapping[str, str],
    watchlist: Watchlist,
    page: int,
    what: str = "",
) -> Message:
    """A subscription and how it is told, with a button for each setting; `what`: the setting that is open."""
    book = Book(watchlist, Words(chat.language))
    one: Card = subscription.id, page
    buttons = keyboards.choices(book.words, one, what, subscription, pace) or keyboards.card(book.words, one)
    return Message(
        lines(
            bold(cut(_name(subscription.kind, subscription.target, titles, book), _NAME_LIMIT)),
            *_spelling(subscription, book),
            "",
            *_settings(subscription.filters, book.words, all_of_them=True),
            _paced(pace, book.words),
        ),
        buttons,
    )


def _spelling(subscription: Subscription, book: Book) -> Sequence[Html]:
    """As it can be typed; and that it rests, if it can't be read."""
    if subscription.kind is not Kind.WORDS:
        return []
    spelled = tagged("code", cut(subscription.target, LONGEST_LINE))
    readable = is_readable(subscription.kind, subscription.target)
    return [spelled] if readable else [spelled, book.words.html("card-unreadable")]


def _name(kind: Kind, target: str, titles: Mapping[str, str], book: Book) -> str:
    return book.phrase(target, titles) if kind is Kind.WORDS else book.name(kind, target, titles)


def settings_line(filters: Filters, words: Words, *, all_of_them: bool) -> Html:
    """All settings, or only those that differ from how things are told as a rule, on one line."""
    return join(" · ", _settings(filters, words, all_of_them=all_of_them))


def _settings(filters: Filters, words: Words, *, all_of_them: bool) -> list[Html]:
    """Each on its line; those as they are as a rule only where `all_of_them` are asked for."""
    default = Filters()
    found = []
    if all_of_them or filters.mode is not default.mode:
        found.append(words.html("set-mode", mode=words.say(MODES[filters.mode])))
    if all_of_them or filters.min_score:
        percent = round(filters.min_score * 100)
        score = words.say("score-from", percent=percent) if percent else words.say("score-any")
        found.append(words.html("set-score", score=score))
    if all_of_them or filters.languages:
        spoken = words.listed([words.tongue(one) for one in sorted(filters.languages)])
        found.append(words.html("set-tongues", languages=spoken or words.say("tongues-any")))
    if all_of_them or filters.stances:
        found.append(words.html("set-stances", stances=_stances(filters, words)))
    return found


def _stances(filters: Filters, words: Words) -> str:
    if not filters.stances:
        return words.say("stances-any")
    whole = [(words.say(key), these) for key, these in STANCES.values() if these <= filters.stances]
    rest = filters.stances.difference(*(these for _, these in whole))
    return words.listed([*(name for name, _ in whole), *sorted(words.say(STANCE_WORDS[one]) for one in rest)])


def _paced(pace: Pace | None, words: Words) -> Html:
    """Set otherwise than the buttons offer, it is "set by hand"."""
    key = next((key for key, known in PACES.values() if known == pace), "pace-own")
    return words.html("set-pace", pace=words.say(key))

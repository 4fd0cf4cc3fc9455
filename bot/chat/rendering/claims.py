"""A claim's card: what it states, its status, who asserts and who denies it, which figures were named. Pure."""

from collections.abc import Iterable, Iterator, Sequence

from bot.chat import keyboards
from bot.chat.markup import Html, bold, cut, italic, join, lines, link
from bot.chat.naming import Book, post_url
from bot.chat.rendering.packing import Section, packed
from bot.chat.rendering.speech import STATUSES, UNITS
from bot.chat.words import LANGUAGES, Words
from bot.claims.standing import Corroboration, Placed, Standing, merged_into
from storage.messages import Message
from storage.model import Kind
from storage.said import ClaimStatus, FigureSaid, StatusChange
from storage.telling import Chat
from storage.watchlist import Watchlist

CORROBORATIONS = {
    Corroboration.NOBODY: "corroboration-nobody",
    Corroboration.UNPLACED: "corroboration-unplaced",
    Corroboration.ONE_SIDE: "corroboration-one-side",
    Corroboration.BOTH_SIDES: "corroboration-both-sides",
    Corroboration.INDEPENDENT: "corroboration-independent",
}
MARKS = {
    ClaimStatus.UNVERIFIED: "❔",
    ClaimStatus.CONTESTED: "⚖️",
    ClaimStatus.CONFIRMED: "✅",
    ClaimStatus.REFUTED: "❌",
}
_QUALIFIERS = {
    "about": "qualifier-about",
    "more than": "qualifier-more",
    "at least": "qualifier-least",
    "up to": "qualifier-most",
    "fewer than": "qualifier-fewer",
}
_STATEMENT_LIMIT = 600
_REASON_LIMIT = 500  # all that is kept of one
_OTHER_LIMIT = 300
_VOICES = 10
_FIGURES = 10


def render_card(
    standing: Standing, chat: Chat, watchlist: Watchlist, *, followed: Sequence[tuple[Kind, str]], editor: bool
) -> Message:
    """The card that /claim shows. `followed`: of the claim and those that were merged into it, which the chat follows;
    `editor`: with the buttons by which the status is set."""
    book = Book(watchlist, Words(chat.language))
    statement = italic(cut(book.statement(standing.claim), _STATEMENT_LIMIT) or standing.claim)
    header = join(
        "\n",
        [
            bold(book.words.html("card-title", claim=standing.claim)),
            statement,
            *(_unworded(standing.claim, book) if editor else ()),
            *(book.words.html("card-merged", claim=one) for one in merged_into(standing.claim, watchlist)),
            *_status(standing, chat, book),
        ],
    )
    sections = [
        *_voiced("card-asserting", standing.asserting, chat, book),
        *_voiced("card-denying", standing.denying, chat, book),
        *_figures(standing.figures, chat, book),
        *_related(standing, book),
    ]
    html = packed(header, sections, book.words)[0]
    return Message(html, keyboards.card(book, standing, followed=followed, editor=editor))


def render_settled(
    change: StatusChange, before: ClaimStatus, chat: Chat, watchlist: Watchlist, followed: Sequence[tuple[Kind, str]]
) -> Message:
    """What a follower reads when somebody set the status. `followed`: what the chat follows and hears of it for."""
    book = Book(watchlist, Words(chat.language))
    words = book.words
    status = words.say(STATUSES[change.status.value])
    html = lines(
        join(" ", [MARKS[change.status], bold(words.html("settled-title", claim=change.claim, status=status))]),
        italic(cut(book.statement(change.claim), _STATEMENT_LIMIT) or change.claim),
        words.html("settled-reason", reason=cut(change.reason, _REASON_LIMIT)),
        words.html("settled-before", status=words.say(STATUSES[before.value])) if before is not change.status else None,
    )
    return Message(html, (*keyboards.cards(book, [change.claim]), (keyboards.stop_any(book.words, followed),)))


def _unworded(claim_id: str, book: Book) -> Iterator[Html]:
    """In which languages a claim of chat is not worded yet, and how that is done."""
    entry = book.claim(claim_id) if claim_id in book.watchlist.own else None
    missing = [one for one in LANGUAGES if entry is not None and entry.statement and one not in entry.statement]
    if missing:
        names = book.words.listed([book.words.tongue(one) for one in missing])
        yield book.words.html("card-unworded", languages=names, line=f"/newclaim {claim_id} {missing[0]}: …")


def _status(standing: Standing, chat: Chat, book: Book) -> Iterator[Html]:
    """The status with its reason, how long it has been about, and whom it has on its side."""
    words = book.words
    status = join(" ", [MARKS[standing.status], words.say(STATUSES[standing.status.value])])
    if standing.changes:
        last = standing.changes[-1]
        when = words.moment(last.at, chat.time_zone)
        yield words.html("card-status-set", status=status, reason=cut(last.reason, _REASON_LIMIT), when=when)
    else:
        yield words.html("card-status", status=status)
    if standing.since is None or standing.until is None:
        yield words.html("card-unheard")
    else:
        first, last_heard = (words.moment(when, chat.time_zone) for when in (standing.since, standing.until))
        yield words.html("card-since", since=first, until=last_heard, count=standing.posts)
        yield words.html(CORROBORATIONS[standing.corroboration])
    if standing.others:
        yield words.html("card-others", count=standing.others)


def _voiced(key: str, placed: Sequence[Placed], chat: Chat, book: Book) -> Iterator[Section]:
    if not placed:
        return
    told = [_voice(one, chat, book) for one in placed[:_VOICES]]
    if len(placed) > _VOICES:
        told.append(book.words.html("card-more", count=len(placed) - _VOICES))
    yield Section(bold(book.words.html(key)), tuple(told))


def _voice(placed: Placed, chat: Chat, book: Book) -> Html:
    """ "FSB (Russian side, state): 12 Mar, 14:05; 12 posts, 11 of them by others"."""
    voice, words = placed.voice, book.words
    name = bold(book.source_name(voice.source, voice.channel))
    side = f" ({book.affiliation(placed.affiliation)})" if placed.affiliation else ""
    when = link(post_url(voice.channel, voice.post_id), words.day_and_hour(voice.since, chat.time_zone))
    said = words.html("card-voice", who=join("", ["• ", name, side]), when=when)
    if voice.posts == 1:
        return said
    key = "card-relayed" if voice.relayed else "card-repeated"
    return join("; ", [said, words.html(key, count=voice.posts, relayed=voice.relayed)])


def _figures(figures: Sequence[FigureSaid], chat: Chat, book: Book) -> Iterator[Section]:
    if figures:
        named = (_figure(one, chat, book) for one in figures[:_FIGURES])
        yield Section(bold(book.words.html("card-figures")), tuple(named))


def _figure(figure: FigureSaid, chat: Chat, book: Book) -> Html:
    words = book.words
    return words.html(
        "card-figure",
        unit=unit_name(figure.unit, words),
        value=amount(figure, words),
        who=_short_name(figure.source, book),
        when=words.day_and_hour(figure.since, chat.time_zone),
    )


def amount(figure: FigureSaid, words: Words) -> str:
    """ "about 100", "several"."""
    number = words.say("several") if figure.value is None else words.number(figure.value)
    key = _QUALIFIERS.get(figure.qualifier or "")
    return words.say(key, number=number) if key else number


def unit_name(unit: str, words: Words) -> str:
    """A unit of the watchlist in the reader's language; one that an editor made up, as it was written."""
    key = UNITS.get(unit)
    return words.say(key) if key else unit


def _short_name(source: str, book: Book) -> str:
    return book.actor_name(source) if book.actor(source) else book.words.say("a-channel")


def _related(standing: Standing, book: Book) -> Iterator[Section]:
    """Its other versions, and the claims that it is easily taken for."""
    entry = book.claim(standing.claim)
    versions = [*standing.versions]
    alike = [one for one in (entry.resembles if entry else ()) if one not in versions]
    if versions:
        yield Section(bold(book.words.html("card-versions")), tuple(_named(versions, book)))
    if alike:
        yield Section(bold(book.words.html("card-alike")), tuple(_named(alike, book)))


def _named(claims: Iterable[str], book: Book) -> Iterator[Html]:
    for claim in claims:
        yield join("", ["• ", bold(claim), ": ", cut(book.statement(claim), _OTHER_LIMIT)])

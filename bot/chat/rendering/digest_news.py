"""The first lines of a digest: what moved, what was repeated most, what was held back. Pure."""

from collections import Counter
from collections.abc import Iterator, Sequence

from bot.alerts.digests import Contents
from bot.alerts.news import Changed, Heard, Movement, Repeated
from bot.chat.markup import Html, bold, cut, italic, join, link
from bot.chat.naming import Book, channel_name, post_url
from bot.chat.rendering.alerts import may_not_quote
from bot.chat.rendering.claims import amount, unit_name
from bot.chat.rendering.digest_posts import Page
from bot.chat.rendering.packing import Section
from bot.chat.rendering.quotes import excerpt
from bot.chat.rendering.speech import STATUSES
from storage.telling import Reason
from storage.watchlist import Side

_STATEMENT_LIMIT = 90
_NAMES_LIMIT = 4

SIDES = {Side.RUSSIA: "side-russia", Side.UKRAINE: "side-ukraine", Side.NEITHER: "side-neither", None: "side-unplaced"}
_HELD = {Reason.MUTED: "digest-held-muted", Reason.QUIET: "digest-held-quiet"}


def glance(moved: Sequence[Movement], posts: int, book: Book) -> Html:
    """ "3 claims moved, 1 first denial; 12 posts": all that is read of a digest before it is opened."""
    words = book.words
    denials = sum(one.denial is not None for one in moved)
    counted = [words.html("digest-moved", count=len(moved))] if moved else []
    counted += [words.html("digest-denials", count=denials)] if denials else []
    return join("; ", [*([join(", ", counted)] if counted else []), words.html("digest-posts", count=posts)])


def news_section(moved: Sequence[Movement], page: Page) -> list[Section]:
    told = tuple(line for one in moved for line in _moved(one, page))
    return [Section(page.book.words.html("digest-news"), told)] if told else []


def _moved(one: Movement, page: Page) -> Iterator[Html]:
    """The claim, and below it a line for each thing that is new about it."""
    words = page.book.words
    statement = cut(page.book.statement(one.claim), _STATEMENT_LIMIT)
    yield join(" ", [bold(one.claim), *([italic(statement)] if statement else [])])
    for key, heard in (("digest-first-seen", one.first), ("digest-first-denial", one.denial)):
        if heard is not None:
            key = "digest-new-version" if heard is one.first and one.corrects else key
            yield words.html(key, who=_who(heard, page.book), when=_when(heard, page))
    for key, sources in (("digest-new-sources", one.asserting), ("digest-new-deniers", one.denying)):
        if sources:
            yield words.html(key, count=len(sources), sides=_by_side(sources, page.book))
    for change in one.figures:
        yield _figure(change, page)
    if one.status is not None:
        before, now = words.say(STATUSES[one.status.before]), words.say(STATUSES[one.status.now])
        yield words.html("digest-status", before=before, now=bold(now), when=page.when(one.status.at))


def _figure(change: Changed, page: Page) -> Html:
    words, channel = page.book.words, change.revision.channel
    return words.html(
        "digest-figure",
        unit=unit_name(change.now.unit, words),
        before=amount(change.before, words),
        now=bold(amount(change.now, words)),
        who=page.book.source_name(change.now.source, channel),
        when=link(post_url(channel, change.revision.post.post_id), page.when(change.now.since)),
    )


def _by_side(heard: Sequence[Heard], book: Book) -> Html:
    """ "Ukrainian side: A, B; Russian side: C"."""
    sides: dict[Side | None, list[str]] = {}
    for one in heard:
        sides.setdefault(one.side, []).append(_who(one, book))
    return join("; ", [f"{book.words.say(SIDES[side])}: {_few(names)}" for side, names in sides.items()])


def _few(names: Sequence[str]) -> str:
    more = len(names) - _NAMES_LIMIT
    return ", ".join([*names[:_NAMES_LIMIT], *([f"+{more}"] if more > 0 else [])])


def _who(heard: Heard, book: Book) -> str:
    return book.source_name(heard.source, heard.revision.channel)


def _when(heard: Heard, page: Page) -> Html:
    post = heard.revision.post
    return link(post_url(heard.revision.channel, post.post_id), page.when(post.published_at))


def repeated_section(repeated: Repeated | None, page: Page) -> list[Section]:
    if repeated is None:
        return []
    words, revision = page.book.words, repeated.revision
    when = link(post_url(revision.channel, revision.post.post_id), page.when(revision.post.published_at))
    text = "" if may_not_quote(revision, page.book) else excerpt(revision.post.text, page.excerpt)
    line = join(" ", ["•", bold(channel_name(revision.channel)), when, *(["—", italic(text)] if text else [])])
    return [Section(words.html("digest-most-repeated", count=repeated.channels), (line,))]


def held_line(contents: Contents, page: Page) -> Html | None:
    """How much of it was not told at once because the reader wanted silence."""
    held = Counter(alert.reason for alert, _ in contents.posts)
    told = [page.book.words.html(key, count=held[reason]) for reason, key in _HELD.items() if held[reason]]
    return page.book.words.html("digest-held", what=join(", ", told)) if told else None

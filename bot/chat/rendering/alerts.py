"""An alert as a message: what happened, who says it, the quote, where and when, and why it matched. Pure.

Everything is cut to a size of its own, so that the whole stays under Telegram's limit whatever a post contains.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from bot.chat import keyboards
from bot.chat.markup import Html, bold, cut, escape, italic, join, lines, link
from bot.chat.naming import (
    Book,
    channel_name,
    forward_name,
    forward_url,
    handle,
    post_url,
)
from bot.chat.rendering import snoozing
from bot.chat.rendering.difference import difference
from bot.chat.rendering.quotes import QUOTE_LIMIT, quote
from bot.chat.rendering.speech import (
    REASONS,
    STANCE_WORDS,
    STANCES,
    STATUSES,
    by_weight,
    figures_in,
    icon,
    link_of,
    rule_words,
)
from bot.chat.words import Words
from storage.messages import Message
from storage.model import DENIALS, Cause, Evidence, Kind, Link, Revision
from storage.telling import Alert, Chat, Event, EventKind, Reason
from storage.watchlist import Affiliation, Watchlist

_OF_POSTS = {Reason.EDITED: ("✏️", "headline-edited"), Reason.DELETED: ("🗑", "headline-deleted")}
_CAUSES = {Cause.EDITED: "edited", Cause.DELETED: "deleted"}
_HALF = QUOTE_LIMIT // 2
_STATEMENT_LIMIT = 400
_WORDS_LIMIT = 60
_MATCHED_LIMIT = 4
_ALSO_LIMIT = 4


def render_alert(
    alert: Alert,
    revision: Revision,
    links: Sequence[Link],
    chat: Chat,
    watchlist: Watchlist,
    before: Revision | None = None,
    origin: Revision | None = None,
) -> Message:
    """What the chat reads. `links`: all links of the revision; those of the alert's events are marked and explained.

    `before`: what an edited post said before; it is quoted below what it says now. `origin`: the post that it copies.
    """
    book = Book(watchlist, Words(chat.language))
    events = by_weight(alert.events)
    found = [link for event in events if (link := link_of(event, links))]
    lead = events[0] if events else None
    html = lines(
        _headline(alert, lead, revision, book),
        *_claim_lines(lead, revision, book),
        *_also(events[1:], lead, book),
        *_who(lead, book),
        *_where(revision, chat, book, origin),
        *_quotes(alert, revision, found, before, book),
        _why(alert, found, book),
    )
    first, *others = keyboards.alert(book, revision, events, alert.because)
    return Message(html, (first, snoozing.under_alert(book.words, revision.id, events, alert.because), *others))


def render_bare_alert(alert: Alert, revision: Revision, chat: Chat, watchlist: Watchlist) -> Message:
    """That there is a post about what the chat follows, and where: for a post that can't be shown as others are."""
    book = Book(watchlist, Words(chat.language))
    events = by_weight(alert.events)
    name = book.name(events[0].target_kind, events[0].target) if events else channel_name(revision.channel)
    html = book.words.html("headline-named", name=name, channel=channel_name(revision.channel))
    return Message(
        lines(bold(html), *_where(revision, chat, book, None)), keyboards.alert(book, revision, events, alert.because)
    )


def _quotes(alert: Alert, revision: Revision, links: Sequence[Link], before: Revision | None, book: Book) -> list[Html]:
    """The post's words; of one that this chat knows in other words, those too, and what was changed in them."""
    was_told = alert.reason is Reason.EDITED and before is not None and before.post.text != revision.post.text
    if before is None or not was_told or may_not_quote(revision, book):
        return [quoted(revision, links, book, own=_own_words(alert))]
    earlier = quote(before.post.text, [], _HALF) or italic(book.words.say("quote-empty"))
    changed = difference(before.post.text, revision.post.text, _HALF)
    now = lines(book.words.html("said-changed"), changed) if changed else quoted(revision, links, book, _HALF)
    return [now, book.words.html("said-before"), earlier]


def _own_words(alert: Alert) -> list[Evidence]:
    """What the reader asked for, where the post says it."""
    return [found for one in alert.because if one.reason.tells or not alert.reason.tells for found in one.words]


def quoted(
    revision: Revision,
    links: Sequence[Link],
    book: Book,
    limit: int = QUOTE_LIMIT,
    own: Sequence[Evidence] = (),
) -> Html:
    """The post's words with what matched in bold; only a remark where the channel's posts are linked, not quoted."""
    if may_not_quote(revision, book):
        return italic(book.words.say("quote-withheld"))
    matched = [*(evidence for link in links for evidence in link.evidence), *own]
    spans = [(evidence.start, evidence.end) for evidence in matched]
    text = quote(revision.post.text, spans, limit)
    media = len(revision.post.media)
    files = book.words.html("attachments", count=media) if media else None
    return lines(text or italic(book.words.say("quote-empty")), files)


def quoted_alone(revision: Revision, book: Book, limit: int) -> Html | None:
    """The post's words and nothing else; None if there are none."""
    if may_not_quote(revision, book):
        return italic(book.words.say("quote-withheld"))
    return quote(revision.post.text, [], limit)


def may_not_quote(revision: Revision, book: Book) -> bool:
    """Whether the watchlist wants the posts of this channel, or of the one it forwards, linked only."""
    forward = revision.post.forward
    entries = [
        book.channel(revision.channel.channel_id, revision.channel.username),
        book.channel(forward.channel_id, forward.username) if forward else None,
    ]
    return any(entry is not None and entry.republish == "link" for entry in entries)


def _headline(alert: Alert, lead: Event | None, revision: Revision, book: Book) -> Html:
    if alert.reason in _OF_POSTS:
        what, key = _OF_POSTS[alert.reason]
        return join(" ", [what, bold(book.words.html(key, channel=channel_name(revision.channel)))])
    if lead is None or lead.target_kind is Kind.CHANNEL:
        text = book.words.html("headline-posted", channel=channel_name(revision.channel))
    elif lead.target_kind is Kind.CLAIM:
        text = book.words.html("headline-claim", claim=lead.target, what=_stance(lead, revision, book))
    else:
        name = book.name(lead.target_kind, lead.target)
        text = book.words.html("headline-named", name=name, channel=channel_name(revision.channel))
    return join(" ", [icon(lead), bold(text)])


def _stance(event: Event, revision: Revision, book: Book) -> str:
    who = book.source_name(event.source or "channel:", revision.channel)
    return book.words.say(STANCES[event.stance], who=who) if event.stance else who


def _claim_lines(lead: Event | None, revision: Revision, book: Book) -> list[Html]:
    """The claim's statement, a denial beside what it denies, and a figure that changed."""
    if lead is None or lead.target_kind is not Kind.CLAIM:
        return []
    key = "claim-denied" if lead.stance in DENIALS else "claim-stated"
    found = [book.words.html(key, statement=_statement(lead.target, book))]
    if lead.kind is EventKind.CLAIM_CHANGED_FIGURE:
        found += _changed(lead, revision, book)
    claim = book.claim(lead.target)
    if claim and claim.supersedes and lead.stance not in DENIALS:
        earlier = italic(cut(book.statement(claim.supersedes), _STATEMENT_LIMIT))
        found.append(book.words.html("claim-corrects", claim=claim.supersedes, statement=earlier))
    return found


def _statement(claim_id: str, book: Book) -> str:
    statement = cut(book.statement(claim_id), _STATEMENT_LIMIT) or claim_id
    claim = book.claim(claim_id)
    status = STATUSES.get(claim.status) if claim else None
    return join("", [italic(statement), f" ({book.words.say(status)})" if status else ""])


def _changed(lead: Event, revision: Revision, book: Book) -> list[Html]:
    now = figures_in(lead.figures, revision.post.text)
    claim = book.claim(lead.target)
    units = {figure.unit for figure in lead.figures}
    before = [figure.value for figure in claim.figures if figure.unit in units] if claim else []
    known = [book.words.number(value) for value in before if value is not None]
    if not now:
        return []
    if not known:
        return [book.words.html("figure-new", now=book.words.listed(now[:3]))]
    return [book.words.html("figure-changed", now=book.words.listed(now[:3]), before=book.words.listed(known[:3]))]


def _also(others: Sequence[Event], lead: Event | None, book: Book) -> list[Html]:
    """What else the post is about that this chat follows."""
    told = {(lead.target_kind, lead.target)} if lead else set()
    things = []
    for event in others:
        if (event.target_kind, event.target) in told or event.target_kind is Kind.CHANNEL:
            continue
        told.add((event.target_kind, event.target))
        things.append(_also_name(event, book))
    return [book.words.html("also", things=", ".join(things[:_ALSO_LIMIT]))] if things else []


def _also_name(event: Event, book: Book) -> str:
    if event.target_kind is not Kind.CLAIM:
        return book.name(event.target_kind, event.target)
    if event.stance is None:
        return book.words.say("also-claim-alone", claim=event.target)
    return book.words.say("also-claim", claim=event.target, stance=book.words.say(STANCE_WORDS[event.stance]))


def _who(lead: Event | None, book: Book) -> list[Html]:
    """Whose word it is, and who passes it on."""
    if lead is None or lead.target_kind is not Kind.CLAIM:
        return []
    source = lead.source or ""
    found = []
    if book.actor(source):
        found.append(book.words.html("says", who=_with_side(source, book)))
    if lead.speaker and lead.speaker != source:
        found.append(book.words.html("passed-on", who=_with_side(lead.speaker, book)))
    return found


def _with_side(actor_id: str, book: Book) -> Html:
    actor = book.actor(actor_id)
    return _sided(book.actor_name(actor_id), actor.affiliation if actor else None, book)


def _sided(name: str, affiliation: Affiliation | None, book: Book) -> Html:
    side = f" ({book.affiliation(affiliation)})" if affiliation else ""
    return join("", [bold(name), side])


def _where(revision: Revision, chat: Chat, book: Book, origin: Revision | None) -> list[Html]:
    """The channel, the time of the post as a link to it, its origin, and that it was edited or deleted."""
    channel, post = revision.channel, revision.post
    entry = book.channel(channel.channel_id, channel.username)
    name = _sided(channel_name(channel), entry.affiliation if entry else None, book)
    if address := handle(channel):
        name = join(" ", [name, address])
    moment = book.words.moment(post.published_at, chat.time_zone)
    when = book.words.say("moment-in-zone", moment=moment, zone=book.words.zone(chat.time_zone))
    found = [
        book.words.html("in-channel", channel=name),
        book.words.html("published", when=link(post_url(channel, post.post_id), when)),
    ]
    if post.forward and (credited := _origin(revision, book)):
        found.append(book.words.html("forwarded", origin=credited))
    elif origin is not None:
        found.append(copied_from(origin, chat, book))
    if revision.cause in _CAUSES:
        found.append(book.words.html(_CAUSES[revision.cause]))
    return found


def copied_from(origin: Revision, chat: Chat, book: Book) -> Html:
    """Whose words a post without a header repeats, with a link to them."""
    when = book.words.moment(origin.post.published_at, chat.time_zone)
    url = post_url(origin.channel, origin.post.post_id)
    return book.words.html("copies", channel=channel_name(origin.channel), when=link(url, when))


def _origin(revision: Revision, book: Book) -> Html | None:
    forward = revision.post.forward
    name = forward_name(forward, book) if forward else None
    if forward is None or name is None:
        return None
    url = forward_url(forward)
    return link(url, name) if url else escape(name)


def _why(alert: Alert, links: Sequence[Link], book: Book) -> Html:
    evidence = [*(evidence for link in links for evidence in link.evidence), *_own_words(alert)]
    matched = matched_words(evidence, book)
    why = book.words.html("why", reason=book.words.say(REASONS[alert.reason]))
    if not matched:
        return why
    return join("\n", [why, book.words.html("matched", words=", ".join(matched[:_MATCHED_LIMIT]))])


def matched_words(evidence: Iterable[Evidence], book: Book) -> list[str]:
    """What matched, the same words once, and by which rules: "Легион" (its name)."""
    rules: defaultdict[str, dict[str, None]] = defaultdict(dict)
    for one in evidence:
        if words := cut(" ".join(one.text.split()), _WORDS_LIMIT):
            rules[words] |= dict.fromkeys(filter(None, [rule_words(one.rule, book)]))
    return [_matched(words, tuple(named), book) for words, named in rules.items()]


def _matched(words: str, rules: Sequence[str], book: Book) -> str:
    if not rules:
        return book.words.say("matched-words", words=words)
    return book.words.say("matched-by", words=words, rule=", ".join(rules))

"""Whatever a post, a channel or a watchlist holds: messages stay under Telegram's limits, with our own tags only."""

import asyncio
import re
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.alerts.digests import Contents
from bot.alerts.rehearsing import DryRun
from bot.chat.asked import worded
from bot.chat.callbacks import coded, decoded
from bot.chat.flows.wording import understood
from bot.chat.lookup import Catalog
from bot.chat.markup import units
from bot.chat.naming import Book
from bot.chat.options import read_options
from bot.chat.rendering import render_alert, render_digest, render_why
from bot.chat.rendering.followed import fault_told, pinned, render_card, render_proposal
from bot.chat.rendering.reasons import Background
from bot.chat.rendering.updates import render_updated
from bot.chat.words import Words
from bot.following.drafts import Draft
from bot.following.expressions import spelled
from bot.following.faults import Fault
from bot.following.reading import stored
from storage.additions import Added
from storage.messages import Message
from storage.model import Channel, Evidence, Forward, Kind, Link, Revision, Stance
from storage.telling import Alert, Because, Event, Filters, Mode, Reason, Subscription
from tests.bot.chat.factories import ANNA, NOON, actor, alert, chat, claim, denial, event, revision, watchlist
from tests.botapi.keyboards import checked
from tests.botapi.markup import parse
from tests.botapi.markup import units as telegram_units

OURS = {
    "<b>",
    "</b>",
    "<i>",
    "</i>",
    "</a>",
    "<blockquote>",
    "<blockquote expandable>",
    "</blockquote>",
    "<code>",
    "</code>",
    "<s>",
    "</s>",
    "<u>",
    "</u>",
}
ADDRESS = re.compile(r'<a href="https://t\.me/[A-Za-z0-9_]+(/[0-9]+)+">')

PIECES = st.sampled_from(
    [
        *("<b>", "</b>", "</blockquote>", '<a href="javascript:x">', "&lt;", "&amp", "{", "{ $who }", "%s", "{0}"),
        *(
            "\ue0000\ue001",
            "\u202e",
            "\u200d",
            "👨\u200d👩\u200d👧",
            "é",
            "e\u0301\u0301",
            "🇺🇦",
            "\U0010ffff",
            "\n\n",
            " ",
        ),
        *("#тег", "@name", "/forget", "t.me/x", "Легион"),
    ]
)
WORDS = st.one_of(PIECES, st.text(st.characters(exclude_categories=["Cs"]), max_size=20))
TEXT = st.lists(WORDS, max_size=30).map("".join)
LONG = st.builds(lambda text, times: text * times, TEXT, st.integers(1, 200)).map(lambda text: text[:20_000])
SPANS = st.lists(st.tuples(st.integers(-10, 25_000), st.integers(-10, 25_000)), max_size=60)
LANGUAGE = st.sampled_from(["en", "nl", "ru", "uk"])


def is_good(message: Message) -> None:
    for tag in re.findall(r"<[^>]*>", message.html):
        assert tag in OURS or ADDRESS.fullmatch(tag), tag
    text, _ = parse(message.html, "html")
    assert units(message.html) <= 4096
    assert telegram_units(text) <= 4096
    if message.buttons:
        keyboard = [[_raw(button.label, button.data, button.url) for button in row] for row in message.buttons]
        checked({"inline_keyboard": keyboard})


def _raw(label: str, data: str | None, url: str | None) -> dict[str, str]:
    return {"text": label} | ({"callback_data": data} if data else {}) | ({"url": url} if url else {})


def _links(text: str, spans: list[tuple[int, int]], rule: str) -> list[Link]:
    evidence = tuple(Evidence(start, end, text[max(start, 0) : max(end, 0)], rule) for start, end in spans)
    return [Link(Kind.CLAIM, "A03", 0.9, evidence, stance=Stance.DENIES)]


@settings(max_examples=150)
@given(text=LONG, title=LONG, name=LONG, rule=TEXT, spans=SPANS, language=LANGUAGE, reason=st.sampled_from(Reason))
def test_an_alert_of_any_post_can_be_sent(
    text: str, title: str, name: str, rule: str, spans: list[tuple[int, int]], language: str, reason: Reason
) -> None:
    known = watchlist(actor("odd", en=name, ru=title), claim("Z1", holders=("odd",), en=name, ru=text))
    post = revision(
        text, channel=Channel(5, title[:32], title), forward=Forward(name=name, username=name[:9], post_id=3)
    )
    events = (
        denial("odd", speaker="odd"),
        event("Z1", source="odd"),
        event("odd", Kind.ACTOR),
        event(text, Kind.PLACE),
    )
    links = _links(text, spans, rule)
    before = revision(title)
    is_good(render_alert(alert(*events, reason=reason), post, links, chat(language), known))
    is_good(render_alert(alert(*events, reason=reason), post, links, chat(language), known, before))
    is_good(render_alert(alert(events[1], reason=reason), post, links, chat(language), known))
    is_good(render_why(chat(language), post, links, set(), known))


@settings(max_examples=60)
@given(
    first=LONG,
    posts=st.lists(st.tuples(LONG, TEXT, st.integers(0, 40)), min_size=1, max_size=60),
    language=LANGUAGE,
)
def test_an_alert_with_whatever_was_added_can_be_sent_and_says_how_much(
    first: str, posts: list[tuple[str, str, int]], language: str
) -> None:
    post = revision(first, channel=Channel(77, None, first[:300]))
    message = render_alert(alert(denial(), event("lsr", Kind.ACTOR)), post, [], chat(language), watchlist())
    entries = [_entry(number, *given) for number, given in enumerate(posts)]
    added = [Added(one, about, Reason.NEW_SOURCE) for one, about in entries]
    updated = render_updated(message, post, added, chat(language), watchlist())
    is_good(updated)
    channels = len({about.post.channel_id for _, about in entries})
    assert re.search(rf"➕ (nog |ещё |ще )?{channels} ", updated.html)


@settings(max_examples=150)
@given(pieces=st.lists(TEXT, max_size=12), others=st.lists(TEXT, max_size=4), shift=st.integers(0, 5))
def test_the_difference_of_any_two_texts_can_be_sent(pieces: list[str], others: list[str], shift: int) -> None:
    before, after = " ".join(pieces), " ".join([*pieces[:shift], *others, *pieces[shift + 1 :]])
    told = alert(denial(), reason=Reason.EDITED)
    is_good(render_alert(told, revision(after), [], chat(), watchlist(), revision(before)))


@settings(max_examples=60)
@given(posts=st.lists(st.tuples(LONG, TEXT, st.integers(0, 12)), min_size=1, max_size=40), language=LANGUAGE)
def test_a_digest_of_any_posts_can_be_sent(posts: list[tuple[str, str, int]], language: str) -> None:
    entries = [_entry(number, *post) for number, post in enumerate(posts)]
    parts = render_digest(chat(language), Contents(NOON, NOON, tuple(entries)), watchlist())
    assert parts
    for message in parts:
        is_good(message)


def _entry(number: int, text: str, title: str, what: int) -> tuple[Alert, Revision]:
    events: list[Event] = [
        event(copy_of=what),
        denial(),
        event("lsr", Kind.ACTOR),
        event("7", Kind.CHANNEL),
        event(title or "x"),
    ]
    return (
        alert(events[what % len(events)], revision_id=number),
        revision(text, revision_id=number, channel=Channel(what, None, title)),
    )


_TYPED = st.one_of(
    LONG.map(lambda text: text[:3000]),
    st.text(st.sampled_from(list('абв-*!()|,;&"«»: \n\0ANDOR<>&{}#@/1ﷺёЁ🔥')), max_size=400),
    st.lists(st.sampled_from(["group:lsr", "дом", "<b>", '"в центре"', "NOT", "OR", "12345", "#тег", "ﷺ" * 20])).map(
        " ".join
    ),
)


@settings(max_examples=200, deadline=None)
@given(
    typed=_TYPED,
    language=LANGUAGE,
    post=LONG,
    mode=st.sampled_from(Mode),
    stances=st.frozensets(st.sampled_from(Stance)),
)
def test_whatever_is_typed_is_answered_with_a_fault_or_a_proposal_that_reads_back(
    typed: str, language: str, post: str, mode: Mode, stances: frozenset[Stance]
) -> None:
    known = watchlist(actor("lsr", en=post[:200] or "x"))
    found = asyncio.run(understood(read_options(typed).text, Catalog(Book(known, Words(language)), ())))
    if isinstance(found, Fault):
        is_good(Message(worded("#7", fault_told(chat(language), typed[:2000], found))))
        return
    filters = Filters(mode, 0.855, frozenset({"ru"}), stances)
    examples = ((alert(), revision(post)),) * 3
    run = DryRun(14, 5, {}, examples, NOON, cut_off=True, joined=3, digest_only=2)
    draft = Draft(found, filters)
    message = render_proposal(chat(language), draft, run, {}, known, spelled(found))
    is_good(message)
    assert stored(pinned(parse(message.html, "html")[0]) or "") == found
    assert decoded(coded(filters)) == replace(filters, languages=frozenset())
    one = Subscription(2**53, ANNA, draft.kind, draft.target, NOON, filters)
    for what in ("", "m", "s", "l", "t", "g"):
        is_good(render_card(chat(language), one, None, {}, known, 10**6, what))
    because = (Because(1, draft.kind, draft.target, Reason.WORDS, (Evidence(0, 9, post[:9], "own words"),)),) * 30
    told = replace(alert(event("5", Kind.CHANNEL), reason=Reason.WORDS), because=because)
    is_good(render_alert(told, revision(post), [], chat(language), known))
    is_good(render_why(chat(language), revision(post), [], set(), known, Background(alert=told, asked=True)))

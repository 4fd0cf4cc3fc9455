"""An alert, read as its reader reads it: parsed by Telegram's own parser."""

from dataclasses import replace

import pytest

from bot.chat.rendering import render_alert, render_why
from bot.chat.rendering.backfills import render_earlier
from bot.chat.rendering.drafts import render_posts
from bot.chat.rendering.quotes import quote
from bot.chat.rendering.reasons import Background
from storage.drafts import Draft, Slots
from storage.messages import Message
from storage.model import Cause, Channel, Evidence, Figure, Forward, Kind, Media, Stance
from storage.telling import Because, EventKind, Reason
from storage.watchlist import Side, Tie
from tests.bot.chat.factories import (
    LANGUAGES,
    NOON,
    actor,
    alert,
    chat,
    denial,
    event,
    link,
    revision,
    watchlist,
)
from tests.botapi.markup import Entity, parse, piece

DENIAL = "The enemy did not enter Lozovaya Rudka."


def plain(message: Message) -> str:
    return parse(message.html, "html")[0]


def marked(message: Message, kind: str) -> list[str]:
    text, entities = parse(message.html, "html")
    return [piece(text, entity) for entity in entities if entity["type"] == kind]


def links(message: Message) -> dict[str, str]:
    text, entities = parse(message.html, "html")

    def named(entity: Entity) -> tuple[str, str]:
        return piece(text, entity), entity["url"]

    return dict(named(entity) for entity in entities if entity["type"] == "text_link")


@pytest.mark.parametrize(
    ("language", "headline", "beside"),
    [
        (
            "en",
            "Claim A03 – denied by Vyacheslav Gladkov",
            "Denies: The groups took the village of Lozovaya Rudka.",
        ),
        (
            "nl",
            "Bewering A03 – ontkend door Vjatsjeslav Gladkov",
            "Ontkent: De groepen namen het dorp Lozovaja Roedka in.",
        ),
        (
            "ru",
            "Утверждение A03 — опровержение: Вячеслав Гладков",
            "Опровергается: Группы заняли село Лозовая Рудка.",
        ),
        (
            "uk",
            "Твердження A03 — заперечення: В’ячеслав Гладков",
            "Заперечується: Групи зайняли село Лозова Рудка.",
        ),
    ],
)
def test_a_denial_stands_beside_what_it_denies_in_the_readers_language(
    language: str, headline: str, beside: str
) -> None:
    told = alert(denial(), reason=Reason.DENIAL)
    text = plain(render_alert(told, revision(DENIAL), [], chat(language), watchlist()))
    assert text.splitlines()[0] == f"🚫 {headline}"
    assert text.splitlines()[1].startswith(beside)
    assert DENIAL in text


def test_the_quote_is_the_original_with_the_matched_words_in_bold() -> None:
    text = "Наши группы зашли в Лозовую Рудку."
    found = [link("зашли", text, rule="event:enter"), link("Лозовую Рудку", text, kind=Kind.PLACE, target="tyotkino")]
    message = render_alert(alert(event(), event("tyotkino", Kind.PLACE)), revision(text), found, chat(), watchlist())
    assert marked(message, "blockquote") == [text]
    assert {"зашли", "Лозовую Рудку"} <= set(marked(message, "bold"))


def test_a_long_quote_folds_and_is_cut() -> None:
    message = render_alert(alert(), revision("Слово за слово. " * 400), [], chat(), watchlist())
    (folded,) = marked(message, "expandable_blockquote")
    assert folded.endswith("…")
    assert len(folded) < 1600


def test_a_quote_shows_the_matched_words_even_when_they_stand_far_down() -> None:
    text = "Прочее. " * 400 + "Наконец зашли в Рудку. " + "Ещё прочее. " * 400
    message = render_alert(alert(), revision(text), [link("зашли в Рудку", text)], chat(), watchlist())
    (folded,) = marked(message, "expandable_blockquote")
    assert folded.startswith("… ")
    assert "зашли в Рудку" in marked(message, "bold")


def test_a_mark_over_the_whole_of_a_long_post_shows_its_beginning() -> None:
    text = "Первое слово. " + "Ещё слово. " * 400
    html = quote(text, [(0, len(text))])
    assert html is not None
    assert parse(html, "html")[0].startswith("Первое слово.")


@pytest.mark.parametrize(
    ("spans", "bold"),
    [
        ([(0, 3), (2, 5)], ["Тётки"]),
        ([(4, 4), (-5, 2), (90, 99)], ["Тё"]),
        ([(0, 1), (0, 1)], ["Т"]),
    ],
)
def test_marks_that_overlap_or_lie_outside_do_no_harm(spans: list[tuple[int, int]], bold: list[str]) -> None:
    html = quote("Тёткино 😀", spans)
    assert html is not None
    text, entities = parse(html, "html")
    assert [piece(text, entity) for entity in entities if entity["type"] == "bold"] == bold


def test_marks_after_emoji_are_where_the_words_are() -> None:
    text = "😀😀 зашли 😀"
    html = quote(text, [(3, 8)])
    assert html is not None
    plain_text, entities = parse(html, "html")
    assert [piece(plain_text, entity) for entity in entities if entity["type"] == "bold"] == ["зашли"]


def test_the_time_is_the_readers_and_leads_to_the_post() -> None:
    message = render_alert(alert(), revision(), [], chat("nl", "Europe/Amsterdam"), watchlist())
    assert links(message)["12 mrt 2024, 13:00 (Amsterdam)"] == "https://t.me/governor_news/100"
    assert message.buttons[0][0].url == "https://t.me/governor_news/100"


@pytest.mark.parametrize("username", [None, "bad name", 'x"><b>'])
def test_a_channel_without_a_usable_name_is_linked_by_its_number(username: str | None) -> None:
    message = render_alert(alert(), revision(channel=Channel(55, username, "T")), [], chat(), watchlist())
    assert message.buttons[0][0].url == "https://t.me/c/55/100"
    assert plain(message)


def test_who_says_it_and_who_passes_it_on_come_with_their_side() -> None:
    message = render_alert(alert(event(source="fsb", speaker="governor")), revision(), [], chat(), watchlist())
    assert "Says: FSB (Russian side, state)" in plain(message)
    assert "Passed on by: Vyacheslav Gladkov (Russian side, state)" in plain(message)
    assert "Channel: Governor's own (Russian side, state media) @governor_news" in plain(message)


def test_a_claim_that_nobody_known_makes_counts_as_the_channels() -> None:
    message = render_alert(alert(event(source="channel:1001")), revision(), [], chat(), watchlist())
    assert plain(message).splitlines()[0].endswith("asserted by Governor's own")


@pytest.mark.parametrize(
    ("forward", "credit", "url"),
    [
        (Forward(username="legion", post_id=5, name="Legion"), "Legion", "https://t.me/legion/5"),
        (Forward(channel_id=77, post_id=5, name="Legion"), "Legion", "https://t.me/c/77/5"),
        (Forward(username="governor_news"), "Governor's own", None),
        (Forward(name="Somebody hidden"), "Somebody hidden", None),
    ],
)
def test_the_origin_of_a_forward_is_credited(forward: Forward, credit: str, url: str | None) -> None:
    message = render_alert(alert(), revision(forward=forward), [], chat(), watchlist())
    assert f"Forwarded from: {credit}" in plain(message)
    assert links(message).get(credit) == url


@pytest.mark.parametrize(
    ("language", "line"),
    [
        ("en", "Copies a post of Somebody, "),
        ("nl", "Neemt een bericht over van Somebody, "),
        ("ru", "Повторяет пост канала Somebody, "),
        ("uk", "Повторює допис каналу Somebody, "),
    ],
)
def test_a_copy_without_a_header_credits_its_origin_with_a_link(language: str, line: str) -> None:
    origin = revision(channel=Channel(77, "somebody", "Somebody"), post_id=5, revision_id=9)
    message = render_alert(alert(), revision(), [], chat(language), watchlist(), None, origin)
    assert line in plain(message)
    assert "https://t.me/somebody/5" in links(message).values()


def test_a_header_says_where_a_forward_comes_from_and_nothing_else_does() -> None:
    origin = revision(channel=Channel(77, "somebody", "Somebody"), post_id=5, revision_id=9)
    forward = revision(forward=Forward(username="legion", post_id=5, name="Legion"))
    text = plain(render_alert(alert(), forward, [], chat(), watchlist(), None, origin))
    assert "Forwarded from: Legion" in text
    assert "Copies" not in text


def test_a_changed_figure_shows_what_is_said_now_and_what_the_claim_says() -> None:
    text = "Убито более 234 боевиков."
    changed = event(
        "A14",
        of=EventKind.CLAIM_CHANGED_FIGURE,
        source="fsb",
        figures=(Figure(234, "fighters killed", "more than", 6, 24),),
    )
    message = render_alert(alert(changed, reason=Reason.CHANGED), revision(text), [], chat(), watchlist())
    assert "Changed figure: более 234 боевиков (the claim says 100)" in plain(message)


@pytest.mark.parametrize(
    ("events", "headline"),
    [
        ((event("lsr", Kind.ACTOR),), "👥 Freedom of Russia Legion – named in Governor's own"),
        ((event("tyotkino", Kind.PLACE),), "📍 Tyotkino – named in Governor's own"),
        ((event("1001", Kind.CHANNEL),), "📡 Governor's own – new post"),
        ((event("X99", source="fsb"),), "📣 Claim X99 – asserted by FSB"),
        ((event("gone", source="gone_too"),), "📣 Claim gone – asserted by gone_too"),
    ],
)
def test_the_headline_says_what_happened(events: tuple[object, ...], headline: str) -> None:
    told = alert(*events)  # type: ignore[arg-type]
    assert plain(render_alert(told, revision(), [], chat(), watchlist())).splitlines()[0] == headline


def test_what_matters_most_leads_and_the_rest_is_named() -> None:
    told = alert(event("tyotkino", Kind.PLACE), event("1001", Kind.CHANNEL), event("A14", source="fsb"), denial())
    text = plain(render_alert(told, revision(), [], chat(), watchlist()))
    assert "denied by" in text.splitlines()[0]
    assert "Also: claim A14 (asserted), Tyotkino" in text


def test_of_a_claim_that_a_post_does_not_make_any_more_the_rest_names_only_the_number() -> None:
    edited = [replace(event(of=EventKind.POST_EDITED, target=one), stance=None) for one in ("A03", "A14")]
    told = alert(*edited, event("tyotkino", Kind.PLACE, of=EventKind.POST_EDITED), reason=Reason.EDITED)
    assert "Also: claim A14, Tyotkino" in plain(render_alert(told, revision(), [], chat(), watchlist()))


def test_why_is_said_in_words() -> None:
    found = [link("did not enter", DENIAL, rule="event:deny"), link("Lozovaya Rudka", DENIAL, rule="a new rule")]
    message = render_alert(alert(denial(), reason=Reason.DENIAL), revision(DENIAL), found[:1], chat(), watchlist())
    assert "Why: this claim is being denied" in plain(message)
    assert "Matched: “did not enter” (words of a denial)" in plain(message)
    message = render_alert(alert(denial(), reason=Reason.DENIAL), revision(DENIAL), found[1:], chat(), watchlist())
    assert "Matched: “Lozovaya Rudka”" in plain(message)


def test_words_that_several_rules_found_are_shown_once() -> None:
    rules = ("actor:fsb", "name", "event:deny", "name")
    said = link("did not enter", DENIAL)
    said = replace(said, evidence=tuple(replace(said.evidence[0], rule=rule) for rule in rules))
    message = render_alert(alert(denial(), reason=Reason.DENIAL), revision(DENIAL), [said], chat(), watchlist())
    assert plain(message).splitlines()[-1] == "Matched: “did not enter” (its name, words of a denial)"


def test_posts_that_may_only_be_linked_are_not_quoted_not_even_as_forwards() -> None:
    secret = "A text of theirs."
    own = revision(secret, channel=Channel(9, "linked_only", "Linked only"))
    passed_on = revision(secret, forward=Forward(username="Linked_Only", post_id=3))
    for one in (own, passed_on):
        text = plain(render_alert(alert(), one, [], chat(), watchlist()))
        assert secret not in text
        assert "linked here, not quoted" in text


def test_a_picture_without_words_says_so() -> None:
    text = plain(
        render_alert(alert(), revision(" \n", media=(Media("photo"), Media("photo"))), [], chat(), watchlist())
    )
    assert "The post has no text." in text
    assert "📎 2 attachments" in text


def test_an_edited_post_is_called_one() -> None:
    edited = plain(render_alert(alert(), revision(cause=Cause.EDITED), [], chat(), watchlist()))
    late_part = plain(render_alert(alert(), revision(cause=Cause.ALBUM_PART), [], chat(), watchlist()))
    assert ("was edited" in edited, "was edited" in late_part) == (True, False)


def test_one_thing_can_be_stopped_at_once_and_several_from_the_list() -> None:
    one = render_alert(alert(denial()), revision(), [], chat(), watchlist())
    several = render_alert(alert(denial(), event("lsr", Kind.ACTOR)), revision(), [], chat(), watchlist())
    assert [[button.data for button in row] for row in one.buttons[2:]] == [["1:c:A03", "1:u:c:A03"]]
    assert [[button.data for button in row] for row in several.buttons[2:]] == [["1:c:A03", "1:l"]]


def test_an_alert_for_own_words_marks_them_and_offers_to_stop_and_snooze_them_not_the_channel() -> None:
    text = "Tonight the bridge was closed."
    words = Evidence(12, 18, text[12:18], "own words")
    because = Because(7, Kind.WORDS, "bridge AND NOT football", Reason.WORDS, (words,))
    told = replace(alert(event("1001", Kind.CHANNEL), reason=Reason.WORDS), because=(because,))
    message = render_alert(told, revision(text), [], chat(), watchlist())
    assert "Tonight the <b>bridge</b> was closed." in message.html
    assert "“bridge” (your own words)" in message.html
    labels = [button.label for row in message.buttons for button in row]
    assert "🔕 Unfollow" in labels
    data = [button.data or "" for row in message.buttons for button in row]
    assert not [one for one in data if one.startswith(("1:u:t:", "1:sn:t:"))]
    why = render_why(chat(), revision(text), [], set(), watchlist(), Background(alert=told, asked=True))
    assert "“bridge”, without “football” – your own words are in it. Matched: “bridge”" in plain(why)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("stance", Stance)
@pytest.mark.parametrize("reason", Reason)
def test_every_stance_and_reason_has_words(language: str, stance: Stance, reason: Reason) -> None:
    told = alert(event(stance=stance), reason=reason)
    assert plain(render_alert(told, revision(), [], chat(language), watchlist()))


@pytest.mark.parametrize("side", Side)
@pytest.mark.parametrize("tie", Tie)
def test_every_affiliation_has_words(side: Side, tie: Tie) -> None:
    known = watchlist(actor("someone", side=side, tie=tie, en="Someone"))
    assert "Says: Someone (" in plain(render_alert(alert(event(source="someone")), revision(), [], chat(), known))


# --- why ------------------------------------------------------------------------------------------------------------


def test_why_explains_each_piece_of_evidence_of_what_is_followed() -> None:
    text = "Легион зашёл в Тёткино"
    found = [
        link("зашёл", text, rule="event:enter"),
        link("Тёткино", text, kind=Kind.PLACE, target="tyotkino", rule="name"),
    ]
    message = render_why(chat(), revision(text), found, {(Kind.CLAIM, "A03")}, watchlist())
    assert "A03: The groups took the village" in plain(message)
    assert "“зашёл” (words of such an event)" in plain(message)
    assert "How sure: 90%" in plain(message)
    assert "Tyotkino" not in plain(message)


def test_why_explains_everything_when_nothing_of_it_is_followed_any_more() -> None:
    text = "Тёткино"
    found = [link(text, text, kind=Kind.PLACE, target="tyotkino")]
    assert "Tyotkino" in plain(render_why(chat(), revision(text), found, set(), watchlist()))
    assert "Nothing any more" in plain(render_why(chat(), revision(text), [], set(), watchlist()))


def test_why_names_a_followed_channel() -> None:
    message = render_why(chat(), revision(), [], {(Kind.CHANNEL, "1001")}, watchlist())
    assert "every post counts" in plain(message)


# --- edited and deleted posts ---

BEFORE, AFTER = "Убито сто человек.", "Убито двести человек."


@pytest.mark.parametrize(
    ("language", "headline", "before"),
    [
        ("en", "✏️ Governor's own – a post that you were told about was edited", "It said before:"),
        ("nl", "✏️ Governor's own – een bericht dat je kreeg is gewijzigd", "Eerder stond er:"),
        ("ru", "✏️ Governor's own — изменён пост, о котором вы уже знаете", "Раньше в нём говорилось:"),
        ("uk", "✏️ Governor's own — змінено допис, про який ви вже знаєте", "Раніше в ньому йшлося:"),
    ],
)
def test_an_edited_post_is_quoted_as_it_is_and_as_it_was(language: str, headline: str, before: str) -> None:
    told = alert(event(of=EventKind.POST_EDITED), reason=Reason.EDITED)
    now, was = revision(AFTER, cause=Cause.EDITED), revision(BEFORE)
    message = render_alert(told, now, [], chat(language), watchlist(), was)
    text = plain(message)
    assert text.splitlines()[0] == headline
    assert text.index("двести") < text.index(before) < text.index(BEFORE)
    assert marked(message, "blockquote") == ["Убито стодвести человек.", BEFORE]
    assert (marked(message, "strikethrough")[-1], marked(message, "underline")[-1]) == ("сто", "двести")


def test_a_post_that_says_something_else_altogether_is_quoted_as_it_is_and_as_it_was() -> None:
    told = alert(event(of=EventKind.POST_EDITED), reason=Reason.EDITED)
    message = render_alert(told, revision("Ничего нового."), [], chat(), watchlist(), revision(BEFORE))
    assert marked(message, "blockquote") == ["Ничего нового.", BEFORE]


@pytest.mark.parametrize(
    ("language", "headline", "line"),
    [
        ("en", "🗑 Governor's own – a post that you were told about was deleted", "This post was deleted"),
        ("nl", "🗑 Governor's own – een bericht dat je kreeg is verwijderd", "Dit bericht is na plaatsing verwijderd"),
        ("ru", "🗑 Governor's own — удалён пост, о котором вы уже знаете", "Пост удалили"),
        ("uk", "🗑 Governor's own — видалено допис, про який ви вже знаєте", "Допис видалили"),
    ],
)
def test_a_deleted_post_is_quoted_as_it_was(language: str, headline: str, line: str) -> None:
    told = alert(event(of=EventKind.POST_DELETED), reason=Reason.DELETED)
    message = render_alert(told, revision(BEFORE, cause=Cause.DELETED), [], chat(language), watchlist())
    text = plain(message)
    assert text.splitlines()[0] == headline
    assert line in text
    assert marked(message, "blockquote") == [BEFORE]


def test_two_long_texts_still_fit_into_one_message() -> None:
    told = alert(event(of=EventKind.POST_EDITED), reason=Reason.EDITED)
    message = render_alert(told, revision("Слово. " * 900), [], chat(), watchlist(), revision("Другое слово. " * 900))
    assert len(plain(message)) < 4000


def test_an_edit_of_the_pictures_alone_does_not_repeat_the_words() -> None:
    told = alert(event(of=EventKind.POST_EDITED), reason=Reason.EDITED)
    message = render_alert(told, revision(BEFORE), [], chat(), watchlist(), revision(BEFORE))
    assert marked(message, "blockquote") == [BEFORE]


def test_what_may_only_be_linked_is_not_quoted_to_editors_either() -> None:
    linked = revision("secret", channel=Channel(9, "linked_only", "Linked only"))
    told = [
        render_posts(Draft(Slots(), NOON, id=1), [linked], chat(), watchlist()),
        render_earlier("A03", [linked], chat(), watchlist()),
    ]
    assert all("secret" not in one.html and "linked here, not quoted" in one.html for one in told)

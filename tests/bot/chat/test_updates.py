"""An alert that others were added to, and what changed in an edited post, as their reader reads them."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.chat.rendering import render_alert
from bot.chat.rendering.difference import difference
from bot.chat.rendering.updates import render_updated
from storage.additions import Added
from storage.messages import Message
from storage.model import Channel, Kind
from storage.telling import Reason
from tests.bot.chat.factories import NOON, alert, chat, denial, event, revision, watchlist
from tests.bot.chat.test_alerts import links, marked, plain

FIRST = revision("The hamlet was taken.", channel=Channel(1, "legion_news", "Legion's own"))


def added(channel_id: int, text: str = "They confirm it.", why: Reason = Reason.NEW_SOURCE, **more: object) -> Added:
    about = revision(
        text,
        channel=Channel(channel_id, f"channel_{channel_id}", f"Channel {channel_id}"),
        post_id=channel_id,
        revision_id=channel_id,
        at=NOON + timedelta(minutes=channel_id),
    )
    told = alert(event(source=f"channel:{channel_id}"), reason=Reason.UPDATED, revision_id=channel_id)
    return Added(replace(told, **more), about, why)  # type: ignore[arg-type]


def updated(*others: Added, language: str = "en") -> Message:
    reader = chat(language)
    first = render_alert(alert(), FIRST, [], reader, watchlist())
    return render_updated(first, FIRST, others, reader, watchlist())


@pytest.mark.parametrize(
    ("language", "one", "three", "twenty_one"),
    [
        ("en", "➕ 1 more channel", "➕ 3 more channels", "➕ 21 more channels"),
        ("nl", "➕ nog 1 kanaal", "➕ nog 3 kanalen", "➕ nog 21 kanalen"),
        ("ru", "➕ ещё 1 канал", "➕ ещё 3 канала", "➕ ещё 21 канал"),
        ("uk", "➕ ще 1 канал", "➕ ще 3 канали", "➕ ще 21 канал"),
    ],
)
def test_it_says_how_many_channels_came_since(language: str, one: str, three: str, twenty_one: str) -> None:
    for count, heading in ((1, one), (3, three), (21, twenty_one)):
        message = updated(*(added(10 + number) for number in range(count)), language=language)
        assert heading in plain(message).splitlines()


def test_each_channel_is_named_with_its_time_and_a_link_to_its_post() -> None:
    message = updated(added(10), added(11, why=Reason.DUPLICATE, duplicate_of=1))
    assert "• Channel 10 @channel_10, 12 Mar, 12:10 – asserted" in plain(message)
    assert "• Channel 11 @channel_11, 12 Mar, 12:11 – a copy" in plain(message)
    assert links(message)["12 Mar, 12:10"] == "https://t.me/channel_10/10"


def test_whose_word_it_is_and_how_it_stands_to_the_claim_is_said() -> None:
    one = added(10)
    told = replace(one, alert=replace(one.alert, events=(denial("fsb"),)))
    named = replace(one, alert=replace(one.alert, events=(event("tyotkino", Kind.PLACE),)))
    assert "– denied by FSB" in plain(updated(told))
    assert "– named" in plain(updated(named))


def test_several_posts_of_a_channel_are_one_line_and_of_the_alerts_own_channel_no_other_channel() -> None:
    assert "• Channel 10 @channel_10, 12 Mar, 12:10 (×2) – asserted" in plain(updated(added(10), added(10)))
    own = replace(added(10), revision=replace(FIRST, id=3))
    assert "➕ 1 more post of this channel" in plain(updated(own))


def test_only_the_last_channels_are_named_and_the_earlier_ones_counted() -> None:
    text = plain(updated(*(added(10 + number) for number in range(12))))
    assert "• 4 channels before these" in text
    assert ("Channel 13 " in text, "Channel 14 " in text) == (False, True)


def test_the_newest_words_of_its_own_are_quoted_below() -> None:
    message = updated(added(10, "The first."), added(11, "The second."), added(12, "The first.", why=Reason.REPEATED))
    assert marked(message, "blockquote") == ["The hamlet was taken.", "The second."]
    assert "Newest, Channel 11:" in plain(message)


def test_who_may_only_be_linked_is_not_quoted_in_an_update_either() -> None:
    one = added(10, "A text of theirs.")
    message = updated(replace(one, revision=replace(one.revision, channel=Channel(9, "linked_only", "Linked only"))))
    assert "A text of theirs." not in plain(message)
    assert "Linked only" in plain(message)


def test_buttons_stay_as_they_are() -> None:
    assert updated(added(10)).buttons == updated().buttons


# --- what changed in a text -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("before", "after", "shown"),
    [
        ("It was taken.", "It was not taken.", "It was <u>not </u>taken."),
        ("We lost two, and 3 tanks.", "We lost nine, and 3 tanks.", "We lost <s>two</s><u>nine</u>, and 3 tanks."),
        ("It is taken. No losses.", "It is taken.", "It is taken.<s> No losses.</s>"),
        ("a b c d e f g h", "a x y d e f g h", "a <s>b c</s><u>x y</u> d e f g h"),
        ("1 < 2 & so on", "1 < 3 & so on", "1 &lt; <s>2</s><u>3</u> &amp; so on"),
    ],
)
def test_what_was_left_out_is_struck_through_and_what_is_new_underlined(before: str, after: str, shown: str) -> None:
    assert difference(before, after, 700) == f"<blockquote>{shown}</blockquote>"


def test_of_a_long_text_the_surroundings_of_a_change_are_shown() -> None:
    words = " ".join(f"word{number}" for number in range(400))
    shown = difference(words, words.replace("word200 ", "another "), 700)
    assert shown is not None
    assert "word199 <s>word200</s><u>another</u> word201" in shown
    assert shown.count("…") == 2
    assert "word150" not in shown


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("same", "same"),
        ("", "new words"),
        ("Nothing in common here", "Совсем другой текст"),
        ("a " * 5000, "b " * 5000),
    ],
)
def test_texts_that_share_too_little_have_no_readable_difference(before: str, after: str) -> None:
    assert difference(before, after, 700) is None

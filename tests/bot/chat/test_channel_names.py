"""All the ways in which people name a channel."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.chat.channel_names import NotNamed, Numbered, is_plainly_one, read_channel, username_in

NUMBER = -1_000_000_001_001


@pytest.mark.parametrize(
    ("typed", "named"),
    [
        ("@governor_news", "governor_news"),
        ("governor_news", "governor_news"),
        (" https://t.me/governor_news ", "governor_news"),
        ("t.me/s/governor_news?before=5", "governor_news"),
        ("http://www.telegram.me/Governor_News/12", "Governor_News"),
        ("tg://resolve?domain=governor_news&post=5", "governor_news"),
        ("1001", Numbered(NUMBER)),
        (str(NUMBER), Numbered(NUMBER)),
        ("https://t.me/c/1001/55", Numbered(NUMBER)),
        ("-500", Numbered(-500)),
        ("https://t.me/+AbCdEf", NotNamed.INVITED),
        ("t.me/joinchat/AbCdEf", NotNamed.INVITED),
        ("tg://join?invite=AbCdEf", NotNamed.INVITED),
        ("канал", NotNamed.UNREADABLE),
        ("@ab", NotNamed.UNREADABLE),
        ("https://example.org/governor_news", NotNamed.UNREADABLE),
        ("", NotNamed.UNREADABLE),
    ],
)
def test_a_channel_is_named_in_many_ways(typed: str, named: str | Numbered | NotNamed) -> None:
    assert read_channel(typed) == named


def test_its_number_is_the_one_that_posts_are_stored_under() -> None:
    assert Numbered(NUMBER).channel_id == 1001


@pytest.mark.parametrize("typed", ["@name", "t.me/name", "t.me/c/1001/5", "t.me/+x", "-1001234567890"])
def test_a_link_can_mean_nothing_else(typed: str) -> None:
    assert is_plainly_one(typed)


@pytest.mark.parametrize("typed", ["governor_news", "1001", "A14", "-football", "Козинка -футбол"])
def test_a_word_or_number_may_mean_something_else(typed: str) -> None:
    assert not is_plainly_one(typed)
    assert username_in(typed) is None


@given(st.text(max_size=200))
def test_whatever_is_typed_is_read(typed: str) -> None:
    assert read_channel(typed) is not None
    if is_plainly_one(typed):
        assert read_channel(typed) is not NotNamed.UNREADABLE

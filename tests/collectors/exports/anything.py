"""Any revision of any post, for property tests: every attribute filled in now and then."""

from datetime import UTC, datetime

from hypothesis import strategies as st

from storage.model import Cause, Channel, Forward, Media, Post, Revision

IDS = st.integers(1, 2**63 - 1)
TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"))
WORDS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00@"), min_size=1)
MOMENTS = st.datetimes(datetime(1900, 1, 1), datetime(2999, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001 - aware by `timezones`
FORWARDS = st.builds(
    Forward,
    channel_id=st.none() | IDS,
    username=st.none() | WORDS,
    post_id=st.none() | IDS,
    name=st.none() | TEXTS,
    date=st.none() | MOMENTS,
)
MEDIA = st.builds(
    Media,
    kind=WORDS,
    name=st.none() | TEXTS,
    size=st.none() | st.integers(0, 2**62),
    mime=st.none() | TEXTS,
    duration=st.none() | st.floats(0, allow_nan=False, allow_infinity=False),
    file=st.none() | TEXTS,
)


def posts(channel_id: int = 1, post_ids: st.SearchStrategy[int] = IDS) -> st.SearchStrategy[Post]:
    """Posts of one channel."""
    return st.builds(
        Post,
        channel_id=st.just(channel_id),
        post_id=post_ids,
        published_at=MOMENTS,
        text=TEXTS,
        edited_at=st.none() | MOMENTS,
        forward=st.none() | FORWARDS,
        reply_to=st.none() | IDS,
        album_id=st.none() | IDS,
        parts=st.lists(IDS, max_size=3).map(tuple),
        media=st.lists(MEDIA, max_size=3).map(tuple),
        links=st.lists(TEXTS, max_size=3).map(tuple),
        views=st.none() | IDS,
        author=st.none() | TEXTS,
    )


@st.composite
def revisions(draw: st.DrawFn) -> Revision:
    """As they come out of a file: without an id, and of no interest to anybody who follows."""
    channel = draw(st.builds(Channel, IDS, st.none() | WORDS, TEXTS))
    post = draw(posts(channel.channel_id))
    number, cause = draw(st.integers(1, 99)), draw(st.sampled_from(Cause))
    return Revision(0, number, cause, channel, post, draw(MOMENTS), backlog=True)

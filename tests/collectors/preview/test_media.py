"""What hangs on a post on a preview page: attachments, albums, and what only looks like them."""

import pytest

from collectors.preview.conversion import lacks_text
from storage.model import Media, Post
from tests.collectors.preview.shown import CHANNEL_ID, shown
from tests.previews import pieces
from tests.previews.pages import NOON
from tests.previews.pieces import emoji, marked_up, text


@pytest.mark.parametrize(
    ("piece", "media"),
    [
        (pieces.photo(), Media("photo")),
        (pieces.video("0:42"), Media("video", duration=42.0)),
        (pieces.video("1:02:05", too_big=True), Media("video", duration=3725.0)),
        (pieces.video(None), Media("animation")),
        (pieces.round_video("0:15"), Media("video message", duration=15.0)),
        (pieces.voice("1:05"), Media("voice", duration=65.0)),
        (pieces.document("report.pdf", "1.5 MB"), Media("document", "report.pdf", 1_572_864)),
        (pieces.document("notes.txt", "812 B"), Media("document", "notes.txt", 812)),
        (pieces.document("Song of the river", "Band", audio=True), Media("audio", "Song of the river")),
        (pieces.sticker(), Media("sticker")),
        (pieces.poll("Stay or go?", "Stay", "Go"), Media("poll", "Stay or go?")),
        (pieces.location(), Media("location")),
    ],
)
def test_attachments_are_described(piece: str, media: Media) -> None:
    post = shown(piece, text("With words."))
    assert (post.text, post.media) == ("With words.", (media,))


def test_a_picture_without_words_has_no_text() -> None:
    assert shown(pieces.photo()) == Post(CHANNEL_ID, 7, NOON, "", media=(Media("photo"),), views=1200)


def test_the_picture_of_a_linked_page_and_reactions_are_no_attachments() -> None:
    film = (pieces.video("0:42") + pieces.photo()).replace("<a ", "<div ").replace("</a>", "</div>")
    post = shown(text("Words."), pieces.link_preview("Title", "Description", film), pieces.reactions())
    assert (post.text, post.media) == ("Words.", ())


def test_what_telegram_shows_in_its_applications_only_is_unsupported() -> None:
    post = shown(pieces.UNSUPPORTED)
    assert (post.text, post.media) == ("", (Media("unsupported"),))
    assert lacks_text(post)


def test_a_picture_is_not_unsupported_since_a_hidden_notice_stands_beside_it() -> None:
    assert shown(pieces.custom_emoji(pieces.photo())).media == (Media("photo"),)


def test_a_notice_beside_words_takes_nothing_away() -> None:
    post = shown(text("Words."), pieces.UNSUPPORTED)
    assert (post.text, post.media) == ("Words.", ())


def test_a_player_that_says_it_is_not_supported_is_no_sign_of_that() -> None:
    post = shown(pieces.video("0:42"))
    assert post.media == (Media("video", duration=42.0),)
    assert not lacks_text(post)


def test_a_post_with_custom_emoji_is_not_unsupported() -> None:
    post = shown(pieces.custom_emoji(marked_up(f'<tg-emoji emoji-id="5">{emoji("🔥")}</tg-emoji>')))
    assert (post.text, post.media) == ("🔥", ())
    assert not lacks_text(post)


# --- albums ---


def test_an_album_is_one_post_with_all_its_messages() -> None:
    parts = [(7, "photo"), (8, "video"), (9, "photo")]
    post = shown(pieces.grouped("rivierkrant", parts), pieces.caption("Three."), ids=(7, 8, 9), grouped=True)
    assert (post.post_id, post.parts, post.text) == (7, (7, 8, 9), "Three.")
    assert post.media == (Media("photo"), Media("video", duration=9.0), Media("photo"))


def test_an_album_keeps_one_id_while_it_grows() -> None:
    young = shown(pieces.grouped("rivierkrant", [(7, "photo")]), grouped=True)
    grown = shown(pieces.grouped("rivierkrant", [(7, "photo"), (8, "photo")]), grouped=True)
    assert (young.parts, grown.parts) == ((7,), (7, 8))
    assert young.album_id == grown.album_id is not None


def test_an_address_in_a_text_adds_no_message_to_a_post() -> None:
    html = '<a href="https://t.me/rivierkrant/999?single">https://t.me/rivierkrant/999?single</a>'
    assert shown(marked_up(html)).parts == ()

"""What becomes of Telegram's messages: built by hand from Telethon's own classes."""

from dataclasses import asdict
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st
from telethon.tl import types

from collectors.telegram.convert import channel_of, covered, join_album, posts_of
from storage.model import Channel, Flag, Forward, Media, Post
from tests.collectors.telegram import messages as tl
from tests.collectors.telegram.messages import CHANNEL_ID, NOON, message


def only(tl_message: object, channels: dict[int, Channel] | None = None) -> Post:
    [post] = posts_of([tl_message], channels or {})
    return post


def test_a_plain_message_is_a_post() -> None:
    assert only(message(7, "Water reaches the quay.", views=40, post_author="Desk")) == Post(
        CHANNEL_ID, 7, NOON, "Water reaches the quay.", views=40, author="Desk"
    )


def test_service_and_deleted_messages_are_no_posts_and_the_rest_is_ascending() -> None:
    found = posts_of([message(9, "b"), tl.service(8), types.MessageEmpty(id=7, peer_id=None), message(6, "a")], {})
    assert [post.post_id for post in found] == [6, 9]


def test_what_no_database_takes_is_replaced() -> None:
    assert only(message(1, "a\x00b\ud83dc", post_author="\x00")).text == "a\ufffdb\ufffdc"


# --- links ---


def test_addresses_behind_words_are_kept_in_the_order_of_the_text_once_each() -> None:
    entities = [tl.text_url(5, 4, "https://b.example"), tl.text_url(0, 4, "https://a.example")]
    post = only(message(1, "here and here", entities=[*entities, tl.text_url(10, 3, "https://a.example")]))
    assert post.links == ("https://a.example", "https://b.example")


def test_an_entity_that_covers_no_text_hides_no_link() -> None:
    assert only(message(1, "short", entities=[tl.text_url(40, 4, "https://a.example")])).links == ()


def test_somebody_mentioned_behind_other_words_is_a_hidden_link() -> None:
    post = only(message(1, "Ask the mayor", entities=[types.MessageEntityMentionName(4, 9, user_id=12)]))
    assert post.links == ("tg://user?id=12",)


def test_bold_and_visible_addresses_are_no_hidden_links() -> None:
    entities = [types.MessageEntityBold(0, 5), types.MessageEntityUrl(0, 5)]
    assert only(message(1, "a.example", entities=entities)).links == ()


@given(st.text(), st.text(min_size=1), st.text())
def test_an_entity_counts_in_utf16_units(before: str, words: str, after: str) -> None:
    text = before + words + after
    assert covered(text, units(before), units(words)) == words


@given(st.text(), st.integers(-5, 60), st.integers(-5, 60))
def test_an_entity_out_of_place_covers_a_piece_of_the_text_or_nothing(text: str, offset: int, length: int) -> None:
    assert covered(text, offset, length) in text


@given(st.text(alphabet=st.characters() | st.sampled_from("\x00\ud83d\ude00"), min_size=1))
def test_replacing_never_moves_the_links_behind_it(dirty: str) -> None:
    post = only(message(1, dirty + "x", entities=[tl.text_url(units(dirty), 1, "https://a.example")]))
    assert post.links == ("https://a.example",)
    assert covered(post.text, units(dirty), 1) == "x"
    assert post.text.encode("utf-8")


def units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


# --- edits, answers, origins ---


def test_an_edit_is_dated() -> None:
    later = NOON + timedelta(minutes=3)
    assert only(message(1, "a", edit_date=later)).edited_at == later


def test_a_reaction_is_no_edit() -> None:
    assert only(message(1, "a", edit_date=NOON, edit_hide=True)).edited_at is None


def test_an_answer_names_the_post_of_the_same_channel_only() -> None:
    here = types.MessageReplyHeader(reply_to_msg_id=5)
    elsewhere = types.MessageReplyHeader(reply_to_msg_id=5, reply_to_peer_id=types.PeerChannel(3))
    assert only(message(6, "a", reply_to=here)).reply_to == 5
    assert only(message(6, "a", reply_to=elsewhere)).reply_to is None


def test_a_forward_from_a_channel_names_it_as_the_answer_does() -> None:
    header = types.MessageFwdHeader(date=NOON, from_id=types.PeerChannel(3), channel_post=44)
    post = only(message(6, "a", fwd_from=header), {3: Channel(3, "headwater", "Headwater")})
    assert post.forward == Forward(3, "headwater", 44, "Headwater", NOON)


def test_a_forward_from_a_channel_that_the_answer_leaves_out_keeps_its_id() -> None:
    header = types.MessageFwdHeader(date=NOON, from_id=types.PeerChannel(3), channel_post=44)
    assert only(message(6, "a", fwd_from=header)).forward == Forward(3, None, 44, None, NOON)


def test_a_hidden_origin_keeps_its_name_and_a_person_only_the_date() -> None:
    hidden = types.MessageFwdHeader(date=NOON, from_name="Somebody")
    person = types.MessageFwdHeader(date=NOON, from_id=types.PeerUser(12))
    assert only(message(6, "a", fwd_from=hidden)).forward == Forward(name="Somebody", date=NOON)
    assert only(message(6, "a", fwd_from=person)).forward == Forward(date=NOON)


# --- albums ---


def test_an_album_is_one_post_whose_caption_may_sit_on_any_part() -> None:
    parts = [message(11, media=tl.photo(), grouped_id=77), message(12, "Caption", media=tl.photo(), grouped_id=77)]
    [other, album] = posts_of([*parts, message(10, "other")], {})
    assert other.text == "other"
    assert (album.post_id, album.parts, album.text, album.album_id) == (11, (11, 12), "Caption", 77)
    assert album.media == (Media("photo"), Media("photo"))


def test_two_albums_stay_two_posts() -> None:
    parts = [message(number, grouped_id=70 + number % 2) for number in (1, 2, 3, 4)]
    assert [post.parts for post in posts_of(parts, {})] == [(1, 3), (2, 4)]


@given(st.permutations(range(1, 7)))
def test_the_order_in_which_parts_come_does_not_matter(order: list[int]) -> None:
    parts = [message(number, f"{number}" if number in (3, 5) else "", grouped_id=1) for number in order]
    [album] = posts_of(parts, {})
    assert (album.text, album.parts) == ("3\n\n5", (1, 2, 3, 4, 5, 6))


def test_joining_an_album_that_is_joined_already_changes_nothing_but_the_list_of_parts() -> None:
    [album] = posts_of([message(1, "a", grouped_id=5)], {})
    assert join_album([album]) == album


# --- media ---


def test_attachments_are_described() -> None:
    video = types.DocumentAttributeVideo(duration=12.5, w=1, h=1)
    name = types.DocumentAttributeFilename("clip.mp4")
    assert only(message(1, media=tl.document(video, name))).media == (
        Media("video", "clip.mp4", 1024, "video/mp4", 12.5, file="1"),
    )
    voice = types.DocumentAttributeAudio(duration=3, voice=True)
    assert only(message(1, media=tl.document(voice, mime="audio/ogg"))).media == (
        Media("voice", None, 1024, "audio/ogg", 3.0, file="1"),
    )


def test_the_kinds_of_documents_are_told_apart() -> None:
    round_video = types.DocumentAttributeVideo(duration=1, w=1, h=1, round_message=True)
    sticker = types.DocumentAttributeSticker("", types.InputStickerSetEmpty())
    animation = types.DocumentAttributeAnimated()
    song = types.DocumentAttributeAudio(duration=1)
    kinds = [
        only(message(1, media=tl.document(*attributes))).media[0].kind
        for attributes in ([round_video], [sticker], [animation, round_video], [song], [])
    ]
    assert kinds == ["video message", "sticker", "animation", "audio", "document"]


def test_of_a_photo_the_largest_version_is_told() -> None:
    small, large = types.PhotoSize("m", 320, 240, 9_000), types.PhotoSizeProgressive("y", 1280, 960, [7_000, 70_000])
    blur, middle = types.PhotoStrippedSize("i", b"\x01"), types.PhotoSize("x", 800, 600, 40_000)
    held = types.Photo(71, 2, b"", NOON, [blur, small, large, middle], 2)
    assert only(message(1, media=types.MessageMediaPhoto(photo=held))).media == (
        Media("photo", size=70_000, file="71"),
    )


def test_a_photo_that_telegram_no_longer_has_is_a_photo() -> None:
    empty = types.MessageMediaPhoto(photo=types.PhotoEmpty(71))
    assert only(message(1, media=empty)).media == (Media("photo"),)


def test_a_document_that_telegram_no_longer_has_is_a_document() -> None:
    assert only(message(1, media=types.MessageMediaDocument())).media == (Media("document"),)


def test_a_poll_shows_its_question() -> None:
    question = types.TextWithEntities("Is it raining?", [])
    poll = types.MessageMediaPoll(types.Poll(1, question, [], 0), types.PollResults())
    assert only(message(1, media=poll)).media == (Media("poll", "Is it raining?"),)


def test_a_contact_card_is_not_read_and_a_link_preview_is_no_attachment() -> None:
    card = types.MessageMediaContact("+31600000009", "Ann", "Example", "", 5)
    [described] = only(message(1, media=card)).media
    assert asdict(described) == asdict(Media("contact"))
    preview = types.MessageMediaWebPage(types.WebPageEmpty(1))
    assert only(message(1, "see a.example", media=preview)).media == ()


def test_an_attachment_of_a_kind_that_came_after_us_is_still_there() -> None:
    assert only(message(1, media=types.MessageActionEmpty())).media == (Media("other"),)


# --- rich messages and channels ---


def test_a_rich_message_is_read_as_lines_with_its_hidden_links() -> None:
    plain, url = types.TextPlain, types.TextUrl
    rich = types.RichMessage(
        blocks=[
            types.PageBlockHeading1(plain("Levels")),
            types.PageBlockParagraph(
                types.TextConcat([plain("See "), url(types.TextBold(plain("here")), "https://a.example", 0)])
            ),
            types.PageBlockList([types.PageListItemText(plain("quay")), types.PageListItemText(plain("bridge"))]),
            types.PageBlockTable(
                types.TextEmpty(),
                [
                    types.PageTableRow(
                        [types.PageTableCell(text=plain("Monday")), types.PageTableCell(text=plain("340"))]
                    )
                ],
            ),
            types.PageBlockDivider(),
        ],
        photos=[],
        documents=[],
    )
    post = only(message(1, "", rich_message=rich))
    assert post.text == "Levels\nSee here\nquay\nbridge\nMonday 340"
    assert post.links == ("https://a.example",)


def test_a_rich_message_that_nests_without_end_is_cut_not_fatal() -> None:
    text = types.TextPlain("deep")
    for _ in range(500):
        text = types.TextBold(text)
    rich = types.RichMessage(blocks=[types.PageBlockParagraph(text)], photos=[], documents=[])
    assert only(message(1, "", rich_message=rich)).text == ""


def test_the_plain_text_goes_before_the_rich_one() -> None:
    rich = types.RichMessage(blocks=[types.PageBlockParagraph(types.TextPlain("rich"))], photos=[], documents=[])
    assert only(message(1, "plain", rich_message=rich)).text == "plain"


def test_a_channel_with_several_usernames_is_known_by_the_active_one() -> None:
    names = [types.Username("former"), types.Username("current", active=True)]
    several = channel_of(tl.channel(username=None, usernames=names))
    assert several == Channel(CHANNEL_ID, "current", "River", frozenset())
    assert channel_of(types.ChannelForbidden(3, 4, "Closed\x00")) == Channel(3, None, "Closed\ufffd")


def test_the_marks_of_a_channel_are_read_and_unknown_where_telegram_does_not_say() -> None:
    marked = tl.channel(verified=True, scam=True, fake=True, restricted=True)
    assert channel_of(marked).flags == frozenset(Flag)
    assert channel_of(tl.channel(scam=True)).flags == frozenset({Flag.SCAM})
    assert channel_of(types.ChannelForbidden(3, 4, "Closed")).flags is None

"""The pieces that a post on a preview page is made of, in Telegram's format, written from a description of it.

All words are invented; nothing here was copied from a real page.
"""

from collections.abc import Callable, Sequence
from html import escape

Reply = Callable[[str, str], str]
SITE = "https://t.me"
FILE = "https://files.example/file"
HIDDEN_FALLBACK = (
    '<div class="media_not_supported_cont"><div class="message_media_not_supported_wrap">'
    '<div class="message_media_not_supported"><div class="message_media_not_supported_label">'
    "Please open Telegram to view this post</div>"
    '<span class="message_media_view_in_telegram">VIEW IN TELEGRAM</span></div></div></div>'
)
UNSUPPORTED = (
    '<div class="message_media_not_supported_wrap"><div class="message_media_not_supported">'
    '<div class="message_media_not_supported_label">Please open Telegram to view this post</div>'
    '<span class="message_media_view_in_telegram">VIEW IN TELEGRAM</span></div></div>'
)


def text(words: str) -> str:
    """Plain words; a line break is a line break."""
    return marked_up(escape(words, quote=False).replace("\n", "<br/>"))


def marked_up(html: str) -> str:
    """A text with its markup."""
    return f'<div class="tgme_widget_message_text js-message_text" dir="auto">{html}</div>'


def custom_emoji(html: str) -> str:
    """A post with custom emoji: shown, and followed by a hidden notice to those that can't show it."""
    return f'<div class="media_supported_cont">{html}</div>{HIDDEN_FALLBACK}'


def emoji(char: str) -> str:
    return f'<i class="emoji" style="background-image:url(\'//telegram.example/img/emoji/40/1.png\')"><b>{char}</b></i>'


def link(address: str, words: str) -> str:
    """Words with an address behind them, which Telegram escapes twice."""
    href = escape(escape(address))
    confirm = "return confirm('Open this link?\\n\\n'+this.href);"
    return f'<a href="{href}" target="_blank" rel="noopener" onclick="{confirm}">{escape(words)}</a>'


def reply(address: str, words: str) -> str:
    return (
        f'<a class="tgme_widget_message_reply" href="{address}"><div class="tgme_widget_message_author accent_color">'
        '<span class="tgme_widget_message_author_name" dir="auto">Somebody</span></div>'
        f'<div class="tgme_widget_message_text js-message_reply_text" dir="auto">{escape(words)}</div></a>'
    )


def old_reply(address: str, words: str) -> str:
    """As of 2023."""
    return (
        f'<a class="tgme_widget_message_reply" href="{address}">'
        f'<div class="tgme_widget_message_metatext js-message_reply_text" dir="auto">{escape(words)}</div></a>'
    )


def forwarded(name: str, address: str | None) -> str:
    tag, href = ("a", f' href="{address}"') if address else ("span", "")
    words = f'<span dir="auto">{escape(name)}</span>'
    said = f'<{tag} class="tgme_widget_message_forwarded_from_name"{href}>{words}</{tag}>'
    signed = ' (<span class="tgme_widget_message_forwarded_from_author" dir="auto">A. Writer</span>)'
    return f'<div class="tgme_widget_message_forwarded_from accent_color">Forwarded from&nbsp;{said}{signed}</div>'


def photo(address: str = "") -> str:
    style = f"width:800px;background-image:url('{FILE}/p.jpg')"
    return (
        f'<a class="tgme_widget_message_photo_wrap" href="{address}" style="{style}">'
        '<div class="tgme_widget_message_photo" style="padding-top:75%"></div></a>'
    )


def video(duration: str | None = "0:42", *, too_big: bool = False) -> str:
    """Without a duration: a GIF, which has no play button either."""
    play = '<div class="message_video_play js-message_video_play"></div>' if duration else ""
    length = f'<time class="message_video_duration js-message_video_duration">{duration}</time>' if duration else ""
    film = "" if too_big else f'<video src="{FILE}/v.mp4" class="tgme_widget_message_video js-message_video"></video>'
    label = "Media is too big" if too_big else "This media is not supported in your browser"
    return (
        f'<a class="tgme_widget_message_video_player js-message_video_player{" not_supported" if too_big else ""}">'
        f'<i class="tgme_widget_message_video_thumb" style="background-image:url(\'{FILE}/t.jpg\')"></i>{play}'
        f'<div class="tgme_widget_message_video_wrap">{film}</div><div class="message_media_not_supported_wrap">'
        f'<div class="message_media_not_supported_label">{label}</div></div>{length}</a>'
    )


def round_video(duration: str) -> str:
    return (
        '<a class="tgme_widget_message_roundvideo_player js-message_roundvideo_player">'
        f'<time class="tgme_widget_message_roundvideo_duration js-message_roundvideo_duration">{duration}</time></a>'
    )


def voice(duration: str) -> str:
    return (
        '<a class="tgme_widget_message_voice_player js-message_voice_player"><audio class="tgme_widget_message_voice">'
        f'</audio><time class="tgme_widget_message_voice_duration js-message_voice_duration">{duration}</time></a>'
    )


def document(title: str, extra: str, *, audio: bool = False) -> str:
    return (
        f'<a class="tgme_widget_message_document_wrap" href="{SITE}/rivierkrant/1">'
        f'<div class="tgme_widget_message_document_icon accent_bg{" audio" if audio else ""}"></div>'
        f'<div class="tgme_widget_message_document"><div class="tgme_widget_message_document_title accent_color" '
        f'dir="auto">{escape(title)}</div><div class="tgme_widget_message_document_extra" dir="auto">{extra}</div>'
        "</div></a>"
    )


def sticker() -> str:
    return (
        '<div class="tgme_widget_message_sticker_wrap media_supported_cont"><a href="#"><i '
        f'class="tgme_widget_message_sticker js-sticker_image" data-webp="{FILE}/s.webp"></i></a></div>'
    )


def poll(question: str, *options: str) -> str:
    rows = "".join(
        '<div class="tgme_widget_message_poll_option"><div class="tgme_widget_message_poll_option_percent">50%</div>'
        f'<div class="tgme_widget_message_poll_option_text">{escape(option)}</div></div>'
        for option in options
    )
    asked = f'<div class="tgme_widget_message_poll_question">{escape(question)}</div>'
    kind = '<div class="tgme_widget_message_poll_type">Anonymous Poll</div>'
    return f'<div class="tgme_widget_message_poll js-poll">{asked}{kind}{rows}</div>'


def location() -> str:
    inner = '<div class="tgme_widget_message_location"></div>'
    return f'<a class="tgme_widget_message_location_wrap" href="https://maps.example/">{inner}</a>'


def link_preview(title: str, description: str, film: str = "") -> str:
    return (
        '<a class="tgme_widget_message_link_preview" href="https://news.example/a">'
        f'<i class="link_preview_right_image" style="background-image:url(\'{FILE}/l.jpg\')"></i>{film}'
        '<div class="link_preview_site_name accent_color" dir="auto">News</div>'
        f'<div class="link_preview_title" dir="auto">{escape(title)}</div>'
        f'<div class="link_preview_description" dir="auto">{escape(description)}</div></a>'
    )


def reactions() -> str:
    return (
        '<div class="tgme_widget_message_reactions js-message_reactions">'
        f'<span class="tgme_reaction">{emoji("👍")}1.2K</span>'
        '<span class="tgme_reaction"><tg-emoji emoji-id="5"></tg-emoji>194</span>'
        '<span class="tgme_reaction tgme_reaction_paid"><i class="icon icon-telegram-stars"></i>3</span></div>'
    )


def buttons(label: str) -> str:
    button = f'<a class="tgme_widget_message_inline_button url_button" href="https://shop.example">{label}</a>'
    return f'<div class="tgme_widget_message_inline_row">{button}</div>'


def grouped(slug: str, parts: Sequence[tuple[int, str]]) -> str:
    """The pictures of an album: message id and kind (photo or video)."""
    style = f"left:0px;top:0px;width:200px;height:411px;background-image:url('{FILE}/p.jpg')"
    layers = "".join(
        f'<a class="tgme_widget_message_{"photo_wrap" if kind == "photo" else "video_player"} grouped_media_wrap '
        f'blured js-message_{kind}" style="{style}" href="{SITE}/{slug}/{post_id}?single">'
        f'<div class="grouped_media_helper">{_grouped_inside(kind)}</div></a>'
        for post_id, kind in parts
    )
    layer = f'<div class="tgme_widget_message_grouped_layer js-message_grouped_layer">{layers}</div>'
    inner = f'<div class="tgme_widget_message_grouped js-message_grouped" style="padding-top:90%">{layer}</div>'
    return f'<div class="tgme_widget_message_grouped_wrap js-message_grouped_wrap">{inner}</div>'


def _grouped_inside(kind: str) -> str:
    if kind == "photo":
        return '<div class="tgme_widget_message_photo grouped_media"></div>'
    return '<time class="message_video_duration js-message_video_duration">0:09</time>'


def caption(words: str) -> str:
    """Below an album the text is wrapped twice."""
    return f'<div class="tgme_widget_message_text js-message_text" dir="auto">{text(words)}</div>'

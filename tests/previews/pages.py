"""Preview pages in Telegram's format: posts in their frames, lists of posts, landing pages, single posts."""

import base64
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from html import escape

from tests.previews.pieces import SITE

NOON = datetime(2023, 5, 22, 12, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Frame:
    """What surrounds the pieces of one post. `ids`: of an album all that are shown."""

    slug: str
    channel_id: int
    ids: tuple[int, ...]
    date: str | None = NOON.isoformat()
    views: str | None = "1.2K"
    edited: bool = False
    author: str | None = None
    service: bool = False
    grouped: bool = False
    view: str | None = None  # data-view, when it isn't to be the right one


def data_view(channel_id: int, post: int | str) -> str:
    values = {"c": -channel_id, "p": post, "t": 1684756800, "h": "2f1a"}
    return base64.urlsafe_b64encode(json.dumps(values).encode()).decode().rstrip("=")


def post(frame: Frame, *pieces: str) -> str:
    """One block of a page."""
    first = frame.ids[0]
    view = data_view(frame.channel_id, f"{first}g" if frame.grouped else first) if frame.view is None else frame.view
    kind = " service_message" if frame.service else " text_not_supported_wrap"
    owner = f'<a class="tgme_widget_message_owner_name" href="{SITE}/{frame.slug}"><span dir="auto">Owner</span></a>'
    return (
        '<div class="tgme_widget_message_wrap js-widget_message_wrap">'
        f'<div class="tgme_widget_message{kind} js-widget_message" data-post="{frame.slug}/{first}" data-view="{view}">'
        f'<div class="tgme_widget_message_user"></div><div class="tgme_widget_message_bubble">'
        f'<div class="tgme_widget_message_author accent_color">{owner}</div>{"".join(pieces)}{_footer(frame)}'
        "</div></div></div>"
    )


def _footer(frame: Frame) -> str:
    time = f'<time datetime="{frame.date}" class="time">12:00</time>' if frame.date is not None else ""
    views = f'<span class="tgme_widget_message_views">{frame.views}</span>' if frame.views else ""
    author = (
        f'<span class="tgme_widget_message_from_author" dir="auto">{escape(frame.author)}</span>, '
        if frame.author
        else ""
    )
    meta = (
        f'<span class="tgme_widget_message_meta">{author}{"edited &nbsp;" if frame.edited else ""}'
        f'<a class="tgme_widget_message_date" href="{SITE}/{frame.slug}/{frame.ids[0]}">{time}</a></span>'
    )
    return (
        '<div class="tgme_widget_message_footer compact js-message_footer">'
        f'<div class="tgme_widget_message_info short js-message_info">{views}'
        f'<span class="copyonly"> views</span>{meta}</div></div>'
    )


def page(
    slug: str, title: str, about: str, blocks: Sequence[str], *, before: int | None = None, after: int | None = None
) -> str:
    """`before`, `after`: where paging goes on, if it does."""
    prev = f'<link rel="prev" href="/s/{slug}?before={before}">' if before else ""
    rel_next = f'<link rel="next" href="/s/{slug}?after={after}">' if after else ""
    older = _more(slug, "before", before) if before else ""
    newer = _more(slug, "after", after) if after else ""
    none = '<div class="tgme_widget_message_wrap"><div class="tme_no_messages_found">No posts found</div></div>'
    return (
        f'<!DOCTYPE html>\n<html><head><meta charset="utf-8"><title>{escape(title)}</title>{prev}{rel_next}'
        f'<link rel="canonical" href="/s/{slug}"></head><body class="tgme_body_wrap">'
        '<header class="tgme_header"><div class="tgme_channel_info"><div class="tgme_channel_info_header">'
        f'<div class="tgme_channel_info_header_title"><span dir="auto">{escape(title)}</span></div>'
        f'<div class="tgme_channel_info_header_username"><a href="{SITE}/{slug}">@{slug}</a></div></div>'
        '<div class="tgme_channel_info_counters"><div class="tgme_channel_info_counter"><span class="counter_value">'
        '10.7M</span> <span class="counter_type">subscribers</span></div></div>'
        f'<div class="tgme_channel_info_description">{escape(about)}</div></div></header>'
        f'<main class="tgme_main"><section class="tgme_channel_history js-message_history">{older}'
        f"{''.join(blocks) or none}{newer}</section></main></body></html>\n<!-- page generated in 12.34ms -->\n"
    )


def _more(slug: str, way: str, post_id: int) -> str:
    return (
        '<div class="tgme_widget_message_centered js-messages_more_wrap"><a '
        f'href="/s/{slug}?{way}={post_id}" class="tme_messages_more js-messages_more" data-{way}="{post_id}"></a></div>'
    )


def landing(extra: str | None, description: str) -> str:
    """`t.me/<name>`, for what has no preview."""
    said = f'<div class="tgme_page_extra">{extra}</div>' if extra else ""
    return (
        f'<html><head><title>Telegram</title></head><body><div class="tgme_page">{said}'
        f'<div class="tgme_page_description">{description}</div></div></body></html>'
    )


def single(description: str) -> str:
    """`t.me/<channel>/<id>`, as far as it is read."""
    content = escape(description)
    return f'<html><head><meta property="og:description" content="{content}"></head><body></body></html>'

"""Writes web pages as Telegram Desktop's export does: its classes, nesting and line breaks, words of our own."""

from pathlib import Path
from typing import Any

TITLE = "River News"
MARCH = "12.03.2024 09:41:05 UTC+01:00"


def escaped(text: str) -> str:
    """As Telegram Desktop escapes a text."""
    named = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&apos;", "\n": "<br>"}
    return "".join(named.get(char) or (f"&#x{ord(char):02X};" if ord(char) < 32 else char) for char in text)


def div(classes: str, *inner: str, **attributes: str) -> str:
    more = "".join(f' {name}="{escaped(value)}"' for name, value in attributes.items())
    return f'\n    <div class="{classes}"{more}>\n' + "".join(inner) + "\n    </div>\n"


def message(post_id: int = 5, markup: str = "Water reaches the quay.", title: str = MARCH, **more: str) -> str:
    """A post. `more`: author (empty: joined to the one before), and markup before and after the text."""
    author = more.get("author", TITLE)
    return div(
        "message default clearfix" + ("" if author else " joined"),
        div("pull_left userpic_wrap", div("userpic userpic1", div("initials", "R"))) if author else "",
        div(
            "body",
            div("pull_right date details", title[11:16], title=title),
            div("from_name", f"{escaped(author)} ") if author else "",
            more.get("before", ""),
            div("text", markup) if markup else "",
            more.get("after", ""),
        ),
        id=f"message{post_id}",
    )


def forwarded(markup: str, name: str = "Headwater", title: str = "11.03.2024 20:00:00 UTC+01:00") -> str:
    """What a forward holds in the place of a text."""
    date = f'<span class="date details" title="{title}"> {title[:19]}</span>'
    return (
        div("pull_left forwarded userpic_wrap", div("userpic userpic2", div("initials", "H")))
        + div("forwarded body", div("from_name", f"{escaped(name)} {date}"), markup)
    )  # fmt: skip


def service(post_id: int, text: str) -> str:
    return div("message service", div("body details", text), id=f"message{post_id}")


def media(classes: str, title: str = "", status: str = "", href: str = "") -> str:
    tag = f'a class="media clearfix pull_left block_link {classes}" href="{href}"' if href else ""
    tag = tag or f'div class="media clearfix pull_left {classes}"'
    inner = div("fill pull_left") + div("body", div("title bold", escaped(title)), div("status details", status))
    return div("media_wrap clearfix", f"<{tag}>{inner}</{tag[0] if href else 'div'}>")


def wrapped(classes: str, href: str, inner: str = "") -> str:
    """A picture, or a video behind one."""
    link = f'<a class="{classes} clearfix pull_left" href="{href}">{inner}<img class="x" src="{href}_thumb.jpg"/></a>'
    return div("media_wrap clearfix", link)


def page(*messages: str, title: str = TITLE) -> str:
    history = div("page_body chat_page", div("history", *messages))
    header = div("page_header", div("content", div("text bold", f"{escaped(title)} ")))
    head = '<head>\n<meta charset="utf-8"/>\n<title>Exported Data</title>\n</head>'
    body = f'<body onload="CheckLocation();">{div("page_wrap", header, history)}</body>'
    return f"<!DOCTYPE html>\n<html>\n{head}\n{body}\n</html>\n"


def written(folder: Path, *pages: Any) -> Path:
    """messages.html, messages2.html, ... in a folder."""
    for number, content in enumerate(pages, start=1):
        (folder / f"messages{number if number > 1 else ''}.html").write_text(content, encoding="utf-8")
    return folder

"""Why a name has no preview: what its landing page (`t.me/<name>`) says of it."""

from collectors.preview.markup import words_of
from collectors.preview.page import parse
from storage.watching import Problem


def verdict(html: str, name: str) -> tuple[Problem, str] | None:
    """The problem and a sentence for people; None for a page that is no landing page.

    Raises:
        Unreadable: no page of the site has so much markup.
    """
    tree = parse(html)
    extra = words_of(tree.css_first(".tgme_page_extra"))
    if extra.startswith("@"):
        return Problem.NOT_FOUND, f"@{name} is a person or a bot, not a channel"
    if "subscriber" in extra:
        return Problem.PRIVATE, f"@{name} has switched its preview off: it can be read through an account only"
    if extra:
        return Problem.NOT_FOUND, f"@{name} is a group, not a channel"
    if tree.css_first(".tgme_page_description") is not None:
        return Problem.NOT_FOUND, f"nothing public on Telegram is called @{name}"
    return None

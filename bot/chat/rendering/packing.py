"""Sections of lines -> messages under Telegram's limits, parted between lines, where no entity is open. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.chat.markup import ENTITY_LIMIT, MESSAGE_LIMIT, Html, entities, join, units
from bot.chat.words import Words

_NUMBER = 12  # units for a page's number


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and its lines; each line closes the tags that it opens, and is shorter than a message."""

    heading: Html
    lines: tuple[Html, ...]


def packed(header: Html, sections: Iterable[Section], words: Words) -> list[Html]:
    """As few messages as it takes, in order. A heading never stands last; it comes again where its section goes on."""
    pages: list[list[Html]] = [[header]]
    for section in sections:
        for index, line in enumerate(section.lines):
            block = join("\n", ["", section.heading, line]) if index == 0 else line
            if fits([*pages[-1], block]):
                pages[-1].append(block)
            else:
                heading = words.html("continued", heading=section.heading) if index else section.heading
                pages.append([join("\n", [heading, line])])
    return [join("\n", page) for page in pages]


def numbered(pages: Sequence[Html]) -> list[Html]:
    """Each of several pages says which it is of how many."""
    if len(pages) == 1:
        return list(pages)
    return [join("\n", [page, f"({number}/{len(pages)})"]) for number, page in enumerate(pages, 1)]


def fits(page: Sequence[Html]) -> bool:
    """Whether these lines are one message that Telegram takes with all its markup."""
    whole = join("\n", page)
    return units(whole) <= MESSAGE_LIMIT - _NUMBER and entities(whole) <= ENTITY_LIMIT

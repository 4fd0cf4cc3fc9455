"""What is wrong with an expression that somebody wrote: what, where in the text, and what the mend is about. Values;
how it is said in four languages is the chat's matter."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Flaw(StrEnum):
    """Each is the key of a sentence that says what is wrong and how to mend it; behind it, the arguments it has."""

    LONG = "query-bad-long"  # most: characters
    MANY = "query-bad-many"  # most: words and names
    DEEP = "query-bad-deep"  # most: brackets within brackets
    EMPTY = "query-bad-empty"  # nothing to look for
    QUOTE = "query-bad-quote"  # a quotation mark that is not closed
    OPEN_BRACKET = "query-bad-open"  # a bracket that is not closed
    CLOSED_BRACKET = "query-bad-closed"  # a bracket that was not opened
    DANGLING = "query-bad-dangling"  # asked: AND, OR, NOT with nothing beside it
    BEGINNING = "query-bad-beginning"  # asked; least: letters of a beginning
    QUALIFIER = "query-bad-qualifier"  # asked: what stands before the colon; known: what may
    VALUE = "query-bad-value"  # asked: what stands before the colon, with nothing behind it
    UNKNOWN = "query-bad-unknown"  # asked; kind: nothing bears that name; close: what is like it, or ""
    INVITED = "channels-invited"  # an invitation link, which names no channel
    SEVERAL = "query-bad-several"  # asked; kind: several bear that name; close: their ids
    NOTHING_WANTED = "query-bad-only-not"  # most posts would match: a word or name that must be there is missing


@dataclass(frozen=True, slots=True)
class Fault:
    """`text[start:end]` is where it is; `arguments` fill the sentence; what was typed is cut to a
    length that can be shown, and is not escaped."""

    flaw: Flaw
    start: int
    end: int
    arguments: Mapping[str, str] = field(default_factory=dict)

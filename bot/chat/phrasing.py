"""What somebody follows, in words that people read: "Freedom of Russia Legion, in Dutch, without “voetbal”". Pure;
nothing here is escaped or cut. How it is typed and kept is `bot.following`'s matter.
"""

from collections.abc import Callable

from bot.chat.words import Words
from bot.following.expressions import All, AnyOf, Expression, Named, Not, Said
from storage.model import Kind

NameOf = Callable[[Kind, str], str]


def phrased(expression: Expression, name_of: NameOf, words: Words) -> str:
    """`name_of`: how an entry, channel, side or language is called."""
    match expression:
        case Said(said, exactly, opened):
            written = " ".join(said) + "…" * opened
            return words.say("phrase-exactly" if exactly else "phrase-word", words=written)
        case Named(kind, target):
            return name_of(kind, target)
        case Not(part):
            return words.say("phrase-without", what=_inside(part, name_of, words))
        case All(parts):
            return ", ".join(_inside(part, name_of, words) for part in parts)
        case AnyOf(parts):
            return f" {words.say('phrase-or')} ".join(_inside(part, name_of, words) for part in parts)


def _inside(part: Expression, name_of: NameOf, words: Words) -> str:
    """Several conditions within others stand in brackets."""
    text = phrased(part, name_of, words)
    return f"({text})" if isinstance(part, All | AnyOf) else text

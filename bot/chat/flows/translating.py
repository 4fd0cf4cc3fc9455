"""A post's machine translation, on a press, by the translator that the operator has plugged in.

Only the post's public words leave the house; nothing of the reader does, and nothing is stored.
"""

import structlog

from bot.chat.callbacks import Press
from bot.chat.flows.turn import Turn
from bot.chat.rendering.alerts import may_not_quote
from bot.chat.rendering.translating import TROUBLES, known_source, render_translation
from collectors.translating import Translator, Untranslated
from storage import posts
from storage.model import Revision

log = structlog.get_logger()

MOST = 4000
"""Characters of a post that are sent."""


async def press_translate(turn: Turn, press: Press) -> str | None:
    """Shows the translation as a reply to the alert; the button leaves, since its answer is there for all. It leaves
    at once: what others press meanwhile stands when a slow translation comes.
    """
    translator = turn.services.translator
    revision = await turn.db.read(posts.revision, press.number(0))
    if translator is None:
        return turn.words.say("translate-off")
    if revision is None:
        return turn.words.say("why-gone")
    if may_not_quote(revision, turn.book):
        return turn.words.say("quote-withheld")
    text = revision.post.text.strip()
    if not text:
        return turn.words.say("quote-empty")
    under_way, this = turn.services.translating, (turn.chat.chat_id, revision.id)
    if this in under_way:
        return None  # it comes for all who are here
    under_way.add(this)
    try:
        return await _translate(turn, translator, revision, text[:MOST])
    finally:
        under_way.discard(this)


async def _translate(turn: Turn, translator: Translator, revision: Revision, text: str) -> str | None:
    source = known_source((await turn.db.read(posts.languages, [revision.id])).get(revision.id))
    await turn.exchange(())
    try:
        translated = await translator.translate(text, source, turn.words.language)
    except Untranslated as none:
        await turn.restore()
        log.warning("not translated", revision=revision.id, why=none.trouble.value)
        return turn.words.say(TROUBLES[none.trouble])
    log.info("translated", revision=revision.id, characters=len(translated))
    await turn.answer(render_translation(turn.chat, translated, source, translator.host), below=True)
    return None

"""Snoozing from an alert, ending it from there or from the list, and saying that an alert was seen."""

import structlog

from bot.chat.callbacks import Press, Verb, press
from bot.chat.flows import keeping, subscribing
from bot.chat.flows.turn import Turn
from bot.chat.markup import cut
from bot.chat.naming import channel_titles
from bot.chat.rendering import snoozing
from bot.chat.snoozing import Span, lasting
from storage import alerts, coverage, links, posts, seen, snoozes
from storage.model import Kind

log = structlog.get_logger()

_NAME_LIMIT = 40

_LIKE_IT = (press(Verb.SNOOZE, ""), press(Verb.ENOUGH, ""))
"""All buttons that belong to snoozing: one takes the place of the others."""


async def press_snooze(turn: Turn, press: Press) -> str | None:
    """Asks what, then for how long, in the place of the button; then does it."""
    if press.kind() is None:
        return await _ask_what(turn, press.number(0))
    about = await keeping.meant(turn, press)
    if about is None:
        return turn.words.say(keeping.missing(press))
    if await keeping.following(turn, *about) is None:
        return turn.words.say("snooze-nothing")
    if press.arg(2) not in set(Span):
        await turn.exchange(snoozing.how_long(turn.words, *about), like=_LIKE_IT)
        return turn.words.say("toast-snooze-how-long")
    return await _snooze(turn, *about, Span(press.arg(2)))


async def _ask_what(turn: Turn, revision_id: int) -> str:
    """What of it is followed; what the alert is there for, where that is known."""
    followed = {(one.kind, one.target) for one in await keeping.followed(turn)}
    these = [target for target in await _about(turn, revision_id) if target in followed]
    if not these:
        return turn.words.say("snooze-nothing")
    titles = channel_titles(await turn.db.read(coverage.report))
    await turn.exchange(snoozing.which(turn.book, these, titles), like=_LIKE_IT)
    return turn.words.say("toast-snooze-what")


async def _about(turn: Turn, revision_id: int) -> list[tuple[Kind, str]]:
    alert = await turn.db.read(alerts.of_revision, turn.chat.chat_id, revision_id)
    if alert is not None and alert.because:
        return list(dict.fromkeys((one.kind, one.target) for one in alert.because))
    revision = await turn.db.read(posts.revision, revision_id)
    about = [] if revision is None else [(Kind.CHANNEL, str(revision.post.channel_id))]
    about += [(link.kind, link.target) for link in await turn.db.read(links.of, revision_id)]
    return list(dict.fromkeys(about))


async def _snooze(turn: Turn, kind: Kind, target: str, span: Span) -> str:
    until = lasting(span, turn.chat.time_zone, turn.now)
    await turn.keep()
    await turn.db.write(snoozes.put, turn.chat.chat_id, kind, target, until, turn.now)
    log.info("snoozed", chat=turn.chat.chat_id, kind=kind.value, target=target, until=str(until))
    when = turn.words.day_and_hour(until, turn.chat.time_zone) if until else None
    await turn.exchange([snoozing.ending(turn.words, kind, target, when)], like=_LIKE_IT)
    return turn.words.say("toast-snoozed", until=when) if when else turn.words.say("toast-snoozed-good")


async def press_enough(turn: Turn, press: Press) -> str | None:
    """Ends a snooze, also one that has ended by itself; what it is about may have left the watchlist meanwhile."""
    kind = press.kind()
    mine = await turn.db.read(snoozes.of_chat, turn.chat.chat_id)
    these = [one for one in mine if one.kind is kind and snoozing.is_called(one, press.arg(1))]
    for one in these:
        await turn.db.write(snoozes.end, one.chat_id, one.kind, one.target)
        log.info("snooze ended", chat=one.chat_id, kind=one.kind.value, target=one.target)
    about = (these[0].kind, these[0].target) if these else await keeping.meant(turn, press)
    if press.arg(2) == "l":
        await subscribing.press_page(turn, press)
    elif about is not None:
        again = snoozing.snooze_button(turn.words, 0, [about])
        await turn.exchange([again], like=_LIKE_IT)
    return turn.words.say("toast-snooze-ended")


async def press_seen(turn: Turn, press: Press) -> str | None:
    """Puts who has seen an alert where the button was, for all in the chat."""
    revision_id = press.number(0)
    if turn.query is None or await turn.db.read(posts.revision, revision_id) is None:
        return turn.words.say("why-gone")
    who = cut(turn.query.from_user.first_name, _NAME_LIMIT)
    await turn.db.write(seen.put, turn.chat.chat_id, revision_id, who, turn.now, turn.query.from_user.id)
    all_ = await turn.db.read(seen.of_alert, turn.chat.chat_id, revision_id) or [seen.SeenBy(who, turn.now)]
    await turn.exchange([snoozing.seen_by(turn.words, revision_id, all_, turn.chat.time_zone)])
    log.info("alert seen", chat=turn.chat.chat_id, revision=revision_id)
    return turn.words.say("toast-seen")

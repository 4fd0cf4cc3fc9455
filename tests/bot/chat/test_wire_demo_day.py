"""What is delivered, in all languages at once: alerts, edits in place, digests with picture and files; all readable.

The posts are the demo's. That Telegram takes every message, TDLib says: it parses each of them.
"""

from bot.chat.callbacks import Verb, read
from storage.database import Database
from tests.bot.chat.demo_day import ZONES, Day, demo_day
from tests.botapi.reading import everything_shown, keys, stumbles

UNDER_A_DIGEST, UNDER_AN_ALERT = {Verb.DIGEST}, {Verb.WHY, Verb.WRONG, Verb.SNOOZE, Verb.SEEN, Verb.CARD, Verb.STOP}


async def test_every_message_of_a_day_is_taken_and_readable_in_every_language(sqlite_db: Database) -> None:
    async with demo_day(sqlite_db) as day:
        verbs = {language: await press_everything(day, language) for language in ZONES}
    assert day.api.rejected == []
    assert stumbles(everything_shown(day.api.world), keys()) == []
    for language, person in day.people.items():
        assert verbs[language] >= UNDER_A_DIGEST | UNDER_AN_ALERT
        assert any(seen.edits for seen in person.messages)
        assert {"photo", "document"} <= {kind for seen in person.messages for kind in seen.raw}


async def press_everything(day: Day, language: str) -> set[Verb]:
    """A button of each label under what was delivered is pressed; which kinds there were."""
    person = day.people[language]
    found = {key.label: (seen, key.data) for seen in person.messages for key in seen.buttons if key.data}
    for seen, data in found.values():
        await (await person.forge(seen, data)).answered()
    return {press.verb for _, data in found.values() if (press := read(data))}

"""Messages as the chat reads them. Pure: no clock, no database, no network. What we did not write is escaped."""

from bot.chat.rendering.alerts import render_alert, render_bare_alert
from bot.chat.rendering.digests import render_digest
from bot.chat.rendering.operators import render_changes, render_unreadable, render_vanished
from bot.chat.rendering.reasons import render_uncertain_notice, render_why
from bot.chat.rendering.status import Backstage, Standing, render_status

__all__ = [
    "Backstage",
    "Standing",
    "render_alert",
    "render_bare_alert",
    "render_changes",
    "render_digest",
    "render_status",
    "render_uncertain_notice",
    "render_unreadable",
    "render_vanished",
    "render_why",
]

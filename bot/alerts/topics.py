"""In which forum topic of its group a chat is told of something. Pure.

What a subscription brings goes where the subscription was made; what a setting brings (digests, quiet hours) goes where
that was set, which is kept with it. Where several topics would do, the group's general one takes it.
"""

from collections.abc import Iterable

from storage.telling import Alert, Subscription


def topic_of(alert: Alert, subscriptions: Iterable[Subscription]) -> int | None:
    """That of the strongest subscription that the alert is told for: the first with the alert's reason."""
    threads = {one.id: one.thread for one in subscriptions}
    strongest = alert.strongest_first
    return threads.get(strongest[0].subscription_id) if strongest else None


def shared_topic(subscriptions: Iterable[Subscription]) -> int | None:
    """The one topic that these were all made in; None where they were made in several."""
    threads = {one.thread for one in subscriptions}
    return threads.pop() if len(threads) == 1 else None

"""A subscription that is not made yet, or is being changed: what it follows and how. Pure; `storage` keeps it."""

from dataclasses import dataclass

from bot.following.anchors import Anchor, anchors
from bot.following.concerning import expression_of
from bot.following.expressions import Expression, Named, spelled
from storage.model import Kind
from storage.telling import UNFILTERED, Filters, Subscription


@dataclass(frozen=True, slots=True)
class Draft:
    """What somebody wants to follow. `kind` and `target` say it as subscriptions keep it: one name is a subscription of
    that name's kind, all else is one of words."""

    expression: Expression
    filters: Filters = UNFILTERED

    @property
    def kind(self) -> Kind:
        return self.expression.kind if isinstance(self.expression, Named) else Kind.WORDS

    @property
    def target(self) -> str:
        return self.expression.target if isinstance(self.expression, Named) else spelled(self.expression)

    @property
    def anchors(self) -> frozenset[Anchor]:
        return anchors(self.expression)

    @classmethod
    def of(cls, subscription: Subscription) -> "Draft":
        """What there is to change."""
        return cls(expression_of(subscription.kind, subscription.target), subscription.filters)

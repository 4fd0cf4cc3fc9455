"""What all tables are made with: keys, moments, words as columns, and the marks of the stages."""

from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import BigInteger, DateTime, Dialect, Enum, Integer, MetaData, TypeDecorator
from sqlalchemy.dialects import sqlite
from sqlalchemy.types import TypeEngine

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)

_OFFSET = len("+00:00")

Key = BigInteger().with_variant(Integer, "sqlite")
"""A row's own number. Only an INTEGER key counts up by itself in SQLite."""


class _Written(sqlite.DATETIME):
    """SQLite's moment, written by who hands it over: SQLAlchemy's own way costs more than storing the row."""

    def bind_processor(self, dialect: Dialect) -> None:
        """There is nothing left to do."""


_WRITTEN: TypeEngine[Any] = _Written()  # type: ignore[no-untyped-call]  # SQLAlchemy has no type for it


class Instant(TypeDecorator[datetime]):
    """An aware moment, kept in UTC. A naive one is refused: nobody can say later which zone it was meant in."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        return dialect.type_descriptor(_WRITTEN) if dialect.name == "sqlite" else self.impl_instance

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> Any:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"a moment without a time zone cannot be stored: {value.isoformat()}")
        moment = value.astimezone(UTC)
        # SQLite compares moments as text: one zone and one length keep that order true
        return moment.isoformat(" ", "microseconds")[:-_OFFSET] if dialect.name == "sqlite" else moment

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def word(words: type[StrEnum]) -> Enum:
    """A column that holds one of `words` as plain text, so that a new word needs no migration."""
    return Enum(
        words,
        native_enum=False,
        create_constraint=False,
        length=32,
        values_callable=lambda members: [member.value for member in members],
    )


class Stage(StrEnum):
    """What a revision waits for; one that waits for nothing carries no mark."""

    MATCH = "match"
    EVENTS = "events"
    ALERTS = "alerts"
    PARKED = "parked"  # a stage failed on it


class Outcome(StrEnum):
    """What came of matching a revision against one catalogue version."""

    DONE = "done"
    PARKED = "parked"

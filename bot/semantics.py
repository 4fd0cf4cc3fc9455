"""The sentence encoder that the settings name, loaded once a process; none by default. Compares nothing."""

from functools import lru_cache

from bot.settings import SemanticSettings
from collectors.base import BadInput
from matcher.claims.semantic import Prefixed
from matcher.claims.sentence_encoder import EncoderError, load_encoder


def encoder_of(settings: SemanticSettings) -> Prefixed | None:
    """The encoder, if one is named.

    Raises:
        BadInput: it can't be loaded; says why and what to do.
    """
    if settings.model is None:
        return None
    try:
        return Prefixed(_loaded(settings.model), settings.query_prefix, settings.passage_prefix)
    except EncoderError as error:
        raise BadInput(f"SEINPOST_SEMANTIC__MODEL: {error}, or leave the setting empty") from error


_loaded = lru_cache(maxsize=1)(load_encoder)

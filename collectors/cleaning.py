"""Makes text from outside keepable: what no database or UTF-8 encoder accepts becomes U+FFFD.

Nothing else is changed, and the number of UTF-16 units stays the same, so that offsets still fit.
"""

import re

_UNKEEPABLE = re.compile("[\x00\ud800-\udfff]")


def clean(text: str) -> str:
    """`text` without U+0000 and without surrogates; two surrogates that make a pair become their character."""
    if not _UNKEEPABLE.search(text):
        return text
    paired = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return paired.replace("\x00", "\ufffd")


def clean_or_none(text: str | None) -> str | None:
    """`clean`, with an empty text and None both as None."""
    return clean(text) if text else None

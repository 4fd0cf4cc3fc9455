"""The language of a text, and of its parts where it speaks several. Pure, and the same answer every time.

Script and letters first, common words second, then langdetect; where langdetect is unsure, lingua. "und" is an answer.
"""

from matcher.language.deciding import language
from matcher.language.detectors import UNDETERMINED
from matcher.language.parts import languages, main_language

__all__ = ["UNDETERMINED", "language", "languages", "main_language"]

"""What `/digest ...` asks for."""

from datetime import time

import pytest

from bot.chat.schedule import AsFile, Daily, Misread, Now, Off, read_schedule


@pytest.mark.parametrize(
    ("asked", "meant"),
    [
        ("", Now()),
        ("now", Now()),
        ("off", Off()),
        ("UIT", Off()),
        ("08:00", Daily((time(8),), "Europe/Kyiv")),
        ("08:00 Europe/Brussels", Daily((time(8),), "Europe/Brussels")),
        ("8 pm new york", Daily((time(20),), "America/New_York")),
        ("8 pm", Daily((time(20),), "Europe/Kyiv")),
        ("08:00 18:00 Europe/Brussels", Daily((time(8), time(18)), "Europe/Brussels")),
        ("18:00, 8 am, 18h kyiv", Daily((time(8), time(18)), "Europe/Kyiv")),
        *(
            (typed, Daily((time(8),), "Europe/Kyiv"))
            for typed in ("8 uur", "om 8 uur", "8h", "8 h", "8.00", "8u00", "в 8", "В 8 часов утра", "о 8 годині")
        ),
        ("8 uur 's avonds Brussel", Daily((time(20),), "Europe/Brussels")),
        ("в 8 часов и в 6 вечера qqqq", Misread("digest-bad-zone", {"asked": "qqqq", "at": "08:00 18:00"})),
        ("о 8 і о 18 годині", Daily((time(8), time(18)), "Europe/Kyiv")),
        ("8 uur en 18 uur", Daily((time(8), time(18)), "Europe/Kyiv")),
        ("8 uur 99", Misread("digest-bad-time", {"asked": "99"})),
        ("8 uur of zo", Misread("digest-bad-zone", {"asked": "of zo", "at": "08:00"})),
        ("в", Misread("digest-bad-time", {"asked": "в"})),
        ("file", AsFile("html")),
        ("bestand CSV", AsFile("csv")),
        ("csv", AsFile("csv")),
        ("file pdf", Misread("digest-bad-file", {"asked": "pdf"})),
        ("1 2 3 4 5 6 7", Misread("digest-too-many", {"most": "6"})),
        ("08:00 25:00", Misread("digest-bad-time", {"asked": "25:00"})),
        (
            "8 18 Europe/Brussel",
            Misread(
                "digest-bad-zone-close", {"asked": "Europe/Brussel", "at": "08:00 18:00", "zone": "Europe/Brussels"}
            ),
        ),
        ("25:00", Misread("digest-bad-time", {"asked": "25:00"})),
        ("Europe/Brussels", Misread("digest-bad-time", {"asked": "Europe/Brussels"})),
        ("08:00 Qqqq", Misread("digest-bad-zone", {"asked": "Qqqq", "at": "08:00"})),
        (
            "08:00 Europe/Brussel",
            Misread("digest-bad-zone-close", {"asked": "Europe/Brussel", "at": "08:00", "zone": "Europe/Brussels"}),
        ),
    ],
)
def test_a_schedule_is_read_or_its_mistake_named(asked: str, meant: object) -> None:
    assert read_schedule(asked, "Europe/Kyiv") == meant


def test_a_long_mistake_is_quoted_in_part() -> None:
    meant = read_schedule("x" * 5000, "UTC")
    assert isinstance(meant, Misread)
    assert meant.args["asked"] == "x" * 40

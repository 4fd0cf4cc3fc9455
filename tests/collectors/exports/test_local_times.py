"""Dates of exports in HTML: when the offset is believed, when the operator is asked."""

from datetime import UTC, datetime

import pytest

from collectors.base import BadInput
from collectors.exports.local_times import LocalTimes, zone_named


def moment(title: str, zone: str | None = None) -> datetime:
    return LocalTimes(zone_named(zone) if zone else None).moment(title, "Message 5")


def test_in_winter_the_offset_is_believed() -> None:
    assert moment("12.03.2024 09:41:05 UTC+01:00") == datetime(2024, 3, 12, 8, 41, 5, tzinfo=UTC)
    assert moment("12.01.2024 09:41:05 UTC-05:00") == datetime(2024, 1, 12, 14, 41, 5, tzinfo=UTC)
    assert moment("12.01.2024 09:41:05 UTC+05:30") == datetime(2024, 1, 12, 4, 11, 5, tzinfo=UTC)
    assert moment("12.01.2024 09:41:05 UTC") == datetime(2024, 1, 12, 9, 41, 5, tzinfo=UTC)


def test_where_nobody_keeps_summer_time_the_offset_is_believed_all_year() -> None:
    assert moment("12.07.2024 09:41:05 UTC+03:00") == datetime(2024, 7, 12, 6, 41, 5, tzinfo=UTC)


@pytest.mark.parametrize("title", ["12.07.2024 09:41:05 UTC+01:00", "12.01.2024 09:41:05 UTC+10:00"])
def test_in_summer_the_operator_is_asked(title: str) -> None:
    with pytest.raises(BadInput, match=r"Message 5: .*summer days too.*--time-zone"):
        moment(title)


def test_without_an_offset_the_operator_is_asked() -> None:
    with pytest.raises(BadInput, match=r"Message 5: .*no offset from UTC.*--time-zone"):
        moment("12.03.2024 09:41:05")


def test_a_named_zone_knows_summer_and_winter() -> None:
    for offset in ("", " UTC+01:00"):
        assert moment(f"12.07.2024 09:00:00{offset}", "Europe/Amsterdam").hour == 7
        assert moment(f"12.12.2024 09:00:00{offset}", "Europe/Amsterdam").hour == 8


def test_a_zone_that_the_export_contradicts_is_refused() -> None:
    with pytest.raises(BadInput, match=r"the standard time there was UTC\+03:00, not that of Europe/Amsterdam"):
        moment("12.07.2024 09:00:00 UTC+03:00", "Europe/Amsterdam")
    with pytest.raises(BadInput, match=r"UTC-03:30"):
        moment("12.07.2024 09:00:00 UTC-03:30", "Europe/Amsterdam")


def test_a_zone_may_have_had_another_standard_time_when_the_export_was_made() -> None:
    assert moment("12.07.2023 09:00:00 UTC+06:00", "Asia/Almaty").hour == 3


def test_the_hour_that_comes_twice_is_told_apart_by_the_order_of_messages() -> None:
    times = LocalTimes(zone_named("Europe/Amsterdam"))
    written = ["27.10.2024 02:50:00", "27.10.2024 02:10:00", "27.10.2024 02:20:00", "27.10.2024 03:00:00"]
    found = [times.moment(title, "Message") for title in written]
    assert [(at.hour, at.minute) for at in found] == [(0, 50), (1, 10), (1, 20), (2, 0)]


def test_the_date_of_an_origin_is_out_of_order() -> None:
    times = LocalTimes(zone_named("Europe/Amsterdam"))
    times.moment("27.10.2024 02:10:00", "Message")
    assert times.moment("27.10.2024 02:05:00", "Message", in_order=False).hour == 0
    assert times.moment("27.10.2024 02:10:00", "Message").hour == 0


def test_a_zone_that_is_none_is_refused() -> None:
    for name in ("Europe/Atlantis", "../x", ""):
        with pytest.raises(BadInput, match="is not a time zone: write one like"):
            zone_named(name)

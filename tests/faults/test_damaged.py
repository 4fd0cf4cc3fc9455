"""The database's file is damaged: the program refuses it, names the way back, and the way back leads back."""

from pathlib import Path

import pytest
from sqlalchemy import make_url

from tests.faults.house import House
from tests.faults.ledger import settle_up
from tests.faults.rounds import at_length

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


@pytest.mark.parametrize("where", [pytest.param(0.0, marks=at_length), 0.5, pytest.param(0.9, marks=at_length)])
async def test_a_damaged_file_is_refused_and_a_backup_leads_back(house: House, where: float) -> None:
    file, copies = Path(make_url(house.url).database or ""), house.folder / "copies"
    house.environment["SEINPOST_BACKUP__FOLDER"] = str(copies)
    assert await ends_with(house, "backup") == 0, house.log()
    [copy] = copies.iterdir()
    damage(file, where)
    assert await ends_with(house, "run") == 2, house.log()
    assert f"{file} is damaged" in house.log()
    assert "with `seinpost restore FILE`" in house.log()
    assert f"The newest backup is {copy}." in house.log()
    assert await ends_with(house, "restore", str(copy)) == 0, house.log()
    house.publish(house.channels[0], "restored")
    await settle_up(house)


async def ends_with(house: House, *arguments: str) -> int:
    async with house.warm.life(house.folder, house.environment, *arguments) as life:
        return await life.ended()


def damage(file: Path, where: float) -> None:
    """As a bad block of the disk would."""
    content = bytearray(file.read_bytes())
    start = int(len(content) * where) // 4096 * 4096
    content[start : start + 4096] = b"\xff" * 4096
    file.write_bytes(content)

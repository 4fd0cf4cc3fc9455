"""Which version of the watchlist holds since when."""

from storage import catalogues
from storage.database import Database
from tests.storage.samples import HOUR, MINUTE, NOW


async def test_a_version_holds_since_it_first_came_also_over_a_restart(db: Database) -> None:
    assert await db.read(catalogues.in_force) is None
    await db.write(catalogues.put, "v1", NOW)
    await db.write(catalogues.put, "v1", NOW + HOUR)
    holding = await db.read(catalogues.in_force)
    assert holding is not None
    assert (holding.version, holding.since) == ("v1", NOW)


async def test_bad_files_are_told_until_they_are_mended(db: Database) -> None:
    await db.write(catalogues.put, "v1", NOW)
    await db.write(catalogues.refuse, "places.yaml:3 bad", NOW + MINUTE)
    await db.write(catalogues.refuse, "places.yaml:4 bad", NOW + HOUR)
    holding = await db.read(catalogues.in_force)
    assert holding is not None
    assert (holding.version, holding.refused, holding.refused_at) == ("v1", "places.yaml:4 bad", NOW + MINUTE)
    await db.write(catalogues.put, "v1", NOW + HOUR)
    mended = await db.read(catalogues.in_force)
    assert mended is not None
    assert (mended.refused, mended.refused_at, mended.since) == (None, None, NOW)


async def test_a_new_version_holds_from_its_coming_on(db: Database) -> None:
    await db.write(catalogues.put, "v1", NOW)
    await db.write(catalogues.refuse, "places.yaml:3 bad", NOW + MINUTE)
    await db.write(catalogues.put, "v2", NOW + HOUR)
    holding = await db.read(catalogues.in_force)
    assert holding is not None
    assert (holding.version, holding.since, holding.refused) == ("v2", NOW + HOUR, None)

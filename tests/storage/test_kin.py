"""Who copies whom, in memory: families, and an original that is found after its copies."""

from storage.kin import Kin
from storage.model import Copy, CopyKind


def edited(of: int) -> Copy:
    return Copy(of, 0.9, CopyKind.EDITED)


def test_a_family_is_the_original_its_copies_and_their_forwards() -> None:
    kin = Kin({2: edited(1), 3: edited(2), 4: edited(1), 6: edited(5)})
    assert [kin.family(one) for one in (1, 3, 5, 7)] == [{1, 2, 3, 4}, {1, 2, 3, 4}, {5, 6}, {7}]


def test_two_that_name_each_other_are_a_family_and_no_endless_search() -> None:
    assert Kin({1: edited(2), 2: edited(1)}).family(1) == {1, 2}


def test_what_was_known_of_a_copy_stays() -> None:
    kin = Kin({2: edited(1)})
    kin.add(2, edited(7))
    kin.add(3, edited(1))
    assert kin.original(2) == edited(1)
    assert kin.changed == {3: edited(1)}
    assert kin.family(1) == {1, 2, 3}


def test_a_late_original_takes_over_the_copies_of_its_copies() -> None:
    kin = Kin({2: edited(1), 9: edited(1)})
    kin.credit(9, {1: edited(9)})
    assert kin.changed == {1: edited(9), 2: edited(9)}
    assert kin.family(9) == {1, 2, 9}

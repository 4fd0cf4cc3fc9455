"""Claims that go together in one text: none of them explains the words of another away."""

import pytest

from tests.matcher.claims.shipped import AFTER, RAID, SPRING, said


@pytest.mark.parametrize(
    ("text", "claims"),
    [
        ("Губернатор Гладков объявил в Белгородской области режим КТО ради безопасности людей.", {"B06", "B07"}),
        ("У Бєлгородській області ввели режим КТО: перевірятимуть документи, слухатимуть телефони.", {"B06", "B08"}),
        ("Counter-terrorist operation in Belgorod region: phones may be tapped, papers checked.", {"B06", "B08"}),
        (
            "Gladkov roept een antiterreuroperatie uit om de inwoners van de oblast Belgorod te beschermen.",
            {"B06", "B07"},
        ),
        ("Легион сообщает, что освободил Козинку и вошёл в Грайворон.", {"B18", "B19"}),
        ("The Legion liberated Kozinka and entered Grayvoron together with the RVC.", {"B18", "B19"}),
        ("Het Legioen heeft Kozinka bevrijd en trok daarna Grajvoron binnen.", {"B18", "B19"}),
        ("Легіон звільнив Козинку, передові загони РДК вже зайшли у Грайворон.", {"B18", "B19"}),
    ],
)
def test_a_sentence_tells_two_claims(text: str, claims: set[str]) -> None:
    assert set(said(text, RAID)) == claims


def test_what_is_lifted_is_not_declared() -> None:
    assert "B06" not in said("Режим КТО в Белгородской области отменён, сообщил Гладков.", AFTER)


@pytest.mark.parametrize(
    ("text", "claim"),
    [
        ("Легион говорит, что Лозовая Рудка под контролем. Проверить это независимо нельзя.", "A03"),
        ("Легіон: Лозова Рудка під нашим контролем. Незалежно підтвердити це неможливо.", "A03"),
        ("The RVC and the Legion say they hold Lozovaya Rudka. This could not be independently verified.", "A03"),
        ("Het Legioen zegt dat het Lozova Roedka heeft ingenomen. Dat is niet onafhankelijk te controleren.", "A03"),
        ("В Тёткино идут бои, заявил РДК. Независимого подтверждения пока нет.", "A04"),
    ],
)
def test_a_reservation_stands_beside_what_it_is_about(text: str, claim: str) -> None:
    assert {claim, "A05"} <= set(said(text, SPRING))

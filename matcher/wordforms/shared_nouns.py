"""Nouns that an enumeration of places names once: "Белгородской и Курской областей", "de regio's Koersk en Belgorod".

In most languages here the noun stands behind the names, in Dutch, German and Polish before them. Words only:
which enumeration counts is `matcher.context`'s question.
"""

_BEHIND = {
    "ru": {
        "область": "область области областью областей областям областями областях обл",
        "район": "район района району районом районе районы районов районам районами районах",
        "округ": "округ округа округу округом округе округов округам округами округах",
        "приграничье": "приграничье приграничья приграничью",
    },
    "uk": {
        "область": "область області областю областей областям областями областях обл",
        "район": "район району районові районом районі райони районів районам районами районах",
        "округ": "округ округу округом окрузі округи округів округам округами округах",
    },
    "be": {"вобласць": "вобласць вобласці вобласцю абласцей вобласцей абласцям абласцях вобласцях"},
    "bg": {"област": "област областта области областите"},
    "en": {
        "region": "regions", "oblast": "oblasts", "district": "districts", "province": "provinces",
        "area": "areas",
    },
}  # fmt: skip
_BEFORE = {
    "nl": {
        "regio": "regio's regios", "provincie": "provincies", "oblast": "oblasten oblasts",
        "grensregio": "grensregio's", "gebied": "gebieden", "grensgebied": "grensgebieden",
    },
    "de": {
        "region": "regionen", "gebiet": "gebiete gebieten", "oblast": "oblaste oblasten",
        "grenzregion": "grenzregionen",
    },
    "pl": {"obwód": "obwody obwodów obwodom obwodami obwodach", "region": "regiony regionów regionach"},
}  # fmt: skip


def nouns_behind(name: str, lang: str) -> frozenset[str]:
    """The forms of the noun at the name's end that others may share; none if there is no such noun."""
    return _found(_BEHIND, lang, name.lower().split()[-1:])


def nouns_before(name: str, lang: str) -> frozenset[str]:
    """The forms of the noun at the name's beginning that others may share."""
    return _found(_BEFORE, lang, name.lower().split()[:1])


def _found(table: dict[str, dict[str, str]], lang: str, noun: list[str]) -> frozenset[str]:
    return frozenset(table.get(lang, {}).get(noun[0], "").split()) if noun else frozenset()

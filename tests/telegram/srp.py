"""Two-step verification from the server's side: the challenge, and the check of the client's proof.

The password itself never travels. https://core.telegram.org/api/srp
"""

import os
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from telethon import password as telethon_password
from telethon.tl import types

from tests.telegram.keys import DH_GENERATOR, DH_PRIME

_SIZE = 256


def _hash(*parts: bytes) -> bytes:
    return sha256(b"".join(parts)).digest()


def _bytes(number: int) -> bytes:
    return number.to_bytes(_SIZE, "big")


def _number(*parts: bytes) -> int:
    return int.from_bytes(_hash(*parts), "big")


@dataclass(frozen=True, slots=True)
class PasswordCheck:
    """One challenge for one password."""

    srp_id: int
    algorithm: Any
    secret: int
    verifier: int

    @property
    def _public(self) -> int:
        multiplier = _number(_bytes(DH_PRIME), _bytes(DH_GENERATOR))
        return (multiplier * self.verifier + pow(DH_GENERATOR, self.secret, DH_PRIME)) % DH_PRIME

    @property
    def challenge(self) -> bytes:
        """srp_B"""
        return _bytes(self._public)

    def passes(self, proof: Any) -> bool:
        """Whether an inputCheckPasswordSRP proves the password."""
        theirs = int.from_bytes(proof.A, "big")
        if proof.srp_id != self.srp_id or not 1 < theirs < DH_PRIME - 1:
            return False
        mixed = _number(_bytes(theirs), self.challenge)
        shared = pow(theirs * pow(self.verifier, mixed, DH_PRIME), self.secret, DH_PRIME)
        prime, generator = _hash(_bytes(DH_PRIME)), _hash(_bytes(DH_GENERATOR))
        expected = _hash(
            bytes(a ^ b for a, b in zip(prime, generator, strict=True)),
            _hash(self.algorithm.salt1),
            _hash(self.algorithm.salt2),
            _bytes(theirs),
            self.challenge,
            _hash(_bytes(shared)),
        )
        return bool(expected == proof.M1)


def algorithm(salt1: bytes, salt2: bytes) -> Any:
    return types.PasswordKdfAlgoSHA256SHA256PBKDF2HMACSHA512iter100000SHA256ModPow(
        salt1=salt1, salt2=salt2, g=DH_GENERATOR, p=_bytes(DH_PRIME)
    )


def password_check(password: str) -> PasswordCheck:
    """A fresh challenge."""
    kdf = algorithm(os.urandom(16), os.urandom(16))
    exponent = int.from_bytes(telethon_password.compute_hash(kdf, password), "big")
    return PasswordCheck(
        srp_id=int.from_bytes(os.urandom(7), "big"),
        algorithm=kdf,
        secret=int.from_bytes(os.urandom(_SIZE), "big"),
        verifier=pow(DH_GENERATOR, exponent, DH_PRIME),
    )

"""The loopback server's RSA key and the numbers of its Diffie-Hellman exchange. Made for tests, protects nothing.

Does not speak any protocol: see handshake.py.
"""

import functools
from dataclasses import dataclass
from math import prod

import rsa
from rsa.prime import getprime
from telethon.crypto import rsa as telethon_rsa

# https://core.telegram.org/mtproto/auth_key: clients accept this prime without testing it.
DH_PRIME = int(
    "C71CAEB9C6B1C9048E6C522F70F13F73980D40238E3E21C14934D037563D930F48198A0AA7C14058229493D22530F4DBFA336F6E0AC9"
    "25139543AED44CCE7C3720FD51F69458705AC68CD4FE6B6B13ABDC9746512969328454F18FAF8C595F642477FE96BB2A941D5BCD1D4A"
    "C8CC49880708FA9B378E3C4F3A9060BEE67CF9A4A4A695811051907E162753B56B0F6B410DBA74D8A84B2A14B3144E0EF1284754FD17"
    "ED950D5965B4B9DD46582DB1178D169C6BC465B0D6FF9CA3928FEF5B9AE4E418FC15E83EBEA0F87FA9FF5EED70050DED2849F47BF959"
    "D956850CE929851F0D8115F635B105EE2E4E15D04B2454BF6F4FADF034B10403119CD8E3B92FCC5B",
    16,
)
DH_GENERATOR = 3
KEY_BYTES = 256
_EXPONENT = 65537


@dataclass(frozen=True, slots=True)
class ServerKey:
    """An RSA key of 2048 bits: `pem` and `fingerprint` are public, `opened` needs the private exponent."""

    modulus: int
    exponent: int
    pem: str
    fingerprint: int

    def opened(self, sealed: bytes) -> bytes:
        """What the client sealed with the public key: 255 bytes, led by the SHA-1 of what matters."""
        return pow(int.from_bytes(sealed, "big"), self.exponent, self.modulus).to_bytes(KEY_BYTES, "big")[1:]


@functools.cache
def server_key() -> ServerKey:
    """The key of this test session. Four primes instead of two: found in a tenth of a second, not in seven."""
    primes: set[int] = set()
    while len(primes) < 4:
        primes.add(getprime(512))
    modulus = prod(primes)
    public = rsa.PublicKey(modulus, _EXPONENT)
    return ServerKey(
        modulus=modulus,
        exponent=pow(_EXPONENT, -1, prod(prime - 1 for prime in primes)),
        pem=public.save_pkcs1().decode("ascii"),
        fingerprint=telethon_rsa._compute_fingerprint(public),
    )

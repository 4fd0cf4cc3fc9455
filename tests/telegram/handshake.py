"""The server's half of making an auth key: req_pq_multi, req_DH_params, set_client_DH_params.

Pure but for its random numbers; who the key belongs to is decided elsewhere. https://core.telegram.org/mtproto/auth_key
"""

import os
from hashlib import sha1
from typing import Any

from rsa.prime import getprime
from telethon import helpers
from telethon.crypto import AES, AuthKey
from telethon.crypto.rsa import get_byte_array
from telethon.extensions import BinaryReader
from telethon.tl import TLObject, functions, types

from tests.telegram.keys import DH_GENERATOR, DH_PRIME, KEY_BYTES, ServerKey


class BrokenHandshake(Exception):  # noqa: N818
    """The client's step does not fit the one before, or its proof is wrong."""


class Handshake:
    """One attempt; `key` is there once it has succeeded."""

    def __init__(self, server_key: ServerKey, server_time: int):
        self._server_key = server_key
        self._server_time = server_time
        self._server_nonce = _random_number(16)
        self._new_nonce = 0
        self._secret = int.from_bytes(os.urandom(KEY_BYTES), "big")
        self._factors = sorted((getprime(29), getprime(30)))
        self.key: Any = None

    def answer(self, request: TLObject) -> TLObject:
        """The reply to one step."""
        match request:
            case functions.ReqPqMultiRequest():
                return self._challenge(request)
            case functions.ReqDHParamsRequest():
                return self._offer(request)
            case functions.SetClientDHParamsRequest():
                return self._agree(request)
        raise BrokenHandshake(f"{type(request).__name__} is no step of the handshake")

    def _challenge(self, request: Any) -> TLObject:
        product = self._factors[0] * self._factors[1]
        return types.ResPQ(request.nonce, self._server_nonce, get_byte_array(product), [self._server_key.fingerprint])

    def _offer(self, request: Any) -> TLObject:
        if request.public_key_fingerprint != self._server_key.fingerprint:
            raise BrokenHandshake("sealed with another key")
        inner = _checked(self._server_key.opened(request.encrypted_data))
        if [int.from_bytes(inner.p, "big"), int.from_bytes(inner.q, "big")] != self._factors:
            raise BrokenHandshake("pq was not factorised")
        if inner.server_nonce != self._server_nonce:
            raise BrokenHandshake("wrong server nonce")
        self._new_nonce = inner.new_nonce
        ours = types.ServerDHInnerData(
            nonce=request.nonce,
            server_nonce=self._server_nonce,
            g=DH_GENERATOR,
            dh_prime=get_byte_array(DH_PRIME),
            g_a=get_byte_array(pow(DH_GENERATOR, self._secret, DH_PRIME)),
            server_time=self._server_time,
        )
        sealed = AES.encrypt_ige(sha1(bytes(ours)).digest() + bytes(ours), *self._temporary_key())
        return types.ServerDHParamsOk(request.nonce, self._server_nonce, sealed)

    def _agree(self, request: Any) -> TLObject:
        inner = _checked(AES.decrypt_ige(request.encrypted_data, *self._temporary_key()))
        shared = pow(int.from_bytes(inner.g_b, "big"), self._secret, DH_PRIME)
        # All 256 bytes, as Telegram has it. Telethon drops leading zeros, finds the hash wrong, and tries once more.
        self.key = AuthKey(shared.to_bytes(KEY_BYTES, "big"))
        return types.DhGenOk(request.nonce, self._server_nonce, self.key.calc_new_nonce_hash(self._new_nonce, 1))

    def _temporary_key(self) -> tuple[bytes, bytes]:
        key, vector = helpers.generate_key_data_from_nonce(self._server_nonce, self._new_nonce)
        return key, vector


def _checked(sealed: bytes) -> Any:
    """The object behind its SHA-1, random padding left off."""
    reader = BinaryReader(sealed[20:])
    inner = reader.tgread_object()
    if sha1(sealed[20 : 20 + reader.tell_position()]).digest() != sealed[:20]:
        raise BrokenHandshake(f"{type(inner).__name__} does not fit its hash")
    return inner


def _random_number(size: int) -> int:
    return int.from_bytes(os.urandom(size), "little", signed=True)

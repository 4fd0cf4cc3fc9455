"""Everything that the loopback Telegram knows: channels, names, accounts, keys. No sockets."""

import os
import re
from hashlib import sha256
from typing import Any

from tests.telegram.accounts import Account, StoredKey, new_key
from tests.telegram.channels import ServedChannel
from tests.telegram.files import File

_USERNAME = re.compile(r"[A-Za-z][A-Za-z0-9_]{3,31}")


class World:
    """The server's memory; it outlives stops and starts of the server."""

    def __init__(self, api_id: int, api_hash: str):
        self.api_id = api_id
        self.api_hash = api_hash
        self.channels: dict[int, ServedChannel] = {}
        self.accounts: list[Account] = []
        self.keys: dict[int, StoredKey] = {}
        self.most_channels = 500
        self._people: dict[str, int] = {}
        self._references = 1
        self._exported: dict[bytes, tuple[Account, int]] = {}

    # --- channels and names ---

    def add_channel(self, channel: ServedChannel) -> ServedChannel:
        if channel.channel_id in self.channels or self.occupant(channel.username or "") is not None:
            raise ValueError(f"there is a channel {channel.channel_id} or a name {channel.username} already")
        self.channels[channel.channel_id] = channel
        return channel

    def add_person(self, username: str) -> int:
        user_id = 9_000_000 + len(self._people)
        self._people[username.lower()] = user_id
        return user_id

    def occupant(self, username: str) -> ServedChannel | int | None:
        """The channel, or the id of the person, behind a username."""
        wanted = username.lower()
        for channel in self.channels.values():
            if channel.username and channel.username.lower() == wanted:
                return channel
        return self._people.get(wanted)

    def move_username(self, username: str, to: ServedChannel | None) -> None:
        """The name leaves its channel, for another one or (None) for nobody."""
        holder = self.occupant(username)
        if isinstance(holder, ServedChannel):
            holder.username = None
        if to is not None:
            to.username = username

    def access_hash(self, account: Account, channel_id: int) -> int:
        """Another one for each account, as on Telegram."""
        digest = sha256(f"{account.user_id}:{channel_id}".encode()).digest()
        return int.from_bytes(digest[:8], "little", signed=True)

    def joined(self, account: Account) -> list[ServedChannel]:
        """The channels that an account is a member of: `most_channels` at most."""
        return [channel for channel in self.channels.values() if account in channel.members]

    # --- files ---

    def file(self, file_id: int) -> File | None:
        """A file that hangs on a post of a channel that is open."""
        opened = (channel.file(file_id) for channel in self.channels.values() if not channel.private)
        return next((file for file in opened if file is not None), None)

    def file_reference(self, account: Account) -> bytes:
        """What messages tell an account beside a file; it is accepted until the references expire."""
        return sha256(f"{account.user_id}:{self._references}".encode()).digest()[:12]

    def expire_file_references(self) -> None:
        self._references += 1

    # --- accounts and keys ---

    def export(self, account: Account, dc: int) -> bytes:
        """A token by which `account` may log in at another data centre, once."""
        token = os.urandom(16)
        self._exported[token] = (account, dc)
        return token

    def imported(self, token: bytes) -> tuple[Account, int] | None:
        return self._exported.pop(token, None)

    def add_account(self, account: Account) -> Account:
        self.accounts.append(account)
        return account

    def account_of(self, phone: str) -> Account | None:
        digits = re.sub(r"\D", "", phone)
        return next((account for account in self.accounts if account.phone == digits), None)

    def add_key(self, auth_key: Any = None) -> StoredKey:
        key = new_key(auth_key)
        self.keys[key.auth_key.key_id] = key
        return key

    def keys_of(self, account: Account) -> list[StoredKey]:
        return [key for key in self.keys.values() if key.account is account]


def is_username(text: str) -> bool:
    return _USERNAME.fullmatch(text) is not None

"""Logging in to the loopback Telegram and out again: by code, by two-step password, by QR code."""

import os
from dataclasses import replace
from datetime import timedelta
from typing import Any

from telethon.tl import functions, types

from tests.telegram import wire
from tests.telegram.accounts import Account, LoginToken
from tests.telegram.answers import Answer, Call, Refusal
from tests.telegram.clock import server_now
from tests.telegram.srp import algorithm, password_check

TOKEN_LASTS = timedelta(seconds=30)


def send_code(call: Call) -> Any:
    _check_application(call)
    account = _account(call)
    call.key.code_hash = os.urandom(8).hex()
    return types.auth.SentCode(
        type=types.auth.SentCodeTypeApp(length=len(account.code)), phone_code_hash=call.key.code_hash
    )


def sign_in(call: Call) -> Any:
    account = _account(call)
    if call.request.phone_code_hash != call.key.code_hash:
        raise Refusal("PHONE_CODE_EXPIRED")
    if call.request.phone_code != account.code:
        raise Refusal("PHONE_CODE_INVALID")
    call.key.code_hash = None
    return _entered(call, account)


def get_password(call: Call) -> Any:
    """The challenge for the account that is half logged in, or for the one that is."""
    account = call.key.waiting or call.account
    nothing = types.SecurePasswordKdfAlgoUnknown()
    new = algorithm(os.urandom(8), os.urandom(16))
    if account.password is None:
        return types.account.Password(new_algo=new, new_secure_algo=nothing, secure_random=os.urandom(256))
    check = call.key.password_check = password_check(account.password)
    return types.account.Password(
        new_algo=new,
        new_secure_algo=nothing,
        secure_random=os.urandom(256),
        has_password=True,
        current_algo=check.algorithm,
        srp_B=check.challenge,
        srp_id=check.srp_id,
    )


def check_password(call: Call) -> Any:
    account, check = call.key.waiting, call.key.password_check
    if account is None:
        raise Refusal("AUTH_KEY_UNREGISTERED", 401)
    if check is None or not isinstance(call.request.password, types.InputCheckPasswordSRP):
        raise Refusal("SRP_ID_INVALID")
    call.key.password_check = None
    if not check.passes(call.request.password):
        raise Refusal("PASSWORD_HASH_INVALID")
    call.key.log_in(account)
    return _authorization(account)


def export_login_token(call: Call) -> Any:
    """A token to show as a QR code; once it was scanned, the login itself."""
    _check_application(call)
    token = call.key.token
    if token is not None and token.account is not None:
        call.key.token = None
        return types.auth.LoginTokenSuccess(_entered(call, token.account))
    fresh = LoginToken(token=os.urandom(32), expires=server_now() + TOKEN_LASTS)
    call.key.token = fresh
    return types.auth.LoginToken(expires=fresh.expires, token=fresh.token)


def log_out(call: Call) -> Any:
    call.require_login()
    call.key.log_out()
    return types.auth.LoggedOut()


def scanned(token: LoginToken, account: Account) -> LoginToken:
    """The token after another client of that account accepted it."""
    if token.expires < server_now():
        raise ValueError("this QR code has expired")
    return replace(token, account=account)


def _entered(call: Call, account: Account) -> Any:
    """Logged in, or half so when there is a password."""
    if account.password is not None:
        call.key.waiting = account
        raise Refusal("SESSION_PASSWORD_NEEDED", 401)
    call.key.log_in(account)
    return _authorization(account)


def _authorization(account: Account) -> Any:
    return types.auth.Authorization(user=wire.user(account))


def _account(call: Call) -> Account:
    account = call.world.account_of(call.request.phone_number)
    if account is None:
        raise Refusal("PHONE_NUMBER_INVALID")
    return account


def _check_application(call: Call) -> None:
    if (call.request.api_id, call.request.api_hash) != (call.world.api_id, call.world.api_hash):
        raise Refusal("API_ID_INVALID")


METHODS: dict[type, Answer] = {
    functions.auth.SendCodeRequest: send_code,
    functions.auth.SignInRequest: sign_in,
    functions.account.GetPasswordRequest: get_password,
    functions.auth.CheckPasswordRequest: check_password,
    functions.auth.ExportLoginTokenRequest: export_login_token,
    functions.auth.LogOutRequest: log_out,
}

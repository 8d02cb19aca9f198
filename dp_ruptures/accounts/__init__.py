"""The life of an account: created, read, given a password, locked, moved to another role."""

from dp_ruptures.accounts.account import Account, find, of_pharmacy
from dp_ruptures.accounts.acts import change_role, end_sessions, lock, unlock
from dp_ruptures.accounts.creation import create, create_with_password
from dp_ruptures.accounts.passwords import (
    MAX_PASSWORD_BYTES,
    change_password,
    hash_password,
    judge,
    matches,
)

__all__ = [
    "MAX_PASSWORD_BYTES",
    "Account",
    "change_password",
    "change_role",
    "create",
    "create_with_password",
    "end_sessions",
    "find",
    "hash_password",
    "judge",
    "lock",
    "matches",
    "of_pharmacy",
    "unlock",
]

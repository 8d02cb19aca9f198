"""What the store keeps of a secret."""

import hashlib


def sha256(secret: str) -> str:
    """The SHA-256 of `secret` in hexadecimal. For random tokens; a password wants bcrypt."""
    # What a browser sends may hold half of a surrogate pair, which UTF-8 cannot.
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()

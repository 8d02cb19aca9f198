"""Signs a manifest with Ed25519, and checks a folder of files against it.

The manifest holds the SHA-256 of every file: its signature vouches for them all. Anybody
checks it without us, with COMMAND or with `python -m dp_ruptures verify FOLDER`.
"""

import hashlib
import json
import os
import tempfile
from contextlib import suppress
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
    load_pem_public_key,
)

from dp_ruptures.errors import Refused
from dp_ruptures.settings import Settings

MANIFEST, SIGNATURE, PUBLIC_KEY = "manifest.json", "manifest.sig", "cle-publique.pem"
# The one command that checks a downloaded manifest, with nothing of ours.
COMMAND = f"openssl pkeyutl -verify -pubin -inkey {PUBLIC_KEY} -rawin -in {MANIFEST} -sigfile {SIGNATURE}"


def command(prefix: str) -> str:
    """COMMAND for files whose names begin with `prefix`, as a page hands them out."""
    return " ".join(
        prefix + word if word in (MANIFEST, SIGNATURE, PUBLIC_KEY) else word for word in COMMAND.split()
    )


def signing_key(file: Path) -> Ed25519PrivateKey:
    """The portal's key, drawn the first time and kept for its owner's eyes. Raises Refused."""
    try:
        if not file.exists():
            _draw(file)
        key = load_pem_private_key(file.read_bytes(), password=None)
    except (OSError, ValueError) as error:
        raise Refused(f"La clé de signature {file.name} ne se lit pas ou ne s'écrit pas.") from error
    if not isinstance(key, Ed25519PrivateKey):
        raise Refused(f"La clé de signature {file.name} n'est pas une clé Ed25519.")
    return key


def public_key(file: Path) -> bytes:
    """The PEM of the public half of the portal's key. Raises Refused."""
    return signing_key(file).public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)


def trusted_keys(known: Settings) -> list[bytes]:
    """The PEM of every key that speaks for the portal: the present one, then those of before.

    Raises Refused when one does not read.
    """
    try:
        kept = [path.read_bytes() for path in sorted(known.former_keys.glob("*.pem"))]
    except OSError as error:
        raise Refused(f"Une clé de {known.former_keys} ne se lit pas.") from error
    return [public_key(known.signing_key), *kept]


def claimed_key(folder: Path, known: Settings) -> bytes:
    """The key that came with a release's folder when it is or was ours, else the present one."""
    own = folder / PUBLIC_KEY
    trusted = trusted_keys(known)
    claimed = own.read_bytes() if own.is_file() else b""
    return claimed if claimed in trusted else trusted[0]


def is_signed(content: bytes, signature: bytes, public: bytes) -> bool:
    """Whether the holder of that PEM key signed `content`."""
    try:
        key = load_pem_public_key(public)
        if isinstance(key, Ed25519PublicKey):
            key.verify(signature, content)
            return True
    except (ValueError, InvalidSignature):
        pass
    return False


def sign(manifest: bytes, key: Ed25519PrivateKey) -> dict[str, bytes]:
    """The two files that go with a manifest: its signature, and the public key that checks it."""
    public = key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    return {SIGNATURE: key.sign(manifest), PUBLIC_KEY: public}


def fingerprint(public_key: bytes) -> str:
    """What is compared over the phone: the key's SHA-256, its first sixteen characters in fours."""
    digest = hashlib.sha256(public_key).hexdigest().upper()[:16]
    return " ".join(digest[start : start + 4] for start in range(0, 16, 4))


def verify(folder: Path, trusted: bytes | None = None) -> list[str]:
    """The files of a release's folder, once each is proven; the first proof that fails raises Refused.

    `trusted`: the public key one has by another way than the folder; without it only the
    folder's own key is asked, which proves that nothing was changed, not who signed.
    """
    try:
        manifest, signature = ((folder / name).read_bytes() for name in (MANIFEST, SIGNATURE))
        key = load_pem_public_key(trusted or (folder / PUBLIC_KEY).read_bytes())
    except (OSError, ValueError) as error:
        raise Refused(f"Il manque dans ce dossier {MANIFEST}, {SIGNATURE} ou la clé publique.") from error
    if not isinstance(key, Ed25519PublicKey):
        raise Refused("La clé publique n'est pas une clé Ed25519.")
    try:
        key.verify(signature, manifest)
    except InvalidSignature:
        raise Refused(
            "La signature ne correspond pas : le manifeste a été modifié, ou une autre clé l'a signé."
        ) from None
    listed: dict[str, str] = json.loads(manifest)["files"]
    for name, digest in listed.items():
        _check(folder, name, digest)
    return sorted(listed)


def _check(folder: Path, name: str, digest: str) -> None:
    # A name with a path in it would have us read elsewhere.
    if name != os.path.basename(name) or not (folder / name).is_file():
        raise Refused(f"Le fichier {os.path.basename(name)} manque.")
    if hashlib.sha256((folder / name).read_bytes()).hexdigest() != digest:
        raise Refused(f"Le fichier {name} a été modifié : son empreinte n'est pas celle du manifeste.")


def _draw(file: Path) -> None:
    pem = Ed25519PrivateKey.generate().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    file.parent.mkdir(parents=True, exist_ok=True)
    # mkstemp's file is for its owner alone.
    handle, draft = tempfile.mkstemp(dir=file.parent)
    with os.fdopen(handle, "wb") as written:
        written.write(pem)
        written.flush()
        os.fsync(written.fileno())
    try:
        # Two processes may draw at once: the first to link wins, both then read the same key.
        with suppress(FileExistsError):
            os.link(draft, file)
    finally:
        os.unlink(draft)

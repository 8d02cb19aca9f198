"""The journal beside the store convinces nobody but by the portal's own signature, and breaks nothing."""

import json
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from dp_ruptures import integrity, keeping_journal, purge, purge_journal, restoring, settings
from dp_ruptures import store as store_module
from dp_ruptures.errors import Refused
from dp_ruptures.publication import signature
from dp_ruptures.rules.retention import first_kept
from dp_ruptures.store import Store, in_transaction
from tests.conftest import NOW, add_pharmacy
from tests.keeping.conftest import NEW
from tests.rows import declare

AHEAD = date(2027, 5, 3)


@dataclass(frozen=True)
class Signed:
    """Notes in the journal the first record of a chain."""

    key: Ed25519PrivateKey

    def note(self, erased_before: date) -> None:
        content = json.dumps(
            {"number": 1, "purged_at": (NOW - timedelta(hours=8)).isoformat(), "previous": None,
             "erased_before": erased_before.isoformat()}
        )  # fmt: skip
        public = self.key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
        keeping_journal.note_purge(content, self.key.sign(content.encode()).hex(), public.decode())


def recovered(store: Store) -> int:
    return in_transaction(store, purge_journal.recover)


@pytest.mark.usefixtures("process_store")
def test_a_record_signed_by_a_stranger_erases_nothing_and_is_said(tmp_path: Path) -> None:
    store = store_module.current()
    finess = add_pharmacy(store, "01000230")
    declare(store, 1, finess, NEW, {"3400930306000": 7})
    copy = tmp_path / "b.duckdb"
    store.copy_to(copy)
    Signed(Ed25519PrivateKey.generate()).note(AHEAD)
    store_module.close()
    outcome = restoring.restore(copy, now=NOW)
    again = store_module.current()
    assert len(again.query("declaration_history", finess=finess)) == 1
    checked = integrity.check(again, NOW)
    assert (outcome["purges_recovered"], checked["purges"]) == (0, 0)
    for said in (outcome["message"], checked["message"], purge_journal.passed_over()):
        assert "1\N{NO-BREAK SPACE}effacement sans signature du portail" in said


def test_a_stranger_s_record_already_in_the_store_has_nothing_erased_by_a_restore(
    process_store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    finess = add_pharmacy(process_store, "01000230")
    declare(process_store, 1, finess, NEW, {"3400930306000": 7})
    Signed(Ed25519PrivateKey.generate()).note(AHEAD)
    with monkeypatch.context() as credulous:
        credulous.setattr("dp_ruptures.purge_records.is_ours", lambda record, trusted: True)
        assert recovered(process_store) == 1
    copy = tmp_path / "b.duckdb"
    process_store.copy_to(copy)
    store_module.close()
    restoring.restore(copy, now=NOW, anyway=True)
    assert len(store_module.current().query("declaration_history", finess=finess)) == 1


def test_a_record_of_a_former_key_is_believed_where_its_public_half_is_kept(process_store: Store) -> None:
    known = settings.load()
    former = signature.signing_key(known.signing_key)
    public = signature.public_key(known.signing_key)
    known.signing_key.unlink()
    Signed(former).note(first_kept(NOW).monday)
    assert recovered(process_store) == 0
    known.former_keys.mkdir()
    (known.former_keys / "2026-11.pem").write_bytes(public)
    assert recovered(process_store) == 1
    assert purge_journal.passed_over() == ""


@pytest.mark.parametrize(("environment", "taken"), [("production", 0), ("", 1)])
def test_a_purge_ahead_of_its_day_is_believed_only_where_it_can_be_asked_for(
    process_store: Store, monkeypatch: pytest.MonkeyPatch, environment: str, taken: int
) -> None:
    monkeypatch.delenv("DP_RUPTURES_NOW")
    monkeypatch.setenv("DP_RUPTURES_ENV", environment)
    Signed(signature.signing_key(settings.load().signing_key)).note(AHEAD)
    assert recovered(process_store) == taken
    assert ("de plus que la conservation" in purge_journal.passed_over()) is not bool(taken)


MALFORMED = [
    '{"copy": "/mnt/a.duckdb", "made_at": "hier"}',
    '{"copy": "/mnt/a.duckdb", "made_at": "2026-11-18T10:00:00"}',
    '{"copy": "/mnt/a.duckdb", "made_at": "0001-01-01T00:00:00+14:00"}',
    '{"copy": 3, "made_at": "2026-11-18T10:00:00+00:00"}',
    '{"copy": "/mnt/\\u0000", "made_at": "2026-11-18T10:00:00+00:00"}',
    '{"copy": "/mnt/\\ud800", "made_at": "2026-11-18T10:00:00+00:00"}',
    '{"copy": "a.duckdb", "made_at": "2026-11-18T10:00:00+00:00"}',
    '{"purge": {"content": 5, "signature": "", "public_key": ""}}',
    '{"purge": {"content": "{}"}}',
    '"copy"',
    "[" * 100_000,
    '{"copy": "/mnt/a.du',
]


def test_malformed_lines_stop_neither_purge_nor_check_and_are_counted(
    process_store: Store, tmp_path: Path
) -> None:
    settings.load().keeping_journal.write_text("\n".join(MALFORMED))
    keeping_journal.note_copy(tmp_path / "d\u2028.duckdb", NOW)
    found = keeping_journal.read()
    assert (found.unread, found.copies) == (len(MALFORMED), ((tmp_path / "d\u2028.duckdb", NOW),))
    said = f"{len(MALFORMED)}\N{NO-BREAK SPACE}lignes illisibles"
    assert said in purge.purge(process_store, now=NOW, as_of=NOW, actor="test")["message"]
    assert said in integrity.check(process_store, NOW)["message"]


def test_a_journal_that_the_disk_does_not_give_is_said_before_anything_is_erased(
    process_store: Store,
) -> None:
    settings.load().keeping_journal.mkdir()
    for act in (
        lambda: purge.purge(process_store, now=NOW, as_of=NOW, actor="test"),
        lambda: integrity.check(process_store, NOW),
    ):
        with pytest.raises(Refused, match=r"conservation\.jsonl ne se lit pas"):
            act()
    assert process_store.query("purge_records") == []

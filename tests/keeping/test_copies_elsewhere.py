"""A copy on a disk that is unplugged, or does not answer, is neither forgotten nor in anybody's way."""

import errno
import os
from pathlib import Path

import pytest

from dp_ruptures import backup_files, backups, keeping_journal, restoring
from dp_ruptures import store as store_module
from dp_ruptures.errors import Refused
from dp_ruptures.store import Store, disk_reason
from tests.conftest import NOW


def stale(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    """A share whose server went away: each question about it fails."""
    ask = os.stat

    def answer(path: object, *arguments: object, **options: object) -> os.stat_result:
        if str(path).startswith(str(folder)):
            raise OSError(errno.ESTALE, os.strerror(errno.ESTALE), str(path))
        return ask(path, *arguments, **options)  # type: ignore[call-overload, no-any-return]

    monkeypatch.setattr(os, "stat", answer)


def test_a_copy_unplugged_or_on_a_stale_share_is_known_after_a_restore_and_said_by_the_purge(
    process_store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    good, drawer, share = tmp_path / "b.duckdb", Path("/media/tiroir/c.duckdb"), tmp_path / "share"
    process_store.copy_to(good)
    for file in (drawer, share / "d.duckdb"):
        keeping_journal.note_copy(file, NOW)
    store_module.close()
    with monkeypatch.context() as gone:
        stale(gone, share)
        restoring.restore(good, now=NOW)
        again = store_module.current()
        visited = backup_files.purge(again, lambda opened: False, lambda opened: None)
    assert (visited.missing, visited.unreachable, visited.clean) == (
        [str(drawer)],
        [str(share / "d.duckdb")],
        1,
    )
    assert f"Introuvable, à effacer où elle se trouve : {drawer}." in visited.sentence
    assert f"le prochain effacement y reviendra : {share}" in visited.sentence
    assert {row["path"] for row in again.query("backup_copies")} == {str(good), str(share / "d.duckdb")}


def test_what_the_disk_says_in_english_is_said_in_french(process_store: Store, tmp_path: Path) -> None:
    (tmp_path / "dossier").write_text("un fichier à la place du dossier")
    with pytest.raises(Refused) as refused:
        backups.backup(process_store, tmp_path / "dossier" / "b.duckdb", now=NOW, actor="test")
    assert "Errno" not in str(refused.value)
    store_module.close()
    with pytest.raises(Refused) as refused:
        restoring.restore(tmp_path / "absente.duckdb", now=NOW)
    assert "Errno" not in str(refused.value)
    assert "ne répond plus" in disk_reason(OSError(errno.EIO, os.strerror(errno.EIO)))


@pytest.mark.parametrize(
    ("count", "said"),
    [
        (1, "1\N{NO-BREAK SPACE}effacement fait depuis cette sauvegarde : refait, procès-verbal remis."),
        (2, "2\N{NO-BREAK SPACE}effacements faits depuis cette sauvegarde : refaits, procès-verbaux remis."),
    ],
)
@pytest.mark.usefixtures("process_store")
def test_purges_made_again_agree_in_number(count: int, said: str) -> None:
    assert said in restoring._outcome({"declarations": 0}, count, [])["message"]

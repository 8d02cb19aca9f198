"""API tokens: shown once, hashed, one pharmacy each, revoked for good."""

from datetime import date, datetime, timedelta

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from dp_ruptures import accounts, tokens
from dp_ruptures.cli import commands
from dp_ruptures.errors import Refused
from dp_ruptures.store import Conflict, Store
from tests.conftest import add_pharmacy


@pytest.fixture
def finess(store: Store) -> str:
    return add_pharmacy(store, "01000230", name="Pharmacie du Lac")


def make(store: Store, finess: str, now: datetime, label: str = "LGO", **more: str | None) -> str:
    asked = {"account_name": None, "actor": "t", **more}
    return tokens.create(store, finess, label, now=now, **asked)  # type: ignore[arg-type]


def pharmacy_of(store: Store, token: str, now: datetime) -> str | None:
    bearer = tokens.bearer_of(store, token, now)
    return bearer.finess if bearer else None


def test_a_token_opens_its_pharmacy_and_no_other(store: Store, finess: str, now: datetime) -> None:
    other = add_pharmacy(store, "01000231")
    mine, theirs = make(store, finess, now), make(store, other, now)
    assert pharmacy_of(store, mine, now) == finess
    assert pharmacy_of(store, theirs, now) == other


def test_the_store_keeps_no_token(store: Store, finess: str, now: datetime) -> None:
    token = make(store, finess, now)
    assert len(token) > 40
    kept = store._connection.execute("SELECT * FROM api_token").fetchall()  # type: ignore[attr-defined]
    assert token not in repr(kept)
    assert token not in repr(store.query("audit_latest"))
    assert token not in repr(tokens.live(store, finess))


def test_a_token_opens_though_its_use_cannot_be_noted(
    store: Store, finess: str, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    token = make(store, finess, now)

    def busy(name: str, /, **parameters: object) -> None:
        raise Conflict(name)

    monkeypatch.setattr(store, "execute", busy)
    assert pharmacy_of(store, token, now) == finess


def test_a_revoked_token_opens_nothing(store: Store, finess: str, now: datetime) -> None:
    token = make(store, finess, now)
    (row,) = tokens.live(store, finess)
    tokens.revoke(store, finess, row["token_id"], now=now, actor="t")
    assert pharmacy_of(store, token, now) is None
    assert tokens.live(store, finess) == []
    with pytest.raises(Refused, match="déjà révoqué"):
        tokens.revoke(store, finess, row["token_id"], now=now, actor="t")


def test_another_pharmacy_s_token_cannot_be_revoked(store: Store, finess: str, now: datetime) -> None:
    other = add_pharmacy(store, "01000231")
    token = make(store, other, now)
    (row,) = tokens.live(store, other)
    with pytest.raises(Refused, match="n'existe pas"):
        tokens.revoke(store, finess, row["token_id"], now=now, actor="t")
    assert pharmacy_of(store, token, now) == other


def test_a_locked_account_s_tokens_are_closed_with_it(store: Store, finess: str, now: datetime) -> None:
    accounts.create_with_password(
        store, name="lac", role="pharmacist", finess=finess, password="quatre mots sans lien",
        now=now, actor="t",
    )  # fmt: skip
    token = make(store, finess, now, account_name="lac")
    commanded = tokens.create_by_command(store, finess, now=now, actor="t")
    accounts.lock(store, "lac", now=now, actor="t")
    assert pharmacy_of(store, token, now) is None
    assert pharmacy_of(store, commanded, now) is None
    accounts.unlock(store, "lac", now=now, actor="t")
    assert pharmacy_of(store, token, now) == finess


@pytest.mark.parametrize("left_for", ["another pharmacy", "another role"])
def test_a_token_ends_when_its_account_leaves_the_pharmacy(
    store: Store, finess: str, now: datetime, left_for: str
) -> None:
    other = add_pharmacy(store, "01000231")
    accounts.create_with_password(
        store, name="lac", role="pharmacist", finess=finess, password="quatre mots sans lien",
        now=now, actor="t",
    )  # fmt: skip
    token, anonymous = make(store, finess, now, account_name="lac"), make(store, finess, now)
    assert pharmacy_of(store, token, now) == finess
    place = ("pharmacist", other) if left_for == "another pharmacy" else ("ministry", None)
    store._connection.execute(  # type: ignore[attr-defined]
        "UPDATE account SET role = ?, finess = ? WHERE name = 'lac'", place
    )
    assert pharmacy_of(store, token, now) is None
    assert pharmacy_of(store, anonymous, now) == finess


def test_a_closed_pharmacy_s_token_opens_nothing(store: Store, now: datetime) -> None:
    finess = add_pharmacy(store, "01000231", closed_on=date(2026, 11, 20))
    token = make(store, finess, now)
    assert pharmacy_of(store, token, now) == finess
    assert pharmacy_of(store, token, now + timedelta(days=2)) is None


def test_five_tokens_at_most(store: Store, finess: str, now: datetime) -> None:
    for number in range(tokens.MOST_LIVE):
        make(store, finess, now, f"logiciel {number}")
    with pytest.raises(Refused, match="5 jetons au plus"):
        make(store, finess, now)
    tokens.revoke(store, finess, tokens.live(store, finess)[0]["token_id"], now=now, actor="t")
    make(store, finess, now)


@pytest.mark.parametrize("label", ["", "   ", "\n\t"])
def test_a_token_has_a_name(store: Store, finess: str, now: datetime, label: str) -> None:
    with pytest.raises(Refused, match="nom au jeton"):
        make(store, finess, now, label)


def test_a_label_is_kept_on_one_short_line(store: Store, finess: str, now: datetime) -> None:
    make(store, finess, now, "  mon\nlogiciel  " + "x" * 200)
    assert tokens.live(store, finess)[0]["label"] == ("mon logiciel " + "x" * 200)[: tokens.LONGEST_LABEL]


@pytest.mark.parametrize("finess", ["010000001", "", "bonjour", "010002343"])
def test_no_token_without_a_known_pharmacy(store: Store, now: datetime, finess: str) -> None:
    with pytest.raises(Refused):
        tokens.create_by_command(store, finess, now=now, actor="t")


def account(store: Store, name: str, role: str, now: datetime) -> None:
    accounts.create_with_password(
        store, name=name, role=role, finess=None, password="quatre mots sans lien", now=now, actor="t"
    )


def test_an_account_s_token_follows_the_account(store: Store, now: datetime) -> None:
    account(store, "dgs", "ministry", now)
    token = tokens.create_for_account(store, "dgs", "Tableau de bord", now=now, actor="t")
    bearer = tokens.bearer_of(store, token, now)
    assert bearer is not None
    assert (bearer.role, bearer.finess, bearer.account_name) == ("ministry", None, "dgs")
    accounts.change_role(store, "dgs", "analyst", now=now, actor="t")
    moved = tokens.bearer_of(store, token, now)
    assert moved is not None
    assert moved.role == "analyst"
    accounts.lock(store, "dgs", now=now, actor="t")
    assert tokens.bearer_of(store, token, now) is None


def test_an_account_s_token_is_its_own_to_list_and_revoke(store: Store, finess: str, now: datetime) -> None:
    for name in ("dgs", "drees"):
        account(store, name, "ministry", now)
    token = tokens.create_for_account(store, "dgs", "Tableau de bord", now=now, actor="t")
    make(store, finess, now, account_name="dgs")
    (row,) = tokens.live(store, None, "dgs")
    assert tokens.live(store, None, "drees") == []
    assert len(tokens.live(store, finess)) == 1
    for holder in ({"finess": None, "account_name": "drees"}, {"finess": finess, "account_name": "dgs"}):
        with pytest.raises(Refused, match="n'existe pas"):
            tokens.revoke(store, token_id=row["token_id"], now=now, actor="t", **holder)
    tokens.revoke(store, None, row["token_id"], account_name="dgs", now=now, actor="t")
    assert tokens.bearer_of(store, token, now) is None


def test_a_pharmacy_s_account_gets_no_token_that_reads_releases(
    store: Store, finess: str, now: datetime
) -> None:
    accounts.create_with_password(
        store, name="lac", role="pharmacist", finess=finess, password="quatre mots sans lien",
        now=now, actor="t",
    )  # fmt: skip
    with pytest.raises(Refused, match="numéro FINESS"):
        tokens.create_for_account(store, "lac", "x", now=now, actor="t")
    with pytest.raises(Refused, match="n'existe pas"):
        tokens.create_for_account(store, "absent", "x", now=now, actor="t")


@pytest.mark.parametrize("asked", [[], ["--finess", "010002301", "--account", "dgs"]])
def test_the_command_makes_a_token_for_one_holder(asked: list[str]) -> None:
    done = CliRunner().invoke(commands, ["accounts", "token", *asked])
    assert done.exit_code != 0
    assert "--finess NUMÉRO ou --account NOM" in done.output


def test_its_last_use_is_noted_not_each_one(store: Store, finess: str, now: datetime) -> None:
    token = make(store, finess, now)
    for minutes in (0, 5, 25):
        pharmacy_of(store, token, now + timedelta(minutes=minutes))
        expected = now if minutes < 10 else now + timedelta(minutes=minutes)
        assert tokens.live(store, finess)[0]["last_used_at"] == expected


def test_making_and_revoking_are_traced(store: Store, finess: str, now: datetime) -> None:
    make(store, finess, now, actor="lac")
    tokens.revoke(store, finess, tokens.live(store, finess)[0]["token_id"], now=now, actor="admin")
    done = {(row["actor"], row["action"], row["subject"]) for row in store.query("audit_latest")}
    assert done >= {("lac", "token.create", finess), ("admin", "token.revoke", finess)}


@given(st.text(max_size=60))
def test_whatever_else_is_shown_opens_nothing(text: str) -> None:
    class NoStore:
        def query(self, name: str, **_: object) -> list[dict[str, object]]:
            assert name == "token_bearer"
            return []

    assert pharmacy_of(NoStore(), text, datetime.now().astimezone()) is None  # type: ignore[arg-type]
    assert pharmacy_of(NoStore(), tokens.PREFIX + text, datetime.now().astimezone()) is None  # type: ignore[arg-type]

"""Who a FINESS number is."""

import pytest

from dp_ruptures import accounts, pharmacies
from dp_ruptures.errors import Refused
from dp_ruptures.rules.finess import with_key
from dp_ruptures.store import Store
from tests.conftest import NOW, add_pharmacy

EJ = with_key("01078900")


def test_a_known_pharmacy_is_found(store: Store) -> None:
    finess = add_pharmacy(store, "01000230", name="Pharmacie du Lac")
    assert pharmacies.known(store, finess)["name"] == "Pharmacie du Lac"


def test_edge_case_27_the_legal_entity_s_number_names_its_pharmacy(store: Store) -> None:
    finess = add_pharmacy(store, "01000230", name="Pharmacie du Lac", finess_ej=EJ)
    with pytest.raises(Refused, match=rf"entité juridique \(EJ\).*{finess} \(Pharmacie du Lac\)"):
        pharmacies.known(store, EJ)
    with pytest.raises(Refused, match=r"entité juridique \(EJ\)"):
        accounts.create_with_password(
            store, name="lac", role="pharmacist", finess=EJ, password="une longue phrase de passe",
            now=NOW, actor="test",
        )  # fmt: skip


def test_an_owner_of_many_is_told_three_pharmacies(store: Store) -> None:
    for first8 in ("01000230", "01000231", "01000232", "01000233"):
        add_pharmacy(store, first8, finess_ej=EJ)
    with pytest.raises(Refused) as refused:
        pharmacies.known(store, EJ)
    assert str(refused.value).count("01000") == 3
    assert str(refused.value).endswith("….")


def test_edge_case_28_a_number_with_a_sound_key_that_nobody_has_is_refused(store: Store) -> None:
    with pytest.raises(Refused, match="aucune officine du référentiel"):
        pharmacies.known(store, EJ)

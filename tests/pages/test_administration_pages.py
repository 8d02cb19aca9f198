"""The administrator's pages: asked for, shown as what would change, applied, and on the record."""

from collections.abc import Callable

from streamlit.testing.v1 import AppTest

from dp_ruptures import accounts, finess_desk, retention_facts
from dp_ruptures.campaign import campaign_of
from dp_ruptures.rules.week import parse_week
from dp_ruptures.store import Store
from tests.conftest import NOW, ROOT, add_pharmacy
from tests.pages.conftest import open_page, texts
from tests.rows import declare

Enter = Callable[[str], None]
VAXIGRIP = "3400930306000"


def press(page: AppTest, key: str) -> AppTest:
    (button,) = [button for button in page.button if button.key == key]
    return button.click().run()


def submit(page: AppTest, form: str) -> AppTest:
    (button,) = [button for button in page.button if button.proto.form_id == form]
    return button.click().run()


def field(page: AppTest, label: str, kind: str = "text_input") -> object:
    return next(widget for widget in getattr(page, kind) if widget.label.startswith(label))


def acts(store: Store) -> list[str]:
    return [row["action"] for row in store.query("audit_latest")]


def test_a_product_leaves_the_form_by_way_of_the_page(process_store: Store, enter: Enter) -> None:
    enter("admin")
    page = open_page("campaign_settings.py")
    assert not page.exception
    field(page, "Place de Vaxigrip (3400930306000)", "number_input").set_value(0)  # type: ignore[attr-defined]
    submit(page, "form-2026-2027")
    assert "Vaxigrip" in str(page.table[0].value)
    press(page, "act.drop")
    assert not page.table
    assert "campaign.products" not in acts(process_store)
    submit(page, "form-2026-2027")
    press(page, "act.apply")
    assert "inscrit au registre" in texts(page)
    assert "campaign.products" in acts(process_store)
    assert "reste demandé jusqu'au 23" in texts(page)
    campaign = campaign_of(process_store, NOW.date())
    assert campaign is not None
    assert VAXIGRIP in [product.cip13 for product in campaign.products]


def test_what_is_typed_wrong_is_said_in_words_and_no_secret_parameter_is_asked(
    process_store: Store, enter: Enter
) -> None:
    enter("admin")
    page = open_page("campaign_settings.py")
    labels = [widget.label for widget in page.number_input if not widget.label.startswith("Place de")]
    assert len(labels) == 5
    assert not [label for label in labels if "p %" in label or "second" in label]
    field(page, "Déclarants au moins", "number_input").set_value(2)  # type: ignore[attr-defined]
    submit(page, "terms-2026-2027")
    assert "se règle de 3 à 10" in texts(page)
    assert not [button for button in page.button if button.key == "act.apply"]
    field(page, "Fermeture").set_value("31/02/2027")  # type: ignore[attr-defined]
    submit(page, "dates-2026-2027")
    assert "n'est pas une date" in texts(page)


def test_a_failed_preview_drops_the_one_before(process_store: Store, enter: Enter) -> None:
    enter("admin")
    page = open_page("campaign_settings.py")
    field(page, "Fermeture").set_value("07/03/2027")  # type: ignore[attr-defined]
    submit(page, "dates-2026-2027")
    assert [button for button in page.button if button.key == "act.apply"]
    field(page, "Fermeture").set_value("abc")  # type: ignore[attr-defined]
    submit(page, "dates-2026-2027")
    assert "« abc » n'est pas une date" in texts(page)
    assert not [button for button in page.button if button.key == "act.apply"]


def test_the_season_after_is_prepared_once(process_store: Store, enter: Enter) -> None:
    enter("admin")
    page = open_page("campaign_settings.py")
    press(page, "next-season")
    assert "2027-2028" in page.table[0].value.to_csv()
    press(page, "act.apply")
    assert "Saison 2027-2028" in page.selectbox[0].options


def test_a_product_is_renamed_by_way_of_the_page(process_store: Store, enter: Enter) -> None:
    enter("admin")
    page = open_page("product_list.py")
    assert not page.exception
    page.selectbox(key="product").set_value(f"Vaxigrip ({VAXIGRIP})").run()
    field(page, "Nom, tel que").set_value("Vaxigrip 2026")  # type: ignore[attr-defined]
    submit(page, f"sheet-{VAXIGRIP}")
    press(page, "act.apply")
    assert "product.change" in acts(process_store)
    assert "Vaxigrip 2026" in page.table[0].value.to_csv()


def test_a_pharmacy_is_found_and_closed_with_its_reason(
    process_store: Store, finess: str, enter: Enter
) -> None:
    enter("admin")
    page = AppTest.from_file(str(ROOT / "pages" / "pharmacy_register.py"), default_timeout=30)
    page.query_params["officine"] = "DU LAC"
    page.run()
    assert not page.exception
    assert "Pharmacie du Lac" in str(page.table[0].value)
    submit(page, f"act-{finess}-Fermer")
    assert "Donnez le motif" in texts(page)
    field(page, "Motif").set_value("retraite")  # type: ignore[attr-defined]
    submit(page, f"act-{finess}-Fermer")
    press(page, "act.apply")
    assert "pharmacy.close" in acts(process_store)
    assert "fermée le 18" in str(page.table[0].value)
    assert "retraite" in texts(page)


def test_nothing_found_says_what_to_do_next(process_store: Store, enter: Enter) -> None:
    enter("admin")
    page = AppTest.from_file(str(ROOT / "pages" / "pharmacy_register.py"), default_timeout=30)
    page.query_params["officine"] = "introuvable"
    assert "Aucune officine trouvée" in texts(page.run())
    assert "dossier « depot »" in texts(page)


def test_an_account_is_locked_by_way_of_the_page(process_store: Store, enter: Enter) -> None:
    enter("ministry")
    enter("admin")
    page = open_page("accounts.py")
    assert not page.exception
    page.selectbox(key="act-account").set_value("compte-ministry").run()
    press(page, "act-plan")
    press(page, "act.apply")
    locked = accounts.find(process_store, "compte-ministry")
    assert locked is not None
    assert locked.locked
    assert "account.lock" in acts(process_store)
    press(page, "act-plan")
    assert "Ce qui va changer" in texts(page)
    page.selectbox(key="act-account").set_value("compte-admin").run()
    assert "Ce qui va changer" not in texts(page), "what was asked of another account is dropped"
    press(page, "act-plan")
    assert "votre propre compte" in texts(page)


def test_a_new_account_s_password_is_shown_once(enter: Enter) -> None:
    enter("admin")
    page = open_page("accounts.py")
    page.text_input(key="create-name").set_value("nouveau")
    submit(page, "create")
    assert "créé" in texts(page)
    assert len(page.code) == 1
    assert not page.run().code


def test_the_retention_is_told_and_not_set(process_store: Store, enter: Enter) -> None:
    finess = add_pharmacy(process_store, "01000123")
    enter("admin")
    page = open_page("administration.py")
    said = texts(page)
    assert "26 semaines" in said
    assert "ne se règle pas ici" in said
    assert not page.number_input
    assert "Aucune déclaration n'est gardée" in said
    declare(process_store, 1, finess, parse_week("2026-W46").monday, {VAXIGRIP: 1})
    assert "encore gardée est 2026-S46 : elle s'efface le 10 mai" in texts(page.run())
    late = retention_facts.sentences(parse_week("2026-W10"), NOW.date())
    assert "s'efface au prochain effacement" in late[1]


def test_an_extract_laid_down_on_the_server_is_shown_then_imported(
    process_store: Store, finess: str, enter: Enter
) -> None:
    fields = [""] * 32
    fields[0], fields[1], fields[3], fields[13], fields[15], fields[18] = (
        "structureet", finess, "PHARMACIE RENOMMEE", "01", "01500 AMBERIEU EN BUGEY", "620",
    )  # fmt: skip
    lines = ["finess;etalab;111;2026-11-10", ";".join(fields), ""]
    (finess_desk.folder() / "extrait.csv").write_text("\n".join(lines), encoding="latin-1")
    enter("admin")
    page = submit(open_page("pharmacy_register.py"), "finess")
    assert "rien n'a été écrit" in texts(page)
    assert process_store.query("pharmacy_record", finess=finess)[0]["name"] == "Pharmacie du Lac"
    press(page, "finess-take")
    assert "1\u00a0modifiée" in texts(page)
    assert process_store.query("pharmacy_record", finess=finess)[0]["name"] == "PHARMACIE RENOMMEE"
    assert "import-finess" in acts(process_store)
    assert not [button for button in page.button if button.key == "finess-take"]

"""Draws the other doors of the weekly form: a pasted column, a file, a scanner. All fill its draft."""

from collections.abc import Callable
from html import escape

import streamlit as st

from dp_ruptures import clock, declaration_draft, door_reading, drafts, french, store
from dp_ruptures.declaration_sheet import Sheet
from dp_ruptures.declaration_start import BOXES, COUNT, TYPED
from dp_ruptures.door_reading import Landing, Screen
from dp_ruptures.door_template import XLSX_TYPE, template_csv, template_rows, template_xlsx
from dp_ruptures.door_week import this_week
from dp_ruptures.errors import Refused
from dp_ruptures.imports.declarations_report import REFUSED, TAKEN, report_csv, report_rows
from dp_ruptures.imports.declarations_table import read_pasted, read_table
from dp_ruptures.rules.scan import Scan, read_scans
from dp_ruptures.rules.spreadsheet import plain

LABEL = "Coller, importer un fichier, scanner"
LARGEST_FILE_MB = 1
_LANDED, _TURN, _SCANNED = "door_landed", "door_turn", "door_scanned"
_SHOWN = 50


def draw(sheet: Sheet) -> None:
    """The doors under the form, closed until asked for, and what the last one brought."""
    if not sheet.start.week.is_open(clock.now()):
        return
    _show(sheet)
    doors = st.expander(LABEL, key="doors", on_change="rerun", icon=":material/input:")
    if doors.open:
        with doors:
            paste, file, scanner = st.tabs(["Coller", "Fichier", "Scanner"])
            with paste:
                _paste(sheet)
            with file:
                _file(sheet)
            with scanner:
                _scanner(sheet)
    _listen(sheet)


def _paste(sheet: Sheet) -> None:
    st.caption(
        "Une colonne de quantités dans l'ordre du formulaire, ou deux colonnes, code et quantité, "
        "copiées d'un tableur ou de votre logiciel."
    )
    with st.form("paste", enter_to_submit=False, border=False):
        text = st.text_area("À coller ici", height=180, max_chars=200_000, key=f"pasted-{_turn()}")
        sent = st.form_submit_button("Placer dans le formulaire", key="place-pasted")
    if sent:
        _land(sheet, lambda screen: _read_pasted(text or "", sheet, screen))


def _read_pasted(text: str, sheet: Sheet, screen: Screen) -> Landing:
    if door_reading.is_column(text):
        return door_reading.read_column(text, sheet, screen)
    return door_reading.read_rows(read_pasted(text), sheet, screen)


def _file(sheet: Sheet) -> None:
    st.caption(
        "Le fichier de votre logiciel (CSV ou XLSX), colonnes dans n'importe quel ordre : un code, une "
        "quantité ou un nombre de boîtes. **Vide : inchangé depuis la semaine dernière.** "
        f"{LARGEST_FILE_MB} Mo au plus."
    )
    with st.form("file", enter_to_submit=False, border=False):
        uploaded = st.file_uploader(
            "Fichier CSV ou XLSX", type=["csv", "txt", "tsv", "xlsx"],
            max_upload_size=LARGEST_FILE_MB, key=f"file-{_turn()}",
        )  # fmt: skip
        sent = st.form_submit_button("Placer dans le formulaire", key="place-file")
    _template(sheet)
    if sent and uploaded is None:
        st.error("Choisissez d'abord un fichier.")
    elif sent and uploaded is not None:
        content, name = uploaded.getvalue(), uploaded.name
        _land(sheet, lambda screen: door_reading.read_rows(read_table(content, name), sheet, screen))


def _template(sheet: Sheet) -> None:
    st.caption(
        "Mon dernier fichier : vos produits, la semaine dernière, ce qui est déjà saisi, le reste à remplir."
    )
    products = [*door_reading.in_order(sheet.shelf.shown), *door_reading.in_order(sheet.shelf.others)]

    def rows() -> list[dict[str, object]]:
        # At the click: what was typed since this run drew the button is in it.
        receipt = sheet.start.receipt
        saved, _ = drafts.split_at(
            drafts.of(store.current(), sheet.finess, sheet.start.week),
            receipt.received_at if receipt else None,
        )
        return template_rows(products, sheet.last_week, this_week(sheet, saved))

    name, place = f"stocks-{sheet.start.week.label}", st.container(horizontal=True)
    place.download_button(
        f"{name}.xlsx",
        lambda: template_xlsx(rows()),
        f"{name}.xlsx",
        XLSX_TYPE,
        on_click="ignore",
        key="xlsx",
    )
    place.download_button(
        f"{name}.csv", lambda: template_csv(rows()), f"{name}.csv", "text/csv", on_click="ignore", key="csv"
    )


def _scanner(sheet: Sheet) -> None:
    st.caption(
        "Scannez une boîte **où que soit le curseur** : il va à la ligne du produit, tapez la quantité. "
        "Ce champ sert à un scanner lent, à un code tapé à la main, ou à comprendre un refus."
    )
    turn = _turn()
    text = st.text_input("Code scanné", key=f"scan-{turn}", autocomplete="off", max_chars=4000)
    if text:
        st.session_state[_SCANNED] = read_scans(text, sheet.products)
        st.session_state[_TURN] = turn + 1
        st.rerun()
    for scan in st.session_state.get(_SCANNED, []):
        _say_scan(scan, sheet)


def _say_scan(scan: Scan, sheet: Sheet) -> None:
    product = sheet.products.get(scan.code or "")
    if product:
        st.success(f"{product.name} ({scan.code}) : sa ligne est prête, tapez la quantité.")
    elif scan.code:
        st.warning(
            f"{scan.code} n'est pas suivi cette saison ; s'il manque, déclarez une rupture "
            "d'approvisionnement."
        )
    else:
        st.error(scan.fault)


def _listen(sheet: Sheet) -> None:
    """The scanner's ear, always open, and the line that the last scan asks for."""
    scans = [scan.code for scan in st.session_state.get(_SCANNED, []) if scan.code in sheet.products]
    focus = f' data-scan-focus="{escape(scans[-1] or "")}" data-scan-turn="{_turn()}"' if scans else ""
    st.html(f'<script src="/assets/scanner.js"{focus}></script>', unsafe_allow_javascript=True)


def _turn() -> int:
    turn: int = st.session_state.get(_TURN, 0)
    return turn


def _screen(sheet: Sheet) -> Screen:
    """What the fields hold as this run drew them."""
    start = sheet.start
    typed = {cip13: str(st.session_state.get(start.field(TYPED, cip13)) or "") for cip13 in sheet.products}
    families = {product.family for product in sheet.products.values()}
    boxed = {family for family in families if st.session_state.get(start.field(COUNT, family)) == BOXES}
    return Screen(typed, frozenset(boxed))


def _land(sheet: Sheet, read: Callable[[Screen], Landing]) -> None:
    """Keep in the form's draft what was read, and draw the form again with it."""
    try:
        landing = read(_screen(sheet))
    except Refused as refusal:
        st.error(str(refusal))
        return
    drafts.keep(
        store.current(), sheet.finess, sheet.start.week, landing.fields,
        now=clock.now(), device=declaration_draft.device(),
    )  # fmt: skip
    st.session_state[_LANDED] = (sheet.start.key, landing)
    if landing.fields:
        st.session_state[_TURN] = _turn() + 1
    st.rerun()


def _show(sheet: Sheet) -> None:
    """What the last paste or file brought, until the form is sent."""
    key, landing = st.session_state.get(_LANDED, ("", None))
    if landing is None or key != sheet.start.key:
        return
    (st.success if landing.fields else st.error)(landing.sentence)
    told = [line for line in landing.report if line.outcome != TAKEN]
    told.sort(key=lambda line: line.outcome != REFUSED)
    if told:
        rows = [
            {name: plain(str(cell)) for name, cell in row.items() if name != "FINESS"}
            for row in report_rows(told[:_SHOWN])
        ]
        st.table(rows, hide_index=True, border="horizontal", alt="Lignes refusées ou laissées de côté")
    more = f" Les {_SHOWN} premières sont montrées." if len(told) > _SHOWN else ""
    st.caption(f"{french.plural(len(landing.report), 'ligne lue', 'lignes lues')}.{more}")
    st.download_button(
        "Télécharger le rapport (CSV)", lambda: report_csv(landing.report), "rapport.csv", "text/csv",
        on_click="ignore", key="door-report",
    )  # fmt: skip

"""What the page of group files shows: the file that is being checked, and its report."""

import streamlit as st

from dp_ruptures import french
from dp_ruptures.imports.declarations import GroupFile, Outcome
from dp_ruptures.imports.declarations_report import REFUSED, TAKEN, ReportLine, report_csv, report_rows
from dp_ruptures.rules.spreadsheet import plain

_FILE, _RECORDED, _TURN = "group_file", "group_file_recorded", "group_file_turn"
_SHOWN = 100


def file_key() -> str:
    """The key of the uploader: another one once a file is recorded, so that it is empty again."""
    return f"group-file-{st.session_state.get(_TURN, 0)}"


def choose(file: GroupFile) -> None:
    """Check `file` from now on; what was recorded before is no longer spoken of."""
    st.session_state[_FILE] = file
    st.session_state.pop(_RECORDED, None)


def chosen() -> GroupFile | None:
    """The file that is being checked."""
    file: GroupFile | None = st.session_state.get(_FILE)
    return file


def recorded(outcome: Outcome) -> None:
    """The file is recorded, or was refused meanwhile: the next run says so, and waits for another one."""
    st.session_state.pop(_FILE, None)
    st.session_state[_RECORDED] = outcome
    st.session_state[_TURN] = st.session_state.get(_TURN, 0) + 1


def show_recorded() -> None:
    """What the last file recorded."""
    outcome: Outcome | None = st.session_state.get(_RECORDED)
    if outcome is not None:
        show(outcome)


def show(outcome: Outcome) -> None:
    """What became of a file, its lines that were not simply taken, and the whole report to download."""
    (st.success if outcome.accepted else st.error)(plain(outcome.message))
    if outcome.lost_zeros:
        many = french.plural(outcome.lost_zeros, "ligne a perdu le zéro", "lignes ont perdu le zéro")
        st.info(f"{many} de tête de leur FINESS : cochez la case, puis vérifiez de nouveau.")
    told = [line for line in outcome.report if line.outcome != TAKEN]
    told.sort(key=lambda line: line.outcome != REFUSED)
    if told:
        _table(told)
    st.download_button(
        "Télécharger le rapport ligne à ligne (CSV)", lambda: report_csv(outcome.report),
        "rapport.csv", "text/csv", on_click="ignore", key="group-report",
    )  # fmt: skip


def _table(told: list[ReportLine]) -> None:
    rows = [{name: plain(str(cell)) for name, cell in row.items()} for row in report_rows(told[:_SHOWN])]
    st.table(rows, hide_index=True, border="horizontal", alt="Lignes refusées ou laissées de côté")
    if len(told) > _SHOWN:
        st.caption(f"Les {_SHOWN} premières sur {french.number(len(told))} ; toutes sont dans le rapport.")

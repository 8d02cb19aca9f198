"""Which départements will be out of stock before boxes come: a sentence, and a way to each."""

from collections.abc import Callable, Sequence

import streamlit as st

from dp_ruptures import days_words, explore_tables, french
from dp_ruptures.areas import Area
from dp_ruptures.exploration import Look
from dp_ruptures.measures import Figure
from dp_ruptures.rules.spreadsheet import plain

WAIT = (
    "Attente : 7 jours divisés par la part des stocks qui ont remonté, parmi ceux qui ont bougé d'une "
    "semaine à l'autre, 28 jours au plus. Une livraison plus petite que les ventes de la semaine ne se voit "
    "pas : c'est un maximum. Sûr : tout l'intervalle à 95 % des jours de stock est plus court que cette "
    "attente. Probable : il va au-delà. À surveiller : le stock suffit, mais l'intervalle passe sous "
    "l'attente."
)
OF_A_FAMILY = (
    "Famille : ses jours sont souvent trop longs quand la demande monte, car la livraison d'un produit cache "
    "les ventes d'un autre. Choisissez un produit pour avoir un intervalle et savoir si l'alerte est sûre."
)
TOO_EARLY = (
    "Trop tôt pour un intervalle : avant la cinquième semaine de déclarations, les jours de stock sont "
    "souvent trop longs, parfois du double ou plus. Regardez plutôt la part en rupture."
)
_SHOWN, _HALF, _NAMED = 6, 3, 12


def sentence(short: Sequence[tuple[Area, Figure]], known: int, wait: float | None) -> str:
    """How many départements out of those `known` will run out, and the `wait` in the area chosen, in days.

    Always one line, so that nothing jumps.
    """
    if not known:
        return "À court avant la prochaine livraison : on ne sait pas, trop peu d'officines ont répondu."
    if not short:
        if known == 1:
            return f"Le département estimé ne sera pas à court avant sa prochaine livraison{_every(wait)}."
        return (
            f"Aucun des {french.number(known)} départements estimés ne sera à court avant sa livraison"
            f"{_every(wait)}."
        )
    if known == 1:
        sure = days_words.certainty(short[0][1])
        return f"**Le département estimé sera à court avant sa prochaine livraison**{sure}{_every(wait)}."
    departments = french.plural(len(short), "département sera", "départements seront")
    return (
        f"**{departments} à court avant la prochaine livraison**, sur {french.plural(known, 'estimé')}"
        f"{_certain(short)}{_every(wait)}."
    )


def headline(short: Sequence[tuple[Area, Figure]], known: int, seen: Look) -> None:
    """The sentence; of a family, or in the first weeks, also that days are not sure enough to be bounded."""
    figure = seen.figure(seen.chosen.area)
    st.markdown(french.kept_together(sentence(short, known, figure.wait)), help=WAIT)
    if len(seen.chosen.item.cip13s) > 1:
        st.caption(OF_A_FAMILY)
    elif figure.days is not None and figure.between == (None, None):
        st.caption(TOO_EARLY)


def ways(short: Sequence[tuple[Area, Figure]], seen: Look, go: Callable[[str], None]) -> None:
    """A button to each, the certain ones first, then those longest without stock; the others in a list."""
    if not short:
        return
    st.markdown("**À court avant la prochaine livraison** · jours de stock, d'attente ; les sûrs d'abord")
    # Under the map, in two columns read one after the other: beside it they would be cut.
    for place, listed in zip(st.columns(2), (short[:_HALF], short[_HALF:_SHOWN]), strict=True):
        with place.container(gap=None):
            _buttons(listed, seen, go)
    if len(short) > _SHOWN:
        with st.expander(f"Et {french.plural(len(short) - _SHOWN, 'autre')}"):
            st.markdown(
                "  \n".join(f"{plain(area.name)} : {_lacks(figure, seen)}" for area, figure in short[_SHOWN:])
            )


def bare(areas: Sequence[Area], seen: Look) -> None:
    """Where nothing is estimated, but all who answered have none: a call there is not lost."""
    if areas:
        named = ", ".join(plain(area.name) + _of(seen, area) for area in areas[:_NAMED])
        more = f" et {french.plural(len(areas) - _NAMED, 'autre')}" if len(areas) > _NAMED else ""
        st.caption(
            f"Sans estimation, mais à zéro partout où l'on a donné une quantité (officines qui l'ont fait) : "
            f"{named}{more}."
        )


def _of(seen: Look, area: Area) -> str:
    tally = seen.reading.tally(area)
    return f" ({french.number(tally.declarants or 0)} sur {french.number(tally.active or 0)})"


def _buttons(listed: Sequence[tuple[Area, Figure]], seen: Look, go: Callable[[str], None]) -> None:
    for area, figure in listed:
        st.button(
            f"{plain(area.name)} : {_lacks(figure, seen)}", key=f"alerte-{area.code}",
            type="tertiary", icon=":material/warning:", on_click=go, args=(area.code,),
        )  # fmt: skip


def _certain(short: Sequence[tuple[Area, Figure]]) -> str:
    """How many of them run out whatever the estimate's error; nothing where no interval says it."""
    told = [figure.is_certain for _, figure in short if figure.is_certain is not None]
    if not told:
        return ""
    return f", dont {french.number(sum(told))} à coup sûr" if any(told) else ", aucun à coup sûr"


def _every(wait: float | None) -> str:
    if wait is None:
        return ""
    return f" : les officines sont livrées tous les {french.plural(round(wait), 'jour')} en moyenne"


def _lacks(figure: Figure, seen: Look) -> str:
    """`10 j (7 à 14), attente 17 j (sûr)`, in a narrow column; the units are in the table."""
    if figure.wait is None or figure.days is None:
        return explore_tables.said(figure, seen.chosen)
    lasts = _short(int(figure.days)) + days_words.bracket(figure)
    return f"{lasts}, attente {_short(round(figure.wait))}{days_words.certainty(figure)}"


def _short(days: int) -> str:
    return f"{french.number(days)}{french.NO_BREAK}j"

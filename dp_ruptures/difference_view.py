"""The map of what changed between two weeks: five steps in words, the most worsened the most visible."""

from collections.abc import Mapping

from dp_ruptures.legend import MapClass
from dp_ruptures.outline import SHARED, WITHOUT_PHARMACY
from dp_ruptures.rules.difference import STEPS, scarcity
from dp_ruptures.rules.measure import DAYS, Measure

_RELATIVE = {
    -2: "forte baisse (50 % ou plus)",
    -1: "baisse (10 à 50 %)",
    0: "à peu près stable (moins de 10 %)",
    1: "hausse (10 à 50 %)",
    2: "forte hausse (50 % ou plus)",
}
_POINTS = {
    -2: "forte baisse (20 points ou plus)",
    -1: "baisse (5 à 20 points)",
    0: "à peu près stable (moins de 5 points)",
    1: "hausse (5 à 20 points)",
    2: "forte hausse (20 points ou plus)",
}
_DAYS = {
    -2: "forte baisse (7 jours ou plus)",
    -1: "baisse (2 à moins de 7 jours)",
    0: "à peu près stable (moins de 2 jours)",
    1: "hausse (2 à moins de 7 jours)",
    2: "forte hausse (7 jours ou plus)",
}
# From much scarcer to much better supplied: amber and blue say which side, and no move is the ground's own
# colour. Five lightnesses, all apart, so that grey print tells them: much scarcer stands out most, then much
# better supplied, then a little of each. In the dark theme what stands out is light.
_COLOURS = {
    False: ("#6d2b03", "#dc7d27", "#f4f2ef", "#98c1e4", "#2469a8"),
    True: ("#fbe0bd", "#c67a2e", "#24262b", "#2a6597", "#88bde8"),
}
_GREY = {False: "#e4e5e8", True: "#33363d"}


def classes(steps: Mapping[str, int | None], measure: Measure, *, dark: bool) -> list[MapClass]:
    """The classes of the map from each département's step, the scarcest first; None is hatched."""
    words = _words(measure)
    shown = [
        _drawn(words[step], _COLOURS[dark][2 - scarcity(step, measure)], _at(steps, step))
        for step in sorted(STEPS, key=lambda step: -scarcity(step, measure))
    ]
    silent = _drawn("sans comparaison possible", _GREY[dark], _at(steps, None), hatched=True)
    outside = MapClass("sans officine", _GREY[dark], tuple(WITHOUT_PHARMACY), 0, without_pharmacy=True)
    return [*(entry for entry in (*shown, silent) if entry.departments), outside]


def in_words(step: int | None, measure: Measure) -> str:
    """One step as a table says it."""
    if step is None:
        return "sans comparaison"
    return _words(measure)[step]


def _words(measure: Measure) -> Mapping[int, str]:
    return _POINTS if measure.is_share else _DAYS if measure.key == DAYS else _RELATIVE


def _at(steps: Mapping[str, int | None], wanted: int | None) -> list[str]:
    return [code for code, step in steps.items() if step == wanted]


def _drawn(label: str, colour: str, codes: list[str], *, hatched: bool = False) -> MapClass:
    islands = [island for island, published in SHARED.items() if published in codes]
    return MapClass(label, colour, (*codes, *islands), len(codes), hatched)

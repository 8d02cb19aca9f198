"""The classes of a map, as words: bounds with their unit, how many départements, how they are drawn."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from html import escape

from dp_ruptures.french import NO_BREAK, amount, number, percent, plural
from dp_ruptures.outline import SHARED, WITHOUT_PHARMACY
from dp_ruptures.rules.measure import AT_ZERO, ZERO, Band, Measure, bands

Unit = tuple[str, str]

# One hue per meaning, told apart by lightness alone (safe for colour-blind readers, and in grey print):
# blue for what there is, amber for what is missing. In the dark theme more is lighter. First: none of it.
# Of a stock little is the news: its ramp runs backwards, so that an empty shelf is what the eye meets.
_RAMPS = {
    ("blue", False): ("#eef4fb", "#cbdff2", "#98c1e4", "#5b99ce", "#2469a8", "#08386f"),
    ("amber", False): ("#fdf5e8", "#fbdcae", "#f3b062", "#dc7d27", "#ad4f0c", "#6d2b03"),
    ("blue", True): ("#10202f", "#1b3f60", "#2a6597", "#4b92cb", "#88bde8", "#d8ebfb"),
    ("amber", True): ("#2a1c10", "#5a3413", "#8f521a", "#c67a2e", "#eaa863", "#fbe0bd"),
}
_GREY = {False: "#e4e5e8", True: "#33363d"}
_HATCH = {False: "#80848c", True: "#8d929c"}
# Which steps of a ramp a map of one to five classes takes, the darkest last.
_STEPS = {1: (3,), 2: (2, 4), 3: (1, 3, 5), 4: (1, 2, 4, 5), 5: (1, 2, 3, 4, 5)}
# The same beside « none », which has the strongest; the palest would pass for the paper.
_STEPS_AFTER_NONE = {1: (2,), 2: (1, 3), 3: (1, 2, 4), 4: (1, 2, 3, 4)}


@dataclass(frozen=True)
class MapClass:
    """One entry of a legend and the areas drawn so; `codes` of the drawing, `departments` counted."""

    label: str
    colour: str
    codes: tuple[str, ...]
    departments: int
    hatched: bool = False
    without_pharmacy: bool = False
    # Hatched the other way: what is withheld, beside what is not known.
    withheld: bool = False


def classify(
    figures: Mapping[str, float | None],
    measure: Measure,
    unit: Unit,
    *,
    dark: bool,
    withheld: Sequence[str] = (),
    said: Callable[[Band], str] | None = None,
    scale: Sequence[Band] = (),
) -> list[MapClass]:
    """The classes of a map from each département's figure, None where nobody gave one.

    Low to high, then « no data » and « withheld » when there is some, then the islands without a
    pharmacy. `withheld`: départements whose figure is not published, none of them in `figures`. `said`:
    a class in words, `label_of` unless given. `scale`: the classes to use, drawn from zero or unbounded
    below; those of the figures themselves without.
    """
    known = {code: figure for code, figure in figures.items() if figure is not None}
    made = list(scale) or bands(known.values(), is_share=measure.is_share)
    shown = [
        _drawn(
            said(band) if said else label_of(band, measure, unit),
            colour,
            [code for code in known if band.holds(known[code])],
        )
        for band, colour in zip(made, _colours(made, measure, dark=dark), strict=True)
    ]
    silent = [code for code, figure in figures.items() if figure is None]
    if silent:
        shown.append(_drawn("aucune donnée", _GREY[dark], silent, hatched=True))
    if withheld:
        shown.append(replace(_drawn("secret", _GREY[dark], withheld), withheld=True))
    return [*shown, MapClass("sans officine", _GREY[dark], tuple(WITHOUT_PHARMACY), 0, without_pharmacy=True)]


def label_of(band: Band, measure: Measure, unit: Unit) -> str:
    """A class in words: `1 200 à 3 499 doses`, `12 % à moins de 25 %`, `aucune dose`."""
    if measure.is_share:
        return _share_label(band)
    if band == ZERO:
        return f"0{NO_BREAK}{unit[0]}"
    low = number(1 if band.low == ZERO.high else band.low or 0)
    if band.high is None:
        return f"{low} {unit[1]} et plus" if band.low is not None else f"toutes valeurs, en {unit[1]}"
    if band.low is None:
        return f"moins de {plural(int(band.high), *unit)}"
    high = number(band.high - 1)
    return f"{low} à {high} {unit[1]}" if low != high else plural(int(band.high - 1), *unit)


def spoken(figure: float | None, measure: Measure, unit: str) -> str:
    """A figure with its unit, or what its absence means."""
    if figure is None:
        return "aucune donnée"
    return percent(figure, 1) if measure.is_share else amount(figure, unit)


def legend_html(
    shown: Sequence[MapClass], title: str, *, dark: bool, counted: Unit = ("département", "départements")
) -> str:
    """The legend as a list: a swatch for the eye, and the same in words; `counted`: what classes hold."""
    entries = "".join(
        f'<li style="display:flex;align-items:center;gap:.6rem;margin:.3rem 0">{_swatch(entry, dark=dark)}'
        f"<span>{escape(entry.label)}{_count(entry, counted)}</span></li>"
        for entry in shown
    )
    return (
        f'<p style="margin:0 0 .25rem;font-weight:600">{escape(title)}</p>'
        f'<ul style="list-style:none;margin:0;padding:0;font-size:.875rem">{entries}</ul>'
    )


def ordered(
    named: Mapping[str, Sequence[str]], silent: Sequence[str], silence: str, *, dark: bool
) -> list[MapClass]:
    """Five classes at most of one's own, `named` label by label from the worst: the darkest amber first.

    `silent`: the départements without a figure, hatched and called `silence`.
    """
    ramp = _RAMPS["amber", dark]
    shown = [
        _drawn(label, ramp[-1 - rank], codes) for rank, (label, codes) in enumerate(named.items()) if codes
    ]
    if silent:
        shown.append(_drawn(silence, _GREY[dark], silent, hatched=True))
    return [*shown, MapClass("sans officine", _GREY[dark], tuple(WITHOUT_PHARMACY), 0, without_pharmacy=True)]


def hatch_colour(*, dark: bool) -> str:
    """The colour of the lines over areas without data."""
    return _HATCH[dark]


def _colours(made: list[Band], measure: Measure, *, dark: bool) -> list[str]:
    blue = measure.is_share and measure.key != AT_ZERO
    ramp = _RAMPS["blue" if blue else "amber", dark]
    if not measure.is_share:
        return _scarcest_first(ramp, len(made), has_zero=bool(made) and made[0] == ZERO)
    zero = [ramp[0]] if made and made[0] == ZERO else []
    steps = _STEPS.get(len(made) - len(zero), ())
    return [*zero, *(ramp[step] for step in steps)]


def _scarcest_first(ramp: Sequence[str], count: int, *, has_zero: bool) -> list[str]:
    """The strongest step for none, or for the least; the others down to the palest."""
    strongest = len(ramp) - 1
    if not has_zero:
        return [ramp[step] for step in reversed(_STEPS.get(count, ()))]
    return [ramp[strongest], *(ramp[step] for step in reversed(_STEPS_AFTER_NONE.get(count - 1, ())))]


def _drawn(label: str, colour: str, codes: Sequence[str], *, hatched: bool = False) -> MapClass:
    islands = [island for island, published in SHARED.items() if published in codes]
    return MapClass(label, colour, (*codes, *islands), len(codes), hatched)


def _share_label(band: Band) -> str:
    if band == ZERO:
        return percent(0)
    if band.low == 1:
        return percent(1)
    low = None if band.low in (None, ZERO.high) else band.low
    if band.high is None:
        return f"plus de {percent(0)}" if low is None else f"{percent(low)} et plus"
    if low is None:
        return ("" if band.low is None else f"plus de {percent(0)} à ") + f"moins de {percent(band.high)}"
    return f"{percent(low)} à moins de {percent(band.high)}"


def _count(entry: MapClass, counted: Unit) -> str:
    if entry.without_pharmacy:
        return " (Saint-Pierre-et-Miquelon)"
    return f" · {plural(entry.departments, *counted)}"


def _swatch(entry: MapClass, *, dark: bool) -> str:
    line = _HATCH[dark]
    # A gradient's angle is that of its axis: lines rising to the right need a falling axis.
    angle = "-45deg" if entry.withheld else "45deg"
    paint = (
        f"repeating-linear-gradient({angle},{line} 0 1.5px,{entry.colour} 1.5px 6px)"
        if entry.hatched or entry.withheld
        else entry.colour
    )
    return (
        f'<span aria-hidden="true" style="flex:none;width:1.75rem;height:1.1rem;border:1px solid {line};'
        f'background:{paint}"></span>'
    )

"""The worked example of docs/disclosure.md: `python -m docs.disclosure_example` draws its picture."""

from pathlib import Path

from dp_ruptures.disclosure import Instance, Pattern, from_rows, primary, protect

PICTURE = Path(__file__).with_name("disclosure-example.svg")
PLACES = ["Ain", "Aisne", "Allier", "Total"]
GOODS = ["amoxicilline", "prednisone", "quétiapine", "Total"]
# (place, product) → what each pharmacy has; every pharmacy has an owner of its own and declares all products.
STOCKS = {
    "Ain": {"amoxicilline": [12, 9, 14, 10], "prednisone": [5, 8, 4, 7], "quétiapine": [3, 6, 2, 4]},
    "Aisne": {"amoxicilline": [20, 11, 16], "prednisone": [9, 40, 0], "quétiapine": [5, 7, 6]},
    "Allier": {"amoxicilline": [8, 15, 9, 13], "prednisone": [6, 9, 11, 5], "quétiapine": [4, 3, 8, 5]},
}
CELL = (118, 46)
LEFT, TOP, SCALE = 110, 70, 3.6


def example() -> Instance:
    """The table of the page."""
    rows = [
        (f"{place} {n}", (place, good), units)
        for place, goods in STOCKS.items()
        for good, stocks in goods.items()
        for n, units in enumerate(stocks)
    ]
    trees = [dict.fromkeys(codes[:-1], "Total") for codes in (PLACES, GOODS)]
    return from_rows(rows, trees)


def picture(instance: Instance, pattern: Pattern) -> str:
    """The table with its holes, and below it the attacker's interval of every hidden cell that is unsafe."""
    parts = [_text(LEFT + 250, 24, "Units in stock, as published", "middle", "600")]
    parts += [
        _text(LEFT + CELL[0] * (j + 0.5), TOP - 12, good, "middle", "600") for j, good in enumerate(GOODS)
    ]
    for i, place in enumerate(PLACES):
        parts.append(_text(LEFT - 10, TOP + CELL[1] * (i + 0.62), place, "end", "600"))
        parts += [_cell(instance, pattern, i, j) for j in range(len(GOODS))]
    parts += [part for n, id_ in enumerate(primary(instance)) for part in _bar(instance, pattern, n, id_)]
    height = TOP + 4 * CELL[1] + 70 + 60 * len(primary(instance))
    title = "A table of stocks, its four hidden cells, and what a reader can establish of the unsafe one"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 600 {height}" role="img"'
        f' font-family="sans-serif" font-size="14"><title>{title}</title>'
        f'<rect width="600" height="{height}" fill="#ffffff"/>' + "".join(parts) + "</svg>\n"
    )


def _cell(instance: Instance, pattern: Pattern, i: int, j: int) -> str:
    id_ = f"{PLACES[i]}|{GOODS[j]}"
    unsafe, hidden = id_ in pattern.primary, id_ in pattern.hidden
    colour = "#f4c7c3" if unsafe else "#fde9c4" if hidden else "#ffffff"
    label = "unsafe" if unsafe else "hides it" if hidden else str(instance.cell(id_).value)
    x, y = LEFT + j * CELL[0], TOP + i * CELL[1]
    box = f'<rect x="{x}" y="{y}" width="{CELL[0]}" height="{CELL[1]}" fill="{colour}" stroke="#555555"/>'
    return box + _text(x + CELL[0] / 2, y + 28, label, "middle", "600" if hidden else "400")


def _bar(instance: Instance, pattern: Pattern, n: int, id_: str) -> list[str]:
    """Interval in blue, what the protection asks for in black, the truth as a dot."""
    assert pattern.audit is not None
    low, high = pattern.audit.intervals[id_]
    value, asked, y = float(instance.cell(id_).value), primary(instance)[id_], TOP + 4 * CELL[1] + 60 + 60 * n
    x = [
        LEFT + SCALE * figure
        for figure in (low, high, value - float(asked.lower), value + float(asked.upper))
    ]
    words = f"{id_.replace('|', ', ')}: an outside reader finds between {low:g} and {high:g}"
    wanted = (
        f"truth {value:g} (dot); the protection asks for {value - asked.lower:g} to {value + asked.upper:g}"
    )
    ends = f"M{x[2]:g} {y - 12}v24M{x[3]:g} {y - 12}v24M{x[2]:g} {y}H{x[3]:g}"
    box = f'x="{x[0]:g}" y="{y - 8}" width="{x[1] - x[0]:g}" height="16"'
    return [
        _text(20, y - 22, words),
        f'<rect {box} fill="#a9c8ee" stroke="#1f4e8c"/><path d="{ends}" stroke="#000000" fill="none"/>',
        f'<circle cx="{LEFT + SCALE * value:g}" cy="{y}" r="5" fill="#b3261e"/>',
        _text(20, y + 30, wanted),
    ]


def _text(x: float, y: float, words: str, anchor: str = "start", weight: str = "400") -> str:
    style = f'text-anchor="{anchor}" font-weight="{weight}" fill="#111111"'
    return f'<text x="{x:g}" y="{y:g}" {style}>{words}</text>'


if __name__ == "__main__":
    table = example()
    PICTURE.write_text(picture(table, protect(table)), "utf-8")

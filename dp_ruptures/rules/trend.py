"""Which way a figure goes from one week to the next, in a sign and a word."""

# Under 5 %, in a sum over pharmacies that are not the same from week to week, nothing moved.
STEADY = 0.05


def trend(before: float | None, after: float | None) -> str:
    """`↗ +12 %`, `↗ × 3,1`, `↘ −40 %`, `→ stable`; in words from or to 0; `—` when either is unknown."""
    if before is None or after is None:
        return "—"
    return _moved(after / before) if before and after else _with_nothing(before, after)


def _with_nothing(before: float, after: float) -> str:
    if before == after:
        return "→ toujours à 0"
    return "↗ de nouveau en stock" if after else "↘ épuisé"


def _moved(ratio: float) -> str:
    if abs(ratio - 1) < STEADY:
        return "→ stable"
    if ratio >= 2:
        return f"↗\u00a0×\u00a0{ratio:.1f}".removesuffix(".0").replace(".", ",")
    arrow = "↗\u00a0+" if ratio > 1 else "↘\u00a0−"
    return f"{arrow}{abs(ratio - 1) * 100:.0f}\u202f%"

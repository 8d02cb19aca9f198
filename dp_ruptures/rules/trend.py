"""Which way a figure goes from one week to the next, in a sign and a word."""

# Under 5 %, in a sum over pharmacies that are not the same from week to week, nothing moved.
STEADY = 0.05


def trend(before: float | None, after: float | None) -> str:
    """`↗ +12 %`, `↘ −40 %`, `→ stable`; from or to nothing in words; `—` when either is unknown."""
    if before is None or after is None:
        return "—"
    if before == after or (before and abs(after / before - 1) < STEADY):
        return "→ stable"
    if not before:
        return "↗ de nouveau en stock"
    if not after:
        return "↘ épuisé"
    sign, arrow = ("+", "↗") if after > before else ("−", "↘")
    return f"{arrow} {sign}{abs(after / before - 1) * 100:.0f}\u202f%"

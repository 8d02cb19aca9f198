"""When a shortage is wide enough for the public list: 5 % of the pharmacies at least.

DP-Ruptures shows as missing what at least 5 % of the pharmacies cannot dispense within 72 hours, as the
Senate was told at its hearings on shortages (archive.nossenateurs.fr/intervention/2618447).
"""

# 5 %, as whole numbers: one in twenty.
_ONE_IN = 20
SHARE = 1 / _ONE_IN


def is_listed(pharmacies: int, active: int) -> bool:
    """Whether `pharmacies` with the shortage are at least 5 % of the `active` ones of the country."""
    return active > 0 and _ONE_IN * pharmacies >= active


def missing_to_list(pharmacies: int, active: int) -> int:
    """How many more pharmacies would put it on the list; 0 when it is there."""
    return max(0, -(-active // _ONE_IN) - pharmacies)

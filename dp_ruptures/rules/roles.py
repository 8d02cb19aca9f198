"""Who may do what: a permission is a name, a role a list of permissions. The only such table."""

PERMISSIONS: dict[str, frozenset[str]] = {
    # A pharmacist declares for one pharmacy, their own, and sees nobody else's figures.
    "pharmacist": frozenset({"declare", "read_guide", "own_account"}),
    # The Ordre's direction des technologies en santé alone sees individual data.
    "analyst": frozenset(
        {
            "read_stocks",
            "read_individual",
            "follow_responses",
            "judge_quality",
            "publish_releases",
            "read_releases",
            "import_declarations",
            "read_guide",
            "own_account",
        }
    ),
    # The live figures are not needed to administer: with one declarant in a département, a total is theirs.
    # A group's file tells them what it holds, which they bring themselves, and nothing of the store.
    "admin": frozenset({"read_releases", "administer", "import_declarations", "read_guide", "own_account"}),
    # The ministry receives aggregates that cannot identify a pharmacy, and nothing else.
    "ministry": frozenset({"read_releases", "read_guide", "own_account"}),
}

ROLE_NAMES = {
    "pharmacist": "Officine",
    "analyst": "Ordre des pharmaciens",
    "admin": "Administration",
    "ministry": "Ministère",
}


def may(role: str, permission: str) -> bool:
    """Whether `role` holds `permission`. Raises KeyError on a permission that no role knows."""
    if not any(permission in granted for granted in PERMISSIONS.values()):
        raise KeyError(permission)
    return permission in PERMISSIONS[role]

"""The screens of the portal, one row each, in the order of the menu."""

from dataclasses import dataclass
from pathlib import Path

from dp_ruptures.rules.roles import may
from dp_ruptures.settings import ROOT


@dataclass(frozen=True)
class Screen:
    """One page: its file, French title and address, the permission its first line asks for, its group."""

    file: str
    title: str
    address: str
    permission: str
    icon: str
    group: str

    @property
    def path(self) -> Path:
        return ROOT / "pages" / self.file


# What the menu calls each group of pages, for those who have many.
_DECLARE, _STOCKS, _ANSWERS = "Déclarer", "Où en sont les stocks", "Les déclarations reçues"
_SETTINGS, _RELEASED, _HELP = "Régler le portail", "Ce qui est publié", "Aide et compte"

# The pages of a group stand together: the menu keeps this order.
SCREENS = (
    Screen("declare.py", "Nouvelle déclaration constatée", "declaration", "declare", "edit_square", _DECLARE),
    Screen("shortages.py", "Ruptures d'approvisionnement", "ruptures", "declare", "inventory_2", _DECLARE),
    Screen("my_declarations.py", "Mes déclarations", "mes-declarations", "declare", "history", _DECLARE),
    Screen("my_products.py", "Mes produits", "mes-produits", "declare", "shelves", _DECLARE),
    Screen("stock_map.py", "Explorer les stocks", "carte", "read_stocks", "map", _STOCKS),
    Screen("rebalancing.py", "Répartition", "repartition", "read_stocks", "balance", _STOCKS),
    Screen("shortage_watch.py", "Veille des ruptures", "veille", "read_stocks", "crisis_alert", _STOCKS),
    Screen("administration.py", "Administration", "administration", "administer", "settings", _SETTINGS),
    Screen("campaign_settings.py", "Campagne", "campagne", "administer", "event", _SETTINGS),
    Screen("product_list.py", "Produits", "produits", "administer", "medication", _SETTINGS),
    Screen("pharmacy_register.py", "Officines", "officines", "administer", "store", _SETTINGS),
    Screen("accounts.py", "Comptes", "comptes", "administer", "group", _SETTINGS),
    Screen("links.py", "Rattachements", "rattachements", "administer", "link", _SETTINGS),
    Screen("registers.py", "Registres", "registres", "administer", "fact_check", _SETTINGS),
    Screen("responses.py", "Réponses", "reponses", "follow_responses", "how_to_reg", _ANSWERS),
    Screen("quality.py", "Qualité", "qualite", "judge_quality", "rule", _ANSWERS),
    Screen("pharmacy.py", "Fiche d'officine", "officine", "read_individual", "storefront", _ANSWERS),
    Screen(
        "group_files.py", "Fichiers groupés", "fichiers-groupes", "import_declarations", "upload_file",
        _ANSWERS,
    ),
    Screen("releases.py", "Publication", "publication", "publish_releases", "publish", _RELEASED),
    Screen("week_answer.py", "La réponse de la semaine", "semaine", "read_releases", "summarize", _RELEASED),
    Screen("released_map.py", "Carte publiée", "carte-publiee", "read_releases", "public", _RELEASED),
    Screen(
        "released_trends.py", "Tendances publiées", "tendances-publiees", "read_releases", "timeline",
        _RELEASED,
    ),
    Screen("downloads.py", "Fichiers publiés", "fichiers", "read_releases", "folder_zip", _RELEASED),
    Screen("guide.py", "Mode opératoire", "mode-operatoire", "read_guide", "menu_book", _HELP),
    Screen("account.py", "Mon compte", "mon-compte", "own_account", "account_circle", _HELP),
)  # fmt: skip
# A menu that is read at one look needs no headings.
_SHORT_MENU = 8

# Addresses of pages that are now part of another: old links must answer. Former address: the screen's file.
MOVED = {"tendances": "stock_map.py"}


def moved_to(address: str, role: str) -> Screen | None:
    """The screen that took the place of a former address; None when `role` may not open it."""
    return next((screen for screen in screens_of(role) if screen.file == MOVED[address]), None)


def screens_of(role: str) -> list[Screen]:
    """The screens `role` may open; the first is where it lands."""
    return [screen for screen in SCREENS if may(role, screen.permission)]


def headings_of(role: str) -> dict[str, list[Screen]]:
    """The screens of `role` by heading of the menu, in its order; one empty heading for a short menu."""
    own = screens_of(role)
    if len(own) <= _SHORT_MENU:
        return {"": own}
    return {group: [screen for screen in own if screen.group == group]
            for group in dict.fromkeys(screen.group for screen in own)}  # fmt: skip


def screen_of(file: str) -> Screen:
    """The screen of a page's file. Raises StopIteration when there is none."""
    return next(screen for screen in SCREENS if screen.file == file)

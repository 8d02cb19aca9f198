"""The screens of the portal, one row each, in the order of the menu."""

from dataclasses import dataclass
from pathlib import Path

from dp_ruptures.rules.roles import may
from dp_ruptures.settings import ROOT


@dataclass(frozen=True)
class Screen:
    """One page: its file, its French title, its address, the permission its first line asks for."""

    file: str
    title: str
    address: str
    permission: str
    icon: str

    @property
    def path(self) -> Path:
        return ROOT / "pages" / self.file


SCREENS = (
    Screen("declare.py", "Nouvelle déclaration constatée", "declaration", "declare", "edit_square"),
    Screen("shortages.py", "Ruptures d'approvisionnement", "ruptures", "declare", "inventory_2"),
    Screen("my_declarations.py", "Mes déclarations", "mes-declarations", "declare", "history"),
    Screen("my_products.py", "Mes produits", "mes-produits", "declare", "shelves"),
    Screen("stock_map.py", "Explorer les stocks", "carte", "read_stocks", "map"),
    Screen("responses.py", "Réponses", "reponses", "follow_responses", "how_to_reg"),
    Screen("quality.py", "Qualité", "qualite", "judge_quality", "rule"),
    Screen("pharmacy.py", "Fiche d'officine", "officine", "read_individual", "storefront"),
    Screen("rebalancing.py", "Répartition", "repartition", "read_stocks", "balance"),
    Screen("shortage_watch.py", "Veille des ruptures", "veille", "read_stocks", "crisis_alert"),
    Screen("releases.py", "Publication", "publication", "publish_releases", "publish"),
    Screen("administration.py", "Administration", "administration", "administer", "settings"),
    Screen("campaign_settings.py", "Campagne", "campagne", "administer", "event"),
    Screen("product_list.py", "Produits", "produits", "administer", "medication"),
    Screen("pharmacy_register.py", "Officines", "officines", "administer", "store"),
    Screen("accounts.py", "Comptes", "comptes", "administer", "group"),
    Screen("registers.py", "Registres", "registres", "administer", "fact_check"),
    Screen("links.py", "Rattachements", "rattachements", "administer", "link"),
    Screen("group_files.py", "Fichiers groupés", "fichiers-groupes", "import_declarations", "upload_file"),
    Screen("week_answer.py", "La réponse de la semaine", "semaine", "read_releases", "summarize"),
    Screen("released_map.py", "Carte publiée", "carte-publiee", "read_releases", "public"),
    Screen("released_trends.py", "Tendances publiées", "tendances-publiees", "read_releases", "timeline"),
    Screen("downloads.py", "Fichiers publiés", "fichiers", "read_releases", "folder_zip"),
    Screen("guide.py", "Mode opératoire", "mode-operatoire", "read_guide", "menu_book"),
    Screen("account.py", "Mon compte", "mon-compte", "own_account", "account_circle"),
)

# Addresses of pages that are now part of another: old links must answer. Former address: the screen's file.
MOVED = {"tendances": "stock_map.py"}


def moved_to(address: str, role: str) -> Screen | None:
    """The screen that took the place of a former address; None when `role` may not open it."""
    return next((screen for screen in screens_of(role) if screen.file == MOVED[address]), None)


def screens_of(role: str) -> list[Screen]:
    """The screens `role` may open; the first is where it lands."""
    return [screen for screen in SCREENS if may(role, screen.permission)]

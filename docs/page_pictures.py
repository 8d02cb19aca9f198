"""A picture of every page of every role, and docs/screens.md, which shows each with its question."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Page

from dp_ruptures.rules.roles import ROLE_NAMES
from dp_ruptures.screens import SCREENS, Screen, screens_of

DOCUMENT = Path(__file__).parent / "screens.md"
DESK, PHONE = 1280, 390
# Higher, a page would be read in a strip; what is below is in the page itself.
HIGHEST = 1800
ACCOUNTS = {"pharmacist": "pharmacie", "analyst": "ordre", "admin": "admin", "ministry": "ministere"}
# The one question each page answers at first sight, by its file.
QUESTIONS = {
    "declare.py": "Que reste-t-il sur mes étagères cette semaine ?",
    "shortages.py": "Quel produit me manque depuis plus de 72 heures ?",
    "my_declarations.py": "Qu'ai-je déclaré, et quand cela s'efface-t-il ?",
    "my_products.py": "Quels produits le formulaire me demande-t-il, dans quel ordre ?",
    "stock_map.py": "Où manque-t-il du stock, depuis quand, et à quel point en est-on sûr ?",
    "rebalancing.py": "En combien de mains est le stock, et que déplacer ?",
    "shortage_watch.py": "Quels produits sont en rupture déclarée, où, depuis quand ?",
    "administration.py": "Le portail est-il en ordre, et où se règle chaque chose ?",
    "campaign_settings.py": "Quand la campagne court-elle, et que demande-t-elle ?",
    "product_list.py": "Quels produits le catalogue connaît-il ?",
    "pharmacy_register.py": "Cette officine est-elle ouverte, fermée, fusionnée ?",
    "accounts.py": "Qui peut entrer, et avec quel rôle ?",
    "links.py": "Quelle personne venue d'un fournisseur d'identité est quelle officine ?",
    "registers.py": "Qui a consulté quoi, qui a fait quoi ?",
    "responses.py": "Qui a répondu, qui n'a pas répondu, et qui relancer ?",
    "quality.py": "Quels chiffres trompent un total, et qu'en faire ?",
    "pharmacy.py": "Que sait-on de cette officine, et que lui a-t-on dit ?",
    "group_files.py": "Ce fichier d'un groupe peut-il être enregistré tel quel ?",
    "releases.py": "La semaine peut-elle être publiée, et que dira-t-elle ?",
    "week_answer.py": "Où manque-t-il du stock cette semaine, à quel point, et qu'est-ce qui a changé ?",
    "released_map.py": "Quel département est dans quelle situation ?",
    "released_trends.py": "Le stock monte-t-il ou descend-il ?",
    "downloads.py": "Où sont les fichiers de cette publication ?",
    "guide.py": "Que dois-je faire, pas à pas ?",
    "account.py": "Qui suis-je ici, et par où suis-je entré ?",
}


@dataclass(frozen=True)
class Shot:
    """One page to take: its screen, the role that looks, the width of its window."""

    screen: Screen
    role: str
    width: int

    @property
    def name(self) -> str:
        phone = f"_{self.width}" if self.width == PHONE else ""
        return f"pages/{self.screen.file.removesuffix('.py')}_{self.role}{phone}"


def shots() -> list[Shot]:
    """Every page once for each role that opens it; the pharmacist's on a phone too.

    What is published looks alike to all its readers: the ministry's picture shows it.
    """
    listed = [Shot(screen, role, DESK) for role in ACCOUNTS for screen in screens_of(role)]
    own = [shot for shot in listed if shot.role == "ministry" or shot.screen.permission != "read_releases"]
    phone = [Shot(shot.screen, shot.role, PHONE) for shot in own if shot.role == "pharmacist"]
    return [*own, *phone]


def open_record(page: Page) -> None:
    """A pharmacy's record: without one, the page is a search."""
    page.get_by_role("textbox").fill("pharmacie des tilleuls")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Pharmacie des Tilleuls").first.click()
    page.get_by_text("Chercher une autre officine").wait_for()


BEFORE: dict[str, Callable[[Page], None]] = {"pharmacy.py": open_record}


def document() -> str:
    """docs/screens.md, whole."""
    lines: list[str] = [
        "# Every screen, and the question it answers",
        "",
        "Taken from the app by `make pictures`, on an invented season; this page is written with them.",
    ]
    taken = shots()
    for role in ACCOUNTS:
        lines += ["", f"## {ROLE_NAMES[role]}"]
        for screen in (screen for screen in SCREENS if screen in screens_of(role)):
            lines += _shown(screen, [shot for shot in taken if (shot.screen, shot.role) == (screen, role)])
    return "\n".join(lines) + "\n"


def _shown(screen: Screen, taken: list[Shot]) -> list[str]:
    said = ["", f"### {screen.title} · `/{screen.address}`", "", QUESTIONS[screen.file]]
    if not taken:
        return [*said, "", "As the ministry sees it, below."]
    pictures = [f"![{screen.title}, {shot.width} px](images/{shot.name}.png)" for shot in taken]
    return [*said, "", *pictures]

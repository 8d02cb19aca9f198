"""The Streamlit main script: who are you, then the pages of that role.

Every address is registered for everybody, with a stand-in for those who may not open it:
a deep link survives the login, and Streamlit never has an unknown address to guess about.
"""

from collections.abc import Callable
from urllib.parse import urlsplit

import streamlit as st

from dp_ruptures import access, banner, diagnostic, entrance, filters, link_screen
from dp_ruptures.screens import MOVED, SCREENS, Screen, headings_of, moved_to, screens_of
from dp_ruptures.settings import ROOT

# A material icon would be fetched from Google: not on a closed network, not by a pharmacist's browser.
FAVICON = ROOT / "dp_ruptures" / "assets" / "favicon.svg"


def _page(screen: Screen, *, first: bool = False, hidden: bool = False) -> st.Page:
    return st.Page(
        screen.path,
        title=screen.title,
        # Said, not left to Streamlit: it would take the file's name, which may be the address too.
        url_path="" if first else screen.address,
        default=first,
        visibility="hidden" if hidden else "visible",
        icon=f":material/{screen.icon}:",
    )


def _stand_in(address: str, show: Callable[[], None], title: str) -> st.Page:
    return st.Page(show, title=title, url_path=address, visibility="hidden")


def _moved(address: str, role: str) -> st.Page:
    """A former address: it leads to the page that took its place, with what its link still says."""
    screen = moved_to(address, role)
    if screen is None:
        return _stand_in(address, entrance.refusal, "Page réservée")

    def lead() -> None:
        is_landing = screen == screens_of(role)[0]
        st.switch_page(_page(screen, first=is_landing), query_params=filters.from_trends())

    return _stand_in(address, lead, screen.title)


def _opened() -> str:
    """The last part of the address in the browser: `carte`; empty at "/"."""
    return urlsplit(st.context.url or "").path.rpartition("/")[2]


def _pages_before_login() -> list[st.Page]:
    door = st.Page(entrance.login, title="Connexion", default=True)
    return [
        door,
        *(_stand_in(screen.address, entrance.login, "Connexion") for screen in SCREENS),
        *(_stand_in(address, entrance.login, "Connexion") for address in MOVED),
        *link_screen.pages(),
    ]


def _pages_of(role: str) -> dict[str, list[st.Page]]:
    """Every page by heading of the menu; those that the menu does not name under the first."""
    own = screens_of(role)
    # The landing page answers at "/" and at its own address. The menu names the one that is open: it would
    # show none as open otherwise.
    by_name = _opened() == own[0].address
    menu = {
        heading: [_page(screen, first=screen == own[0] and not by_name) for screen in screens]
        for heading, screens in headings_of(role).items()
    }
    refused = [screen for screen in SCREENS if screen not in own]
    unnamed = [
        _page(own[0], first=by_name, hidden=True),
        *(_stand_in(screen.address, entrance.refusal, "Page réservée") for screen in refused),
        *(_moved(address, role) for address in MOVED),
        *link_screen.pages(),
    ]
    next(iter(menu.values())).extend(unnamed)
    return menu


def main() -> None:
    """One run of the portal."""
    person = access.current_person()
    # Before the navigation: else the page's icon becomes the tab's, fetched from Google.
    st.set_page_config(page_icon=str(FAVICON), layout="wide")
    if person is None:
        page = st.navigation(_pages_before_login(), position="hidden")
    else:
        page = st.navigation(_pages_of(person.role), position="sidebar", expanded=True)
    st.set_page_config(page_title=f"{page.title} · DP-Ruptures")
    if person is not None:
        entrance.identity(person)
        diagnostic.note_page(page.title)
    banner.show()
    page.run()


main()

"""The Streamlit main script: who are you, then the pages of that role.

Every address is registered for everybody, with a stand-in for those who may not open it:
a deep link survives the login, and Streamlit never has an unknown address to guess about.
"""

import streamlit as st

from dp_ruptures import access, banner, entrance
from dp_ruptures.screens import SCREENS, Screen, screens_of


def _opened(screen: Screen, *, first: bool) -> st.Page:
    return st.Page(
        screen.path,
        title=screen.title,
        url_path=screen.address,
        default=first,
        icon=f":material/{screen.icon}:",
    )


def _closed(screen: Screen) -> st.Page:
    return st.Page(entrance.refusal, title=screen.title, url_path=screen.address, visibility="hidden")


def _asking(screen: Screen) -> st.Page:
    return st.Page(entrance.login, title="Connexion", url_path=screen.address, visibility="hidden")


def _pages_before_login() -> list[st.Page]:
    door = st.Page(entrance.login, title="Connexion", url_path="connexion", default=True)
    return [door, *(_asking(screen) for screen in SCREENS)]


def _pages_of(role: str) -> list[st.Page]:
    own = screens_of(role)
    opened = [_opened(screen, first=screen is own[0]) for screen in own]
    return [*opened, *(_closed(screen) for screen in SCREENS if screen not in own)]


def main() -> None:
    """One run of the portal."""
    person = access.current_person()
    st.set_page_config(page_title="DP-Ruptures", page_icon=":material/medication:", layout="wide")
    if person is None:
        page = st.navigation(_pages_before_login(), position="hidden")
    else:
        page = st.navigation(_pages_of(person.role), position="sidebar")
        entrance.identity(person)
    banner.show()
    page.run()


main()

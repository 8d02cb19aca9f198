"""Names a browser for its owner: « Firefox sous Windows », and nothing finer."""

# The first that matches wins: Edge and Opera also say Chrome, Chrome also says Safari.
_BROWSERS = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"),
    ("CriOS", "Chrome"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
_SYSTEMS = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS X", "macOS"),
    ("CrOS", "ChromeOS"),
    ("Linux", "Linux"),
)


def describe(user_agent: str | None) -> str:
    """The families of browser and system in a User-Agent header; anything else is « Navigateur »."""
    browser = _first(_BROWSERS, user_agent) or "Navigateur"
    system = _first(_SYSTEMS, user_agent)
    return f"{browser} sous {system}" if system else browser


def _first(names: tuple[tuple[str, str], ...], text: str | None) -> str | None:
    return next((name for mark, name in names if mark in (text or "")), None)

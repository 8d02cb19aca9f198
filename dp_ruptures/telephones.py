"""A pharmacy's telephone number, where somebody decides to call it. Individual data."""

from dp_ruptures import french

UNKNOWN = "—"


def linked(number: str | None) -> str:
    """A number as Streamlit's Markdown makes a link that calls, or a dash; `number`: ten digits or None.

    National digits: they are dialled alike from the mainland and from overseas.
    """
    return f"[{french.telephone(number)}](tel:{number})" if number else UNKNOWN


def in_file(number: str | None) -> str | None:
    """A number for a spreadsheet, which keeps the leading zero of what has blanks."""
    return french.telephone(number).replace(french.NO_BREAK, " ") if number else None

"""The note under the pointer, the same on every drawing."""

from typing import Any


def hover_label(*, dark: bool) -> dict[str, Any]:
    """Ink and ground that keep 4.5 of contrast: Streamlit's own theme writes them in pale grey."""
    ink, ground = ("#e8eef4", "#18232e") if dark else ("#14212e", "#ffffff")
    return {"align": "left", "bgcolor": ground, "bordercolor": ink, "font": {"color": ink, "size": 13}}

"""docs/screens.md: every page of every role, its question, a light picture."""

from docs import page_pictures
from dp_ruptures.screens import SCREENS
from tests.conftest import ROOT

LIGHT = 150_000


def test_every_page_has_one_question() -> None:
    assert set(page_pictures.QUESTIONS) == {screen.file for screen in SCREENS}
    assert all(question.endswith(" ?") for question in page_pictures.QUESTIONS.values())


def test_every_picture_is_there_and_light_and_none_is_left_over() -> None:
    wanted = {f"{shot.name}.png" for shot in page_pictures.shots()}
    folder = ROOT / "docs" / "images"
    assert {f"pages/{file.name}" for file in (folder / "pages").iterdir()} == wanted
    assert all((folder / name).stat().st_size < LIGHT for name in wanted)


def test_the_document_is_what_the_pictures_write() -> None:
    assert page_pictures.DOCUMENT.read_text() == page_pictures.document()

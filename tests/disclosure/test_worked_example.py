"""The page's worked example is what the library computes."""

from docs.disclosure_example import PICTURE, example, picture
from dp_ruptures.disclosure import primary, protect


def test_the_worked_example_is_the_one_of_the_page():
    instance = example()
    pattern = protect(instance)
    assert primary(instance) == {"Aisne|prednisone": (4, 4)}
    assert set(pattern.secondary) == {"Ain|prednisone", "Ain|quétiapine", "Aisne|quétiapine"}
    assert pattern.cost == pattern.bound == 110
    assert pattern.audit.intervals == {"Aisne|prednisone": (34.0, 67.0)}


def test_the_picture_is_up_to_date():
    instance = example()
    assert PICTURE.read_text("utf-8") == picture(instance, protect(instance))


def test_the_code_on_the_page_runs():
    page = PICTURE.with_name("disclosure.md").read_text("utf-8")
    code = page.split("```python\n")[1].split("```")[0]
    found: dict = {}
    exec(code, found)  # noqa: S102
    assert found["pattern"].audit.ok
    assert "01|amoxicilline" in found["pattern"].hidden

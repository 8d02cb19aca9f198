"""Which départements touch: the committed file against the drawing, and against the atlas."""

from dp_ruptures import borders
from tools.borders import neighbours


def of(code: str) -> set[str]:
    return {
        link.other if link.one == code else link.one
        for link in borders.links()
        if code in (link.one, link.other)
    }


def test_the_committed_file_is_what_the_drawing_says() -> None:
    assert [(link.one, link.other, link.km) for link in borders.links()] == neighbours()


def test_départements_of_the_atlas() -> None:
    assert of("01") == {"38", "39", "69", "71", "73", "74"}
    assert of("75") == {"92", "93", "94"}
    assert of("2A") == {"2B"}
    assert of("29") == {"22", "56"}


def test_overseas_départements_have_no_neighbour() -> None:
    assert not any(of(code) for code in ("971", "972", "973", "974", "976"))
    assert len({code for link in borders.links() for code in (link.one, link.other)}) == 96


def test_distances_are_those_of_the_country_and_not_of_the_inset() -> None:
    km = {(link.one, link.other): link.km for link in borders.links()}
    assert 5 <= km["75", "92"] <= 12
    assert 55 <= km["01", "69"] <= 75
    assert max(km.values()) < 160


def test_arrows_of_the_petite_couronne_are_drawn_in_the_inset() -> None:
    assert borders.ends("75", "92")[0] == borders.enlarged_centres()["75"]
    assert borders.ends("92", "78") == (borders.centres()["92"], borders.centres()["78"])
    assert set(borders.enlarged_centres()) == {"75", "92", "93", "94"}

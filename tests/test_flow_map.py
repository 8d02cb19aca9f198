"""Arrows over the map, read back from the figure."""

from dp_ruptures import borders, legend
from dp_ruptures.figures.flow_map import Flow, flow_map

SHOWN = legend.ordered({"moins de 1 jour": ["69"], "assez": ["01"]}, ["974"], "pas d'estimation", dark=False)
FLOWS = [Flow("01", "69", 900, "Ain → Rhône"), Flow("75", "92", 10, "Paris → Hauts-de-Seine")]


def test_each_move_is_an_arrow_between_its_two_ends_wider_for_more_boxes() -> None:
    drawn = {trace.name: trace for trace in flow_map(SHOWN, {}, FLOWS, dark=False).data}
    wide, thin = drawn["flèches 3"], drawn["flèches 1"]
    assert wide.line.width > thin.line.width
    (x, _) = borders.centres()["01"]
    assert abs(wide.lon[0] - x) < 0.2
    assert wide.text[1] == "Ain → Rhône"
    # The petite couronne's own moves are drawn in its inset, far from the real Paris.
    assert thin.lon[0] < -3
    # Its point is where the stroke goes last, near the end of the move.
    assert abs(wide.lat[5] - borders.centres()["69"][1]) < 0.2


def test_without_a_move_the_map_stands_alone() -> None:
    assert not [trace for trace in flow_map(SHOWN, {}, [], dark=True).data if "flèches" in trace.name]


def test_the_worst_class_is_the_darkest_and_silence_is_hatched() -> None:
    assert [entry.label for entry in SHOWN] == [
        "moins de 1 jour",
        "assez",
        "pas d'estimation",
        "sans officine",
    ]
    assert SHOWN[0].colour == "#6d2b03"
    assert SHOWN[2].hatched
    assert SHOWN[2].departments == 1

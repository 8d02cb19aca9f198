"""The week that still receives answers, on a curve: a mark apart, for a line to it would draw a fall."""

from collections.abc import Sequence

import plotly.graph_objects as go

from dp_ruptures.rules.week import Week


def detach(figure: go.Figure, weeks: Sequence[Week], open_week: Week | None) -> None:
    """Take away the line that leads a trend's first curve to the open week, and leave its mark.

    The curves after it are of seasons that are over.
    """
    if open_week is None or open_week not in weeks or len(weeks) == 1:
        return
    trace, rank = figure.data[0], list(weeks).index(open_week)
    if trace.y[rank] is None:
        return
    alone = go.Scatter(trace)
    alone.update(
        x=[trace.x[rank]], y=[trace.y[rank]], text=[trace.text[rank]], mode="markers", showlegend=False,
        name=f"{trace.name}, semaine en cours", marker={"symbol": [trace.marker.symbol[rank]]},
    )  # fmt: skip
    trace.update(y=[None if place == rank else units for place, units in enumerate(trace.y)])
    figure.add_trace(alone)

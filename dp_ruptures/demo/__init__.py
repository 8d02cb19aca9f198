"""An invented national season, for demonstrations, tests of scale and training.

Nothing here is a real pharmacy: names, towns, numbers and figures are drawn from a
seeded generator, and the same seed gives the same season.
"""

from dp_ruptures.demo.season import build_season

__all__ = ["build_season"]

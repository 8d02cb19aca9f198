"""Until when in the week a declaration is on time. A later one counts as much: lateness is a label."""

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

from dp_ruptures.rules.week import PARIS, Week

DAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")


@dataclass(frozen=True)
class CutOff:
    """A day of the week (0 is Monday) and an hour in Paris, 1 to 24; the default is the week's own end."""

    day: int = 6
    hour: int = 24

    def instant(self, week: Week) -> datetime:
        """The first instant of `week` that is late, in UTC."""
        days = timedelta(days=self.day + self.hour // 24)
        moment = datetime.combine(week.monday + days, time(self.hour % 24), PARIS)
        return moment.astimezone(UTC)

    @property
    def words(self) -> str:
        """`vendredi à 18 h`."""
        return f"{DAYS[self.day]} à {self.hour}\u00a0h"


def problem(wanted: CutOff) -> str | None:
    """Why this is no moment of the week, in French; None when it is one."""
    if 0 <= wanted.day <= 6 and 1 <= wanted.hour <= 24:
        return None
    return "La limite hebdomadaire est un jour de la semaine et une heure de 1 à 24."

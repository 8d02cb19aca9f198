"""How long individual declarations are kept: about six months, then erased."""

from datetime import date, timedelta

from dp_ruptures.rules.week import Week

# Six months as the announcement of the service says, counted in whole weeks.
RETENTION_WEEKS = 26


def erasure_day(week: Week) -> date:
    """The day on which a pharmacy's figures of `week` are erased."""
    return week.monday + timedelta(weeks=RETENTION_WEEKS)

"""How long a session lasts: until it is left idle, and never beyond its absolute end.

A pharmacy declares once a week, from its own counter, and sees nobody else's figures: ten
idle days carry it from one Monday to the next one, three days late. The Ordre, the ministry
and the administrators see far more, on shared or carried machines: twelve hours cover a
working day and end before the next. Thirty days in all, so that a copied cookie, however
carefully kept alive, dies within the month.
"""

from datetime import datetime, timedelta

ABSOLUTE = timedelta(days=30)
PHARMACY_IDLE = timedelta(days=10)
OFFICE_IDLE = timedelta(hours=12)
# Each run of a page comes by: noting the time at each would be a write per keystroke.
SEEN_EVERY = timedelta(minutes=5)


def idle_life(role: str) -> timedelta:
    """How long a session of `role` may stay unused."""
    return PHARMACY_IDLE if role == "pharmacist" else OFFICE_IDLE


def is_live(role: str, last_seen: datetime, expires: datetime, now: datetime) -> bool:
    """Whether a session seen at `last_seen` and ending at `expires` still opens the door."""
    return now < expires and now < last_seen + idle_life(role)


def is_to_note(last_seen: datetime, now: datetime) -> bool:
    """Whether a visit is worth a write."""
    return now >= last_seen + SEEN_EVERY

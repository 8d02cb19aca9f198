"""Tells people about a release: each recipient once, resumed where a mail server gave up."""

import threading
from datetime import datetime

from dp_ruptures import letters, mailing_lists, release_files, released, settings
from dp_ruptures.errors import Refused
from dp_ruptures.mail import AddressRefused, Outbox
from dp_ruptures.mailing_lists import MINISTRY, ORDRE
from dp_ruptures.publication import headlines, story
from dp_ruptures.publication.erratum import announced
from dp_ruptures.rules.week import Week
from dp_ruptures.store import Row, Store

# Monday's act and a click, or two clicks, would each find the same people to write to.
_leaving = threading.Lock()


def announce(store: Store, outbox: Outbox, week: Week, *, now: datetime) -> tuple[int, list[str]]:
    """Write to those of the ministry's list who do not know yet; how many, and the addresses refused.

    Raises Refused when the week is not released or letters are already leaving, and MailDown (the next
    call goes on from there).
    """
    if not _leaving.acquire(blocking=False):
        raise Refused("Les courriels de cette publication sont déjà en train de partir.")
    try:
        return _announce(store, outbox, week, now)
    finally:
        _leaving.release()


def _announce(store: Store, outbox: Outbox, week: Week, now: datetime) -> tuple[int, list[str]]:
    header = released.header(store, week)
    if header is None:
        raise Refused(f"La semaine {week.label} n'est pas publiée.")
    waiting = unwritten(store, week, header["revision"])
    if not waiting:
        return 0, []
    before = released.cells(store, week.shift(-1))
    sentences = story.sentences(released.cells(store, week), before, headlines.only_regions(header))
    if (changed := released.erratum(store, week, header)) is not None:
        sentences.insert(0, announced(changed))
    bulletin = release_files.contents(store, week)["bulletin.pdf"]
    refused = []
    with outbox:
        for address in waiting:
            letter = letters.release_is_out(address, week, sentences, bulletin, settings.load().base_url)
            try:
                outbox.send(letter, now)
            except AddressRefused:
                refused.append(address)
                continue
            store.execute(
                "release_letter_insert",
                week=week.monday,
                revision=header["revision"],
                recipient=address,
                now=now,
            )
    return len(waiting) - len(refused), refused


def unwritten(store: Store, week: Week, revision: int) -> list[str]:
    """The addresses of the ministry's list that were not written to about this release."""
    written = {row["recipient"] for row in sent(store, week, revision)}
    return [address for address in mailing_lists.recipients(store, MINISTRY) if address not in written]


def sent(store: Store, week: Week, revision: int) -> list[Row]:
    """The letters about a release that the mail server took: recipient, sent_at."""
    return store.query("release_letters", week=week.monday, revision=revision)


def warn(store: Store, outbox: Outbox, week: Week, sentence: str, *, now: datetime) -> None:
    """Tell the Ordre's list that the week could not be published, and why. Raises MailDown."""
    addresses = mailing_lists.recipients(store, ORDRE)
    if not addresses:
        return
    with outbox:
        for address in addresses:
            letter = letters.release_could_not(address, week, sentence, settings.load().base_url)
            try:
                outbox.send(letter, now)
            except AddressRefused:
                continue

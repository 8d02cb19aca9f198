"""Many writers at once for a while: how many of their writes were kept."""

import os
import threading
import time
from collections.abc import Callable
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import duckdb

PHARMACIES = 128
# One in this many declarations comes twice at once: a double click, two tablets of one counter.
SAME_AT_ONCE = 10
# `write(pharmacy, chance)`: one declaration, durable when it returns.
Write = Callable[[int, Random], None]


def storm(write: Write, at_once: int, seconds: float) -> tuple[int, int]:
    """How many writes were kept, and refused, by `at_once` threads in `seconds`."""
    end, kept, refused = time.monotonic() + seconds, [0] * at_once, [0] * at_once

    def writer(mine: int) -> None:
        chance = Random(mine)
        over = False
        while not over:
            shared = chance.randrange(SAME_AT_ONCE) == 0
            # A pharmacy of its own, or one that every writer may be sending for.
            who = 0 if shared else 1 + mine + at_once * chance.randrange((PHARMACIES - 1) // at_once - 1)
            try:
                write(who, chance)
                kept[mine] += 1
            except duckdb.TransactionException:
                refused[mine] += 1
            over = time.monotonic() >= end

    threads = [threading.Thread(target=writer, args=(mine,)) for mine in range(at_once)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(kept), sum(refused)


def fsyncs(seconds: float) -> float:
    """Writes of 4 kB a second that the disk said it has, one after the other."""
    with TemporaryDirectory() as folder, (Path(folder) / "log").open("ab", buffering=0) as log:
        end, done = time.monotonic() + seconds, 0
        while time.monotonic() < end:
            log.write(b"x" * 4096)
            os.fsync(log.fileno())
            done += 1
    return done / seconds

"""What every client of a Python task queue measures, and how it writes that down.

A module of a queue says how a job is submitted and how its result is awaited; `main` does the rest:

    python3 -m celery_peer work
    python3 -m celery_peer measure SUBMIT_COUNT LIFE_COUNT OUTPUT

The output has a line a value, in milliseconds: `submit 0.41`, `life 3.2`.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable
from typing import Any

#: The same job as for every other queue: a text of 300 bytes.
JOB = "x" * 300

#: Where the queue keeps its jobs: a socket of redis, or a file.
STORE = os.environ["PEER_STORE"]

Submit = Callable[[str], Any]
Wait = Callable[[Any], None]


def _milliseconds(action: Callable[[], Any]) -> tuple[float, Any]:
    start = time.perf_counter()
    result = action()
    return (time.perf_counter() - start) * 1000, result


def _lives(submit: Submit, wait: Wait, count: int) -> list[float]:
    times = []
    for _ in range(count):
        span, _ = _milliseconds(lambda: wait(submit(JOB)))
        times.append(span)
        # The end of a job and its tidying are no part of the next one.
        time.sleep(0.005)
    return times


def _submits(submit: Submit, wait: Wait, count: int) -> list[float]:
    times, last = [], None
    for _ in range(count):
        span, last = _milliseconds(lambda: submit(JOB))
        times.append(span)
    if last is not None:
        wait(last)
    return times


def main(work: Callable[[], None], submit: Submit, wait: Wait) -> None:
    """Does what the command line asks for: works until it is ended, or measures."""
    if sys.argv[1] == "work":
        work()
        return
    submit_count, life_count, output = int(sys.argv[2]), int(sys.argv[3]), sys.argv[4]
    # The worker may be starting yet, and its first jobs load what the others need.
    _lives(submit, wait, 5)
    lives = _lives(submit, wait, life_count)
    submits = _submits(submit, wait, submit_count)
    with open(output, "w", encoding="ascii") as file:
        for value in submits:
            file.write(f"submit {value:.6f}\n")
        for value in lives:
            file.write(f"life {value:.6f}\n")

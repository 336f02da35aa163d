"""huey on SQLite that is synced at each commit: one worker thread that looks every millisecond."""

from __future__ import annotations

import huey
import huey.api
import huey.consumer

import peer_client

queue = huey.SqliteHuey(filename=peer_client.STORE, fsync=True)


@queue.task(name="nothing")
def nothing(payload: str) -> int:
    """Does nothing."""
    return len(payload)


def work() -> None:
    """Works until it is ended."""
    consumer = queue.create_consumer(
        workers=1, periodic=False, initial_delay=0.001, max_delay=0.001, worker_type="thread"
    )
    consumer.run()


def wait(result: huey.api.Result) -> None:
    """Waits for the result of a job."""
    result.get(blocking=True, timeout=30, backoff=1.0, max_delay=0.001)


if __name__ == "__main__":
    peer_client.main(work, nothing, wait)

"""Celery over redis: one worker with one process, results kept in redis as well."""

from __future__ import annotations

import celery

import peer_client

app = celery.Celery(
    "celery_peer",
    broker=f"redis+socket://{peer_client.STORE}",
    backend=f"redis+socket://{peer_client.STORE}",
)
app.conf.update(task_ignore_result=False, broker_connection_retry_on_startup=True)


@app.task(name="nothing")
def nothing(payload: str) -> int:
    """Does nothing."""
    return len(payload)


def work() -> None:
    """Works until it is ended."""
    app.worker_main(
        [
            "worker",
            "--concurrency=1",
            "--loglevel=ERROR",
            "--without-gossip",
            "--without-mingle",
            "--without-heartbeat",
        ]
    )


def wait(result: celery.result.AsyncResult) -> None:
    """Waits for the result of a job."""
    result.get(timeout=30)


if __name__ == "__main__":
    peer_client.main(work, nothing.delay, wait)

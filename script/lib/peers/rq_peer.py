"""RQ over redis: one worker, which forks for each job as it does by itself."""

from __future__ import annotations

import time

import redis
import rq
import rq.job

import peer_client
import rq_peer_tasks

connection = redis.Redis(unix_socket_path=peer_client.STORE)
queue = rq.Queue(connection=connection)


def work() -> None:
    """Works until it is ended."""
    rq.Worker([queue], connection=connection).work(logging_level="ERROR")


def submit(payload: str) -> rq.job.Job:
    """Submits a job."""
    return queue.enqueue(rq_peer_tasks.nothing, payload)


def wait(job: rq.job.Job) -> None:
    """Waits for the end of a job: RQ has only its status to look at."""
    deadline = time.monotonic() + 30
    while not job.is_finished:
        if time.monotonic() > deadline:
            raise TimeoutError(f"job {job.id} has not finished in 30 s")
        time.sleep(0.001)


if __name__ == "__main__":
    peer_client.main(work, submit, wait)

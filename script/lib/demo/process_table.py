"""What the process table says of one instance of Lanekeeper: its workers and the runs in them.

usage: python3 process_table.py STATE_FOLDER
Prints a line for each living process of the instance: its pid, then what it is.
"""

import os
import sys


def pids():
    """Every process number there is now, in order."""
    return sorted(int(name) for name in os.listdir("/proc") if name.isdigit())


def start_ticks(pid):
    """When the process started, in ticks since boot; None if it is gone or a zombie."""
    try:
        with open(f"/proc/{pid}/stat", encoding="utf-8", errors="replace") as file:
            # The name stands in parentheses and may hold blanks and parentheses itself.
            fields = file.read().rpartition(")")[2].split()
    except OSError:
        return None
    return None if fields[0] in "ZX" else int(fields[19])


def environment(pid):
    """The environment the process was started with; empty if it cannot be read."""
    return dict(
        entry.split("=", 1) for entry in strings(f"/proc/{pid}/environ") if "=" in entry
    )


def arguments(pid):
    """The command line of the process; empty if it cannot be read."""
    return strings(f"/proc/{pid}/cmdline")


def strings(path):
    """The strings of a file that ends each with a zero byte; empty if it cannot be read."""
    try:
        with open(path, "rb") as file:
            text = file.read().decode("utf-8", "replace")
    except OSError:
        return []
    return text.split("\0")[:-1]


def living_runs(state):
    """The living processes of runs: dictionaries with pid, start_ticks, mission and run."""
    found = []
    for pid in pids():
        entries = environment(pid)
        ticks = start_ticks(pid)
        if ticks is None or not entries.get("LANE_WORKSPACE", "").startswith(f"{state}/"):
            continue
        found.append(
            {
                "pid": pid,
                "start_ticks": ticks,
                "mission": entries.get("LANE_MISSION_ID", ""),
                "run": entries.get("LANE_RUN_ID", ""),
            }
        )
    return found


def living_workers(state):
    """The pids of lane workers whose lane folder lies in the state folder."""
    return [
        pid
        for pid in pids()
        if any(word.startswith(f"{state}/lanes/") for word in arguments(pid))
        and "--generation" in arguments(pid)
        and start_ticks(pid) is not None
    ]


if __name__ == "__main__":
    for worker in living_workers(sys.argv[1]):
        print(worker, "worker")
    for process in living_runs(sys.argv[1]):
        print(process["pid"], f"run {process['run']}")

"""Appends a mark of a run to a file: that it has begun, or that it has reached its end.

usage: python3 mark.py start|end FILE PID
Called by the missions of script/demo with the pid of their shell. At its start a run also looks
for living processes of other runs of its mission: there must be none.
"""

import json
import os
import sys
import time

import process_table


def others(mission, run):
    """The pids of living processes of other runs of the mission."""
    found = []
    for pid in process_table.pids():
        entries = process_table.environment(pid)
        if entries.get("LANE_MISSION_ID") != mission or entries.get("LANE_RUN_ID") == run:
            continue
        if process_table.start_ticks(pid) is not None:
            found.append(pid)
    return found


def main():
    kind, path, pid = sys.argv[1], sys.argv[2], int(sys.argv[3])
    mission, run = os.environ["LANE_MISSION_ID"], os.environ["LANE_RUN_ID"]
    mark = {
        "mark": kind,
        "mission": mission,
        "run": run,
        "fence": int(os.environ["LANE_FENCE"]),
        "pid": pid,
        "start_ticks": process_table.start_ticks(pid),
        "at_ns": time.clock_gettime_ns(time.CLOCK_BOOTTIME),
        "others": others(mission, run),
    }
    # One write to a file opened for appending: marks of runs side by side do not mix.
    file = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    os.write(file, (json.dumps(mark, sort_keys=True) + "\n").encode())
    os.close(file)


main()

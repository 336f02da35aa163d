"""Counts what became of missions, from three sources that do not know of each other.

usage: python3 count.py --acknowledged FILE --missions FILE --marks FILE
                        (--state FOLDER | --living FILE)

  --acknowledged  the ids that the supervisor acknowledged, one a line
  --missions      what the ledger says: `lanectl mission show -o json`, one mission a line
  --marks         what the runs themselves say: the lines of mark.py
  --state         look for living processes of this instance in the process table
  --living        take them from a file instead: lines of {"pid", "start_ticks", "mission", "run"}

lost        acknowledged and absent, or not terminal, or completed though the run whose result was
            accepted never reached its end
duplicated  two runs of one mission alive at once, or two accepted results
orphaned    a living process of a run whose attempt is over

Prints a table and, last, `N completed, 0 lost, 0 duplicated, 0 orphaned`; each fault is a line on
stderr. Exits 1 unless every acknowledged mission completed and every other figure is 0.
"""

import argparse
import json
import sys
from datetime import datetime

import process_table

TERMINAL = ("completed", "failed", "cancelled", "timed_out")


def lines(path):
    """The lines of a file of JSON objects; one that is cut or no object is a fault by itself."""
    with open(path, encoding="utf-8") as file:
        return [json.loads(line) for line in file if line.strip()]


def accepted(mission):
    """The attempts whose result made the mission `completed`."""
    return [a for a in mission["attempts"] if a.get("outcome") == "completed"]


def count_lost(acknowledged, missions, marks):
    """Faults by mission that was acknowledged and did not get what was promised."""
    ends = {(m["mission"], m["run"], m["fence"]) for m in marks if m["mark"] == "end"}
    faults = {}
    for name in acknowledged:
        mission = missions.get(name)
        if mission is None:
            faults[name] = "acknowledged, and the ledger does not know it"
        elif mission["status"] not in TERMINAL:
            faults[name] = f"not terminal: {mission['status']}"
        elif mission["status"] == "completed":
            runs = [(name, a["run_id"], a["fence"]) for a in accepted(mission)]
            if not any(run in ends for run in runs):
                faults[name] = "completed, and its run has not marked its end"
    return faults


def count_duplicated(missions, marks):
    """Faults by mission that ran twice at once or was accepted twice."""
    faults = {}
    for mark in marks:
        if mark["others"]:
            pids = ", ".join(str(pid) for pid in mark["others"])
            faults[mark["mission"]] = f"run {mark['run']} met another of it alive: pid {pids}"
    for name, mission in missions.items():
        if len(accepted(mission)) > 1:
            faults[name] = f"{len(accepted(mission))} results were accepted"
    for name, runs in intervals(marks).items():
        for (before, _, end), (after, start, _) in zip(runs, runs[1:]):
            if end is not None and start < end:
                faults[name] = f"run {after} began before run {before} ended"
    for mark in marks:
        twins = [m for m in marks if (m["mark"], m["run"]) == (mark["mark"], mark["run"])]
        if len(twins) > 1:
            faults[mark["mission"]] = f"run {mark['run']} marked its {mark['mark']} twice"
    return faults


def intervals(marks):
    """By mission, its runs as (run, start, end or None) in the order of their starts."""
    ends = {m["run"]: m["at_ns"] for m in marks if m["mark"] == "end"}
    found = {}
    for mark in sorted(marks, key=lambda m: m["at_ns"]):
        if mark["mark"] == "start":
            run = (mark["run"], mark["at_ns"], ends.get(mark["run"]))
            found.setdefault(mark["mission"], []).append(run)
    return found


def count_orphaned(missions, marks, living):
    """Faults by living process whose attempt is over."""
    over = {
        a["run_id"] for m in missions.values() for a in m["attempts"] if a.get("outcome")
    }
    known = {a["run_id"] for m in missions.values() for a in m["attempts"]}
    faults = {}
    for process in living:
        if process["run"] in over or process["run"] not in known:
            faults[process["pid"]] = f"alive, and run {process['run']} is over"
    # A process that hid its environment is still the one that made the mark.
    for mark in marks:
        alive = mark["start_ticks"] is not None and (
            process_table.start_ticks(mark["pid"]) == mark["start_ticks"]
        )
        if alive and mark["run"] in over:
            faults[mark["pid"]] = f"alive, and run {mark['run']} is over"
    return faults


def seconds(first, last):
    """The time between two instants of the ledger."""
    if first is None or last is None:
        return 0.0
    start, end = (datetime.fromisoformat(t.replace("Z", "+00:00")) for t in (first, last))
    return (end - start).total_seconds()


def row(mission):
    """One line of the table: waited until its first start, ran in all of its attempts."""
    attempts = mission["attempts"]
    started = next((a["started_at"] for a in attempts if a.get("started_at")), None)
    ran = sum(seconds(a.get("started_at"), a.get("ended_at")) for a in attempts)
    return (
        mission["labels"].get("what", mission["mission_id"]),
        mission["class"],
        mission["assigned_vp_id"],
        str(len(attempts)),
        f"{seconds(mission['created_at'], started):.2f} s",
        f"{ran:.2f} s",
        mission["status"],
        mission.get("summary") or "",
    )


def print_table(missions):
    """All missions in the order in which they were acknowledged."""
    heads = ("MISSION", "CLASS", "LANE", "TRIES", "WAITED", "RAN", "OUTCOME", "ANSWER")
    rows = [heads] + [row(m) for m in missions]
    widths = [max(len(r[column]) for r in rows) for column in range(len(heads))]
    numbers = (3, 4, 5)
    for cells in rows:
        padded = [
            cell.rjust(width) if column in numbers else cell.ljust(width)
            for column, (cell, width) in enumerate(zip(cells, widths))
        ]
        print("  ".join(padded).rstrip())


def main():
    parser = argparse.ArgumentParser(allow_abbrev=False)
    parser.add_argument("--acknowledged", required=True)
    parser.add_argument("--missions", required=True)
    parser.add_argument("--marks", required=True)
    source = parser.add_mutually_exclusive_group(required=True)
    source.add_argument("--state")
    source.add_argument("--living")
    options = parser.parse_args()

    with open(options.acknowledged, encoding="utf-8") as file:
        acknowledged = file.read().split()
    missions = {m["mission_id"]: m for m in lines(options.missions)}
    marks = lines(options.marks)
    living = (
        lines(options.living) if options.living else process_table.living_runs(options.state)
    )

    lost = count_lost(acknowledged, missions, marks)
    duplicated = count_duplicated(missions, marks)
    orphaned = count_orphaned(missions, marks, living)
    completed = [
        name
        for name in acknowledged
        if name in missions and missions[name]["status"] == "completed" and name not in lost
    ]
    faults = (("lost", lost), ("duplicated", duplicated), ("orphaned", orphaned))
    for kind, found in faults:
        for name, why in found.items():
            print(f"{kind}: {name}: {why}", file=sys.stderr)
    for name in acknowledged:
        if name not in completed and name not in lost:
            print(f"not completed: {name}: {missions[name]['status']}", file=sys.stderr)

    print_table([missions[name] for name in acknowledged if name in missions])
    print()
    print(
        f"{len(completed)} completed, {len(lost)} lost, {len(duplicated)} duplicated,"
        f" {len(orphaned)} orphaned"
    )
    is_right = len(completed) == len(acknowledged) > 0 and not any(f for _, f in faults)
    sys.exit(0 if is_right else 1)


main()

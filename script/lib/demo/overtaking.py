"""Says how many missions of lower classes one mission has overtaken, by what the ledger says.

usage: python3 overtaking.py MISSION <FILE
FILE has the missions of one lane, `lanectl mission show -o json`, one a line. Those that waited
when MISSION was acknowledged must all have been sent to the lane after it. Exits 1 if one was not,
or if none waited.
"""

import json
import sys

RANKS = {"interactive": 0, "deadline": 1, "background": 2}


def main():
    missions = [json.loads(line) for line in sys.stdin]
    subject = next(m for m in missions if m["mission_id"] == sys.argv[1])
    sent_at = subject["attempts"][0]["dispatched_at"]
    waiting = [
        m
        for m in missions
        if RANKS[m["class"]] > RANKS[subject["class"]]
        and m["created_at"] <= subject["created_at"]
        and (not m["attempts"] or m["attempts"][0]["dispatched_at"] > subject["created_at"])
    ]
    for other in waiting:
        if other["attempts"] and other["attempts"][0]["dispatched_at"] < sent_at:
            sys.exit(f"mission {other['mission_id']} was started before {subject['mission_id']}")
    if not waiting:
        sys.exit(f"no mission waited when {subject['mission_id']} came")
    print(len(waiting))


main()

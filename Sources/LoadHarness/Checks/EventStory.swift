import DataStructures
import Protocol

/// What the stream tells of each mission and each run.
struct EventStory {
    /// Terminal events by mission.
    private(set) var ends = LookupTable<MissionID, [EventRecord]>()
    /// Missions of which it is told that they were queued.
    private(set) var isQueued = LookupTable<MissionID, Bool>()
    /// Events that a run was dispatched, by run.
    private(set) var starts = LookupTable<RunID, [EventRecord]>()
    /// Events that a run is over, by run.
    private(set) var runEnds = LookupTable<RunID, [EventRecord]>()

    init(_ events: [EventRecord]) {
        for event in events {
            if let mission = event.missionID {
                if event.finalStatus != nil { ends[mission, default: []].append(event) }
                if event.type == .missionQueued { isQueued[mission] = true }
            }
            if event.type == .missionDispatched, let run = event.runID {
                starts[run, default: []].append(event)
            }
            if let run = event.endedRun { runEnds[run, default: []].append(event) }
        }
    }
}

import DataStructures
import Protocol
import System

/// What a run's processes find in their environment: nothing of the worker's own.
///
/// Source: `docs/runtimes.md`, "Environment".
enum RunEnvironment {
    /// The descriptor on which a runtime reports.
    static let reportDescriptor: Int32 = 3

    /// The whole environment, each entry `NAME=value`, in a fixed order.
    ///
    /// The profile's entries come last and may replace `PATH`, `HOME` and the like, but never what
    /// names the run: by that its processes are found.
    ///
    /// - Parameters:
    ///   - order: What is run.
    ///   - vpID: The lane.
    ///   - folders: The lane's folders.
    /// - Returns: Each name once.
    static func entries(
        for order: LaunchOrder,
        on vpID: LaneID,
        in folders: LaneFolders
    ) -> [String] {
        var values = names(of: order, on: vpID, in: folders)
        values += surroundings(of: order, in: folders)
        for (name, value) in order.profile.environment where !name.hasPrefix("LANE_") {
            values.removeAll { $0.name == name }
            values.append(Entry(name, value))
        }
        return values.map { "\($0.name)=\($0.value)" }
    }

    private struct Entry {
        let name: String
        let value: String

        init(_ name: String, _ value: String) {
            self.name = name
            self.value = value
        }
    }

    private static func names(
        of order: LaunchOrder,
        on vpID: LaneID,
        in folders: LaneFolders
    ) -> [Entry] {
        let folder = folders.run(order.runID)
        var entries = [
            Entry("LANE_ID", vpID.rawValue),
            Entry("LANE_MISSION_ID", order.envelope.missionID?.rawValue ?? ""),
            Entry(RunTree.environmentKey, order.runID.rawValue),
            Entry("LANE_ATTEMPT", "\(order.attemptNumber)"),
            Entry("LANE_FENCE", "\(order.fence)"),
            Entry("LANE_SESSION_ID", order.sessionID.rawValue),
            Entry("LANE_CLASS", order.envelope.missionClass.rawValue),
            Entry("LANE_WORKSPACE", folders.workspace(of: order)),
            Entry("LANE_OBJECTIVE_FILE", folder.objectiveFile),
            Entry("LANE_RESULT_FILE", folder.resultFile),
            Entry("LANE_REPORT_FD", "\(reportDescriptor)"),
        ]
        if order.envelope.isCopy { entries.append(Entry("LANE_SHADOW", "1")) }
        if let phase = order.resumePhase { entries.append(Entry("LANE_PHASE", phase)) }
        if let trace = order.envelope.traceparent { entries.append(Entry("TRACEPARENT", trace)) }
        return entries
    }

    private static func surroundings(
        of order: LaunchOrder,
        in folders: LaneFolders
    ) -> [Entry] {
        [
            Entry("PATH", order.profile.path),
            Entry("HOME", folders.home),
            Entry("TMPDIR", folders.temporary),
            Entry("LANG", "C.UTF-8"),
            Entry("TZ", "UTC"),
            Entry("NO_COLOR", "1"),
            Entry("TERM", "dumb"),
        ]
    }
}

import Protocol
import System

/// What the runs of a lane hear of their provider: a script of `fake-runtime` in a file that each
/// of them includes as its first act, if it is there.
enum StormFile {
    /// The path as a script names it, for whichever lane it runs on.
    static func included(in folder: String) -> String { "\(folder)/storm-$LANE_ID" }

    /// The path for one lane.
    static func path(in folder: String, _ lane: LaneID) -> String { "\(folder)/storm-\(lane)" }

    /// What a run does whose provider says that it must wait (429).
    static let throttled = "limit rate_limited rejected retry_after=0.2\nexit 75\n"

    /// What a run does whose provider says that the entitlement is used up.
    static func exhausted(until reset: WallTime) -> String {
        "limit usage_window rejected window=five_hour reset_at=\(reset)\nexit 75\n"
    }

    /// Lets runs of lanes that start from now on hear `script`.
    ///
    /// Each file is there whole or not at all. Nothing is synced: a storm need not survive the
    /// machine.
    ///
    /// - Throws: `SystemError`; some lanes may hear it.
    static func write(
        _ script: String,
        in folder: String,
        _ lanes: [LaneID]
    ) throws(SystemError) {
        for lane in lanes {
            let path = path(in: folder, lane)
            try Files.remove("\(path).new")
            let file = try AppendFile(path: "\(path).new", mode: 0o600, byteCountMax: .max)
            try file.append(Array(script.utf8)[...])
            try Files.rename("\(path).new", to: path)
        }
    }

    /// Lets runs of lanes hear nothing any more.
    ///
    /// - Throws: `SystemError`; some lanes may hear it still.
    static func remove(in folder: String, _ lanes: [LaneID]) throws(SystemError) {
        for lane in lanes { try Files.remove(path(in: folder, lane)) }
    }
}

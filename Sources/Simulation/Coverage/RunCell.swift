import LaneCore
import Protocol

/// The cells of `RunMachine`.
enum RunCell {
    /// What happens to it.
    enum Event: Int, CaseIterable {
        case launched
        case launchFailed
        case outputReceived
        case reported
        case leaderExited
        case checkExited
        case treeSurveyed
        case treeGone
        case stopped
    }

    static let eventNames = Event.allCases.map { "\($0)" }
    static let stateNames = ["starting", "executing", "checking", "ending"]

    /// The run that an event of the worker is about, and its cell.
    static func event(_ event: LaneCore.Event) -> (RunID, Event)? {
        switch event {
        case .launched(let run, _): (run, .launched)
        case .launchFailed(let run, _): (run, .launchFailed)
        case .outputReceived(let run, _, _): (run, .outputReceived)
        case .reported(let run, _): (run, .reported)
        case .leaderExited(let run, _, _): (run, .leaderExited)
        case .checkExited(let run, _, _): (run, .checkExited)
        case .treeSurveyed(let run, _): (run, .treeSurveyed)
        case .treeGone(let run): (run, .treeGone)
        case .commandReceived(_, .cancelMission(let run, _, _, _)): (run, .stopped)
        case .commandReceived, .connectionClosed, .checkLaunchFailed, .outboxWritten,
            .outboxWriteFailed, .terminationRequested, .tick:
            nil
        }
    }
}

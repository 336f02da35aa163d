import ControlPlane
import DataStructures
import Protocol

/// No copy outlasts what it is for: at the end of a turn none waits and none goes on on a lane that
/// takes no copies any more, nor one whose mission was cancelled.
struct CopyLaneChecker: Checker {
    static let rule = "copies end with what they are for"

    private var board = CopyBoard()

    mutating func observe(_ observation: Observation, _ ledger: SimulatedLedger) -> String? {
        board.observe(observation)
        guard case .committed(let writes) = observation else { return nil }
        board.begin()
        for write in writes { board.apply(write) }
        for (id, copy) in board.copies where copy.run == nil || copy.intent == nil {
            if board.isCancelled(copy.original) {
                return "copy \(id) goes on though mission \(copy.original) was cancelled"
            }
            if board.isStopped { return "copy \(id) goes on though all work is stopped" }
            guard board.isSettled, board.lanes[copy.lane].map(board.keepsCopies) != true else {
                continue
            }
            return "copy \(id) goes on though lane \(copy.lane) takes no copies any more"
        }
        return nil
    }
}

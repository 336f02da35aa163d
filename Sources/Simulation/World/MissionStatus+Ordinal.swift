import Protocol

extension MissionStatus {
    /// A small number for the trace hash and the tables of cells.
    var ordinal: Int {
        switch self {
        case .queued: 0
        case .running: 1
        case .blocked: 2
        case .completed: 3
        case .failed: 4
        case .cancelled: 5
        case .timedOut: 6
        }
    }
}

extension FaultKind {
    /// True for what is begun and ended, and not over at once.
    var lasts: Bool {
        switch self {
        case .stopWorker, .stopSupervisor, .fillDisk, .limitDescriptors, .slowReader, .drainLane,
            .rerouteLane, .exhaustPool, .throttlePool:
            true
        case .killWorker, .terminateWorker, .killSupervisor, .terminateSupervisor, .killBoth,
            .killRun, .removeSocket:
            false
        }
    }

    /// True for what is done to a pool.
    var needsPool: Bool { self == .exhaustPool || self == .throttlePool }

    /// True for what needs another lane.
    var needsOtherLane: Bool { self == .rerouteLane }
}

extension FaultKind {
    /// What a fault strikes.
    enum Reach: String, CaseIterable, Sendable {
        /// Who talks to the supervisor; missions do not feel it.
        case clients
        case run
        case lane
        case pool
        /// Everything.
        case instance
    }

    /// What it strikes, at most.
    var reach: Reach {
        switch self {
        case .removeSocket, .slowReader: .clients
        case .killRun: .run
        case .killWorker, .terminateWorker, .stopWorker, .drainLane, .rerouteLane: .lane
        case .exhaustPool, .throttlePool: .pool
        case .killSupervisor, .terminateSupervisor, .stopSupervisor, .killBoth, .fillDisk,
            .limitDescriptors:
            .instance
        }
    }

    /// Its name for people: `kill worker`.
    var title: String { rawValue.split(separator: "_").joined(separator: " ") }
}

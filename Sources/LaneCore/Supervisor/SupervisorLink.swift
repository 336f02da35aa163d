import Protocol

/// Which connection speaks for the supervisor.
///
/// There is at most one. A newer hello of the same epoch replaces it (the supervisor connected
/// again), one of a higher epoch replaces it for good: a lower epoch is never listened to again.
struct SupervisorLink: Equatable {
    /// Whether somebody is there.
    enum State: Equatable {
        /// Nobody. Leaves to: supervised (a hello was accepted).
        case unsupervised(since: MonotonicTime)
        /// This connection said an acceptable hello. Leaves to: unsupervised (it was closed),
        /// supervised (by another connection).
        case supervised(LaneCore.ConnectionID)
    }

    /// What a hello gets.
    enum Answer: Equatable {
        /// It speaks for the supervisor from here on; the connection it replaces must be closed.
        case accepted(protocolVersion: Int, replaced: LaneCore.ConnectionID?)
        /// It does not, and its connection must be closed.
        case refused(String)
    }

    /// Whether somebody is there.
    private(set) var state: State
    /// The highest epoch that said an acceptable hello.
    private(set) var epoch = Epoch(0)

    /// Starts without a supervisor.
    init(at now: MonotonicTime) {
        state = .unsupervised(since: now)
    }

    /// The connection that speaks for the supervisor.
    var connection: LaneCore.ConnectionID? {
        switch state {
        case .unsupervised: nil
        case .supervised(let connection): connection
        }
    }

    /// Since when nobody is there; nil if somebody is.
    var unsupervisedSince: MonotonicTime? {
        switch state {
        case .unsupervised(let since): since
        case .supervised: nil
        }
    }

    /// Answers a hello.
    mutating func greet(
        _ hello: LaneHello,
        from connection: LaneCore.ConnectionID,
        identity: LaneCore.Configuration
    ) -> Answer {
        guard self.connection != connection else { return .refused("hello was said already") }
        guard hello.vpID == identity.vpID else {
            return .refused("this is lane \(identity.vpID), not \(hello.vpID)")
        }
        guard hello.generation == identity.generation else {
            return .refused("this is generation \(identity.generation), not \(hello.generation)")
        }
        guard hello.epoch >= epoch else {
            return .refused("epoch \(hello.epoch) is older than \(epoch)")
        }
        guard let version = ProtocolRange.supported.negotiated(with: hello.protocolRange) else {
            return .refused(
                "protocol \(hello.protocolRange.oldest) to \(hello.protocolRange.newest) does not"
                    + " meet \(ProtocolRange.supported.oldest) to \(ProtocolRange.supported.newest)"
            )
        }
        let replaced = self.connection
        epoch = hello.epoch
        state = .supervised(connection)
        return .accepted(protocolVersion: version, replaced: replaced)
    }

    /// A connection is gone; true if it spoke for the supervisor.
    mutating func closed(_ connection: LaneCore.ConnectionID, at now: MonotonicTime) -> Bool {
        guard self.connection == connection else { return false }
        state = .unsupervised(since: now)
        return true
    }
}

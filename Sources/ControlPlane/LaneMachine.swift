public import Protocol

/// Whether a lane takes and starts work: an operator's pause and drain, and a restart.
///
///     open --drainRequested--> draining --emptied--> drained
///       ^                         |                     |
///       +------ undrained --------+---------------------+
public struct LaneMachine: Equatable, Sendable {
    /// What the lane does with work.
    public enum State: Equatable, Sendable {
        /// Takes work. Leaves to: draining.
        case open
        /// Takes none; what runs may end until `deadline`, then it is interrupted. Leaves to:
        /// drained (nothing is left), open (undrained).
        case draining(deadline: MonotonicTime)
        /// Nothing is left of it. Leaves to: open (undrained).
        case drained
    }

    /// The current state.
    public private(set) var state: State
    /// True while an operator's pause stands.
    public private(set) var isPaused: Bool
    /// True from the wish for a new worker to the old one's end.
    public private(set) var isRestarting = false

    /// Creates a machine as the ledger has it.
    public init(state: State, isPaused: Bool) {
        self.state = state
        self.isPaused = isPaused
    }

    /// True if new runs may start.
    public var startsWork: Bool {
        state == .open && !isPaused && !isRestarting
    }

    /// True if a worker should exist.
    public var wantsWorker: Bool {
        switch state {
        case .open: true
        case .draining, .drained: false
        }
    }

    /// True if the worker should go once it runs nothing.
    public var wantsWorkerToLeave: Bool {
        !wantsWorker || isRestarting
    }

    /// The admission as it is shown and stored.
    public var admission: Admission {
        switch state {
        case .open: .open
        case .draining: .draining
        case .drained: .drained
        }
    }

    /// Takes no more work.
    ///
    /// A second request only moves the deadline.
    ///
    /// - Returns: False if the lane was draining or drained already.
    public mutating func drainRequested(deadline: MonotonicTime) -> Bool {
        switch state {
        case .open:
            state = .draining(deadline: deadline)
            return true
        case .draining:
            state = .draining(deadline: deadline)
            return false
        case .drained:
            return false
        }
    }

    /// Worker, trees and outbox are gone.
    ///
    /// - Returns: True if the drain is over by that.
    public mutating func emptied() -> Bool {
        switch state {
        case .draining:
            state = .drained
            return true
        case .open, .drained:
            return false
        }
    }

    /// Takes work again.
    ///
    /// - Returns: False if it did already.
    public mutating func undrained() -> Bool {
        switch state {
        case .draining, .drained:
            state = .open
            return true
        case .open:
            return false
        }
    }

    /// An operator's pause begins or ends.
    ///
    /// - Returns: False if it was so already.
    public mutating func setPaused(_ isPaused: Bool) -> Bool {
        let isChanged = self.isPaused != isPaused
        self.isPaused = isPaused
        return isChanged
    }

    /// A new worker is wanted.
    public mutating func restartRequested() {
        isRestarting = true
    }

    /// The old worker is gone.
    public mutating func workerLost() {
        isRestarting = false
    }
}

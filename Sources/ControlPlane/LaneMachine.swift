public import Protocol

/// Whether a lane takes and starts work: an operator's pause and drain, and a restart.
///
///     open --drainRequested, retired--> draining --emptied--> drained
///       ^                                  |                     |
///       +------- undrained, returned ------+---------------------+
///
/// A drain that only followed from the lane's removal from the configuration ends when it returns;
/// one that an operator asked for, before or meanwhile, stands until an operator ends it.
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
    /// True while an operator's drain stands, whatever else drains the lane.
    public private(set) var isDrainOrdered: Bool
    /// True from the wish for a new worker to the old one's end.
    public private(set) var isRestarting = false

    /// Creates a machine as the ledger has it.
    ///
    /// - Parameters:
    ///   - state: Whether it takes work.
    ///   - isPaused: Whether an operator's pause stands.
    ///   - isDrainOrdered: Whether an operator's drain stands; nil if any drain is an operator's.
    public init(state: State, isPaused: Bool, isDrainOrdered: Bool? = nil) {
        self.state = state
        self.isPaused = isPaused
        self.isDrainOrdered = isDrainOrdered ?? (state != .open)
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

    /// Takes no more work, because an operator says so.
    ///
    /// A drain that is under way keeps its deadline, unless the operator gives another one.
    ///
    /// - Parameters:
    ///   - deadline: When what runs is interrupted.
    ///   - isGiven: True if the operator gave it; false if it is the lane's own.
    /// - Returns: False if that changes nothing.
    public mutating func drainRequested(deadline: MonotonicTime, isGiven: Bool) -> Bool {
        let wasOrdered = isDrainOrdered
        isDrainOrdered = true
        switch state {
        case .open:
            state = .draining(deadline: deadline)
            return true
        case .draining(let standing):
            guard isGiven else { return !wasOrdered }
            state = .draining(deadline: deadline)
            return !wasOrdered || deadline != standing
        case .drained:
            return !wasOrdered
        }
    }

    /// Takes no more work, because it is not in the configuration any more.
    ///
    /// - Returns: False if it took none already; then the deadline is the one that stood.
    public mutating func retired(deadline: MonotonicTime) -> Bool {
        switch state {
        case .open:
            state = .draining(deadline: deadline)
            return true
        case .draining, .drained:
            return false
        }
    }

    /// Is in the configuration again: takes work, unless an operator's drain stands.
    ///
    /// - Returns: True if it takes work by that.
    public mutating func returned() -> Bool {
        isDrainOrdered ? false : undrained()
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

    /// Takes work again, because an operator says so.
    ///
    /// - Returns: False if it did already.
    public mutating func undrained() -> Bool {
        isDrainOrdered = false
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

import Protocol

@testable import ControlPlane

/// What one turn asked for.
struct Turn {
    let effects: [Effect]

    /// What goes into the ledger, in order.
    var writes: [LedgerWrite] {
        effects.compactMap { if case .write(let write) = $0 { write } else { nil } }
    }

    /// Everything else, in order.
    var deeds: [Effect] {
        effects.filter { if case .write = $0 { false } else { true } }
    }

    /// The events that were written, in order.
    var events: [EventRecord] {
        writes.compactMap { if case .appendEvent(let event) = $0 { event } else { nil } }
    }

    var eventTypes: [EventType] { events.map(\.type) }

    var savedLanes: [LaneRecord] {
        writes.compactMap { if case .saveLane(let record) = $0 { record } else { nil } }
    }

    /// The answers to clients that are complete already.
    var replies: [ControlReply] {
        effects.compactMap { if case .reply(_, _, let reply) = $0 { reply } else { nil } }
    }

    /// The questions that the ledger answers.
    var queries: [Query] {
        effects.compactMap { if case .answer(_, _, let query) = $0 { query } else { nil } }
    }

    var errors: [ControlError] {
        replies.compactMap { if case .error(let error) = $0 { error } else { nil } }
    }

    var changes: [Change] {
        replies.compactMap { if case .changed(let change) = $0 { change } else { nil } }
    }

    /// The commands to workers, in order.
    var commands: [LaneCommand] {
        effects.compactMap { if case .send(_, _, let command) = $0 { command } else { nil } }
    }

    /// The runs that are started, in order.
    var starts: [StartOrder] {
        effects.compactMap { if case .startRun(_, _, let order) = $0 { order } else { nil } }
    }

    var startedMissions: [MissionID] { starts.map(\.attempt.missionID) }
}

import Protocol
import System

/// What the supervisor writes to standard error: its own doings, and a line for every event.
final class EventLog {
    private let writer: LogWriter

    init(_ writer: LogWriter) {
        self.writer = writer
    }

    /// The descriptor to wait for when output waits.
    var descriptor: Int32 { writer.descriptor }
    var wantsWrite: Bool { writer.wantsWrite }

    func setMinimum(_ level: String) {
        if let level = LogLevel(rawValue: level) { writer.minimum = level }
    }

    func flush() { writer.flush() }

    func info(_ event: String, _ message: String) { write(.info, event, message) }
    func warning(_ event: String, _ message: String) { write(.warning, event, message) }
    func error(_ event: String, _ message: String) { write(.error, event, message) }

    private func write(_ level: LogLevel, _ event: String, _ message: String) {
        writer.write(level, event) { fields in fields.add("msg", message) }
    }

    /// Writes an event of the ledger: lanes and supervisor at `info`, what went wrong at `warning`,
    /// missions at `debug`.
    func write(_ event: EventRecord) {
        writer.write(Self.level(of: event), event.type.rawValue) { fields in
            fields.add("seq", event.sequence)
            fields.add("lane", event.vpID?.rawValue)
            fields.add("mission", event.missionID?.rawValue)
            fields.add("run", event.runID?.rawValue)
            fields.add("actor", event.actor)
            fields.add("reason", event.reason?.rawValue)
            // What a runtime says is its user's text, and is not for the log.
            if event.actor != "runtime" { fields.add("msg", event.summary) }
        }
    }

    private static func level(of event: EventRecord) -> LogLevel {
        switch event.type {
        case .laneParked, .sessionDegraded, .incidentOpened, .incidentCaptureFailed: .error
        case .sessionRecovering, .laneSuspected, .laneEjected, .laneExhausted, .laneTripped,
            .poolThrottled, .poolExhausted,
            .supervisorEstopped:
            .warning
        case .missionQueued, .missionHeld, .missionDispatched, .missionAccepted, .missionStarted,
            .missionProgress, .missionArtifact, .missionBlocked, .missionUnblocked,
            .missionRerouted, .missionFallback, .missionRetried, .missionDeferred,
            .missionInterrupted,
            .missionCrashed,
            .missionCompleted, .missionFailed, .missionCancelled, .missionTimedOut,
            .missionSLABreached, .missionShadowCompared:
            .debug
        case .sessionCreated, .sessionResumed, .sessionRecovered, .sessionPaused, .sessionRetired,
            .laneSpawned, .laneReady, .laneExited, .laneAdopted, .laneRestored, .laneDraining,
            .laneDrained, .laneOpened, .laneRerouted, .laneRolloutChanged, .laneFlushed,
            .laneReplenished, .poolCooling,
            .poolRecovered,
            .incidentClosed,
            .supervisorStarted, .supervisorAdopting,
            .supervisorReady, .supervisorStopping, .supervisorThawed:
            .info
        }
    }
}

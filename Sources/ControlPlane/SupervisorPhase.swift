/// How far the supervisor has come.
public enum SupervisorPhase: String, CaseIterable, Hashable, Sendable {
    /// Lanes are being adopted or started. Leaves to: ready, stopping.
    case starting
    /// Every lane has been adopted, started or given up once, or has waited longer than its
    /// `ready_deadline_ms` for something outside. Leaves to: stopping.
    case ready
    /// Intake is closed; runs and workers are being ended. Leaves to: stopped.
    case stopping
    /// Nothing is left to do.
    case stopped
}

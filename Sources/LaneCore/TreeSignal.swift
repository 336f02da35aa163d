extension LaneCore {
    /// What is sent to every process of a run.
    public enum TreeSignal: Equatable, Sendable {
        /// SIGTERM.
        case terminate
        /// SIGKILL.
        case kill
    }
}

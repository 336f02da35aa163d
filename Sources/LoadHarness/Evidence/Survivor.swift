import Protocol

/// A process of the instance that lives though nothing should.
struct Survivor: Equatable, Sendable {
    let process: ProcessIdentity
    /// The run that it names in its environment; nil for a worker too many.
    let runID: String?
    /// Its command line.
    let command: String
}

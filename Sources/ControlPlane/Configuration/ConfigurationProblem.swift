/// One thing that is wrong with a configuration.
public struct ConfigurationProblem: Equatable, Sendable, CustomStringConvertible {
    /// Where, for example `lanes.vp.coder.primary.slots`; empty for the file as a whole.
    public var path: String
    /// What is wrong there; never a value of an environment entry.
    public var what: String
    /// What is allowed there; empty when `what` says it all.
    public var allowed: String

    /// Describes a problem.
    public init(_ path: String, _ what: String, allowed: String = "") {
        self.path = path
        self.what = what
        self.allowed = allowed
    }

    /// One line: `path: what is wrong (what is allowed)`.
    public var description: String {
        let place = path.isEmpty ? "" : "\(path): "
        let clause = allowed.isEmpty ? "" : " (\(allowed))"
        return place + what + clause
    }
}

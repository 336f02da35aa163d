/// What is wrong with a message: a line that is not JSON, or a field that is not as it must be.
public struct ProtocolError: Error, Equatable, Sendable, CustomStringConvertible {
    /// `invalidJSON`, `invalidFrame`, `invalidField`, `unsupportedField`, `unknownMethod`,
    /// `frameTooLarge` or `protocolVersion`.
    public var reason: ReasonCode
    /// Where, for example `missions[2].budget.max_runtime_seconds`; empty for the message itself.
    public var path: String
    /// What was given, and what is allowed; one line.
    public var problem: String

    /// Describes a problem.
    public init(_ reason: ReasonCode, path: String = "", _ problem: String) {
        self.reason = reason
        self.path = path
        self.problem = problem
    }

    /// Path and problem in one line.
    public var description: String {
        path.isEmpty ? problem : "\(path): \(problem)"
    }

    /// The same problem, seen from inside the member `name` of the message.
    func relative(to name: String) -> ProtocolError {
        guard path.hasPrefix(name + ".") else { return self }
        return ProtocolError(reason, path: String(path.dropFirst(name.count + 1)), problem)
    }

    /// The same problem under another reason.
    func with(_ reason: ReasonCode) -> ProtocolError {
        ProtocolError(reason, path: path, problem)
    }
}

public import Protocol

extension Protocol.ExitStatus {
    /// The same in the words of the wire.
    public init(_ status: System.ExitStatus) {
        switch status {
        case .exited(let code): self = .code(code)
        case .signalled(let signal): self = .signal(signal.rawValue)
        case .unknown: self = .unknown
        }
    }
}

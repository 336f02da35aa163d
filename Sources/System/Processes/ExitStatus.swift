/// How a process ended.
public enum ExitStatus: Hashable, Sendable, CustomStringConvertible {
    /// It returned or called exit; the code is 0 to 255.
    case exited(code: Int32)
    /// A signal ended it.
    case signalled(Signal)
    /// It ended, but somebody else is or was its parent.
    case unknown

    /// `exit:0`, `signal:9` or `unknown`.
    public var description: String {
        switch self {
        case .exited(let code): "exit:\(code)"
        case .signalled(let signal): "signal:\(signal)"
        case .unknown: "unknown"
        }
    }
}

extension ExitStatus {
    /// The form used in sentences: `exit 3`, `signal 9`, `unknown`.
    public var text: String {
        switch self {
        case .code(let code): "exit \(code)"
        case .signal(let number): "signal \(number)"
        case .unknown: "unknown"
        }
    }
}

/// The error object of JSON-RPC: `code`, `message`, `data`.
extension ControlError: WireObject {
    static let fields: [WireName] = ["code", "data", "message"]

    init(from object: ObjectReader) throws(ProtocolError) {
        let data: ErrorData = try object.object("data")
        let code = try object.integer("code", Int32.min...Int32.max)
        self.init(
            ExitCode(rawValue: code) ?? Self.exitCode(forRPC: code),
            data.reason,
            try object.string("message", 0...1_048_576),
            object: data.object,
            hint: data.hint
        )
        retryAfterMilliseconds = data.retryAfterMilliseconds
    }

    func write(to object: inout ObjectWriter) {
        object.put("code", rpcCode)
        object.put("message", message)
        let data = ErrorData(
            reason: reason,
            object: self.object,
            hint: hint,
            retryAfterMilliseconds: retryAfterMilliseconds
        )
        object.put("data", data)
    }

    /// JSON-RPC's own codes where a request is malformed, else the exit code of `lanectl`.
    ///
    /// Source: JSON-RPC 2.0, section 5.1.
    var rpcCode: Int32 {
        switch reason {
        case .invalidJSON: -32_700
        case .invalidFrame, .frameTooLarge: -32_600
        case .unknownMethod: -32_601
        case .invalidField: -32_602
        default: code.rawValue
        }
    }

    private static func exitCode(forRPC code: Int32) -> ExitCode {
        (-32_700 ... -32_600).contains(code) ? .usage : .objectFailed
    }
}

extension ControlError {
    /// The refusal of a request that is not as it must be.
    ///
    /// `unsupported_field` is refused by policy (5), versions that do not meet are a conflict (6);
    /// everything else is the client's mistake (2).
    public init(_ error: ProtocolError) {
        let code: ExitCode =
            switch error.reason {
            case .unsupportedField: .refused
            case .protocolVersion: .conflict
            default: .usage
            }
        self.init(
            code,
            error.reason,
            error.description,
            object: error.path.isEmpty ? nil : error.path
        )
    }
}

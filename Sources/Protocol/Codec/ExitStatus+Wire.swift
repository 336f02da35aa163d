/// `{"code":3}`, `{"signal":9}`, or `{}` where the kernel does not say.
extension ExitStatus: WireObject {
    static let fields: [WireName] = ["code", "signal"]

    init(from object: ObjectReader) throws(ProtocolError) {
        if let code = try object.integerIfPresent("code", Int32(0)...255) {
            self = .code(code)
        } else if let signal = try object.integerIfPresent("signal", Int32(1)...64) {
            self = .signal(signal)
        } else {
            self = .unknown
        }
    }

    func write(to object: inout ObjectWriter) {
        switch self {
        case .code(let code): object.put("code", code)
        case .signal(let signal): object.put("signal", signal)
        case .unknown: break
        }
    }
}

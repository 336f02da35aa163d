/// Parameters of `hello` on the control socket.
public struct ControlHello: Equatable, Sendable {
    /// Protocol versions that the client speaks.
    public var protocolRange: ProtocolRange
    /// The client's name, for the audit trail; at most 64 bytes.
    public var program: String
    /// The client's version; at most 64 bytes.
    public var version: String

    /// Creates a hello with this build's protocol range.
    public init(program: String, version: String) {
        protocolRange = .supported
        self.program = program
        self.version = version
    }
}

/// The answer to `hello` on the control socket.
public struct ServerHello: Equatable, Sendable {
    /// The protocol version that both speak.
    public var protocolVersion: Int
    /// The supervisor's version.
    public var version: String
    /// What this client may do.
    public var role: Role

    /// Creates an answer.
    public init(protocolVersion: Int, version: String, role: Role) {
        self.protocolVersion = protocolVersion
        self.version = version
        self.role = role
    }
}

/// A connection that a listener accepted.
@frozen
public struct UnixConnection: ~Copyable, Sendable {
    /// The connected non-blocking socket.
    public let descriptor: Descriptor
    /// Who connected.
    public let peer: PeerCredentials

    init(descriptor: consuming Descriptor, peer: PeerCredentials) {
        self.descriptor = descriptor
        self.peer = peer
    }
}

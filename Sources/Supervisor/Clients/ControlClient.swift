import ControlPlane
import Protocol
import System

/// One connection to the control socket.
final class ControlClient {
    /// The most frames of one client in one turn; the rest waits for the next.
    static let frameCountMax = 64

    /// What a client that has subscribed is owed.
    struct Subscription {
        var filter: EventFilter
        /// The last event that was looked at for it.
        var cursor: UInt64
    }

    let id: ClientID
    let peer: PeerCredentials
    let role: Role
    /// The mission whose run the client is in, if it is in one.
    let parentID: MissionID?
    let stream: ByteStream
    var decoder = FrameDecoder()
    var registration: Registration?
    /// The program's name from its hello; nil until it has said it.
    var program: String?
    var subscription: Subscription?
    /// Requests that have not been answered yet.
    var openRequestCount = 0
    /// True once the peer has closed both ways: nobody reads an answer any more.
    var isPeerGone = false
    /// True if frames wait that were not looked at for want of time.
    var hasBacklog = false

    init(
        _ id: ClientID,
        _ stream: ByteStream,
        peer: PeerCredentials,
        role: Role,
        parentID: MissionID?
    ) {
        self.id = id
        self.stream = stream
        self.peer = peer
        self.role = role
        self.parentID = parentID
    }

    /// Who it is, for the audit trail.
    var actor: String { "uid:\(peer.uid) (\(program ?? "?"))" }

    /// What the event loop must wait for.
    var interest: Interest {
        var interest: Interest = []
        if stream.wantsRead, !stream.isCongested { interest.insert(.read) }
        if stream.wantsWrite { interest.insert(.write) }
        return interest
    }
}

import Protocol
import System

/// The lane's socket: who may enter, and that it stays at its path.
final class LaneDoor {
    /// The path of the socket.
    let path: String
    private let reactor: Reactor
    private let onReady: () -> Void
    private var listener: UnixListener
    private var registration: Registration

    /// Starts listening for the owner and root.
    ///
    /// - Parameters:
    ///   - path: The socket's file, in a folder that exists.
    ///   - reactor: Watches the socket.
    ///   - onReady: Called when somebody waits.
    /// - Throws: `SystemError`: what was at the path is still there.
    init(
        path: String,
        reactor: Reactor,
        onReady: @escaping () -> Void
    ) throws(SystemError) {
        self.path = path
        self.reactor = reactor
        self.onReady = onReady
        listener = try UnixListener(path: path, mode: 0o600)
        registration = try reactor.watch(listener.descriptor, .read) { _ in onReady() }
    }

    /// Takes the next connection; nil if nobody waits.
    func accept() throws(SystemError) -> UnixConnection? {
        try listener.accept()
    }

    /// Binds again if the path does not lead here any more; true if it had to.
    ///
    /// Connections that wait at the old socket are lost with it; nobody could find it anyway.
    func reopenIfMissing() throws(SystemError) -> Bool {
        guard !listener.isAtPath else { return false }
        let next = try UnixListener(path: path, mode: 0o600)
        let onReady = onReady
        let nextRegistration = try reactor.watch(next.descriptor, .read) { _ in onReady() }
        reactor.forget(registration)
        listener = next
        registration = nextRegistration
        return true
    }

    /// Removes the socket's file: this worker takes no connection any more.
    func close() {
        reactor.forget(registration)
        listener.unlinkPath()
    }

    /// Whether a peer may speak to this lane: its own user, and root.
    static func admits(_ peer: PeerCredentials, owner: UInt32) -> Bool {
        peer.uid == owner || peer.uid == 0
    }
}

import CLinux

/// Unix stream sockets by path.
public enum UnixSocket {
    /// The most bytes a path may have (`sun_path` less its NUL).
    public static let pathByteCountMax = Int(CLINUX_SOCKET_PATH_MAX)

    /// The length of a listener's queue of connections that are not accepted yet.
    static let backlog: Int32 = 4_096

    /// Connects without waiting.
    ///
    /// - Parameter path: At most `pathByteCountMax` bytes.
    /// - Returns: A connected non-blocking socket.
    /// - Throws: `SystemError`: `nameTooLong`, `notFound`, `connectionRefused` (nobody listens),
    ///   `wouldBlock` (the listener's queue is full: try again), `accessDenied`.
    public static func connect(_ path: String) throws(SystemError) -> Descriptor {
        try checkLength(of: path, call: "connect")
        let socket = try open(for: path)
        let result = clinux_connect(socket.rawValue, path, path.utf8.count)
        try SystemCall.check("connect", path, result)
        return socket
    }

    /// Reads who connected a socket, or for a socket that connected, who listens.
    ///
    /// - Throws: `SystemError` when it is no connected socket.
    public static func peerCredentials(of descriptor: Int32) throws(SystemError) -> PeerCredentials
    {
        var peer = clinux_peer_info()
        let result = clinux_peer(descriptor, &peer)
        try SystemCall.check("read peer of", "\(descriptor)", result)
        return PeerCredentials(pid: peer.pid, uid: peer.uid, gid: peer.gid)
    }

    /// Tells the peer that nothing more will be sent; reading goes on.
    ///
    /// - Throws: `SystemError` when it is no connected socket.
    public static func endWriting(_ descriptor: Int32) throws(SystemError) {
        let result = clinux_shutdown_write(descriptor)
        try SystemCall.check("end writing to", "\(descriptor)", result)
    }

    static func open(for path: String) throws(SystemError) -> Descriptor {
        Descriptor(adopting: try SystemCall.check("create socket", path, clinux_socket_stream()))
    }

    static func checkLength(of path: String, call: String) throws(SystemError) {
        let byteCount = path.utf8.count
        guard byteCount > pathByteCountMax else { return }
        throw SystemError(
            call: call,
            object: path,
            errno: .nameTooLong,
            remedy: "a socket path has at most \(pathByteCountMax) bytes, this one \(byteCount)"
        )
    }
}

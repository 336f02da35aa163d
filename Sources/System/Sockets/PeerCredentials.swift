/// Who is at the other end of a Unix socket, as of the moment it connected.
public struct PeerCredentials: Hashable, Sendable {
    /// The process that connected; 0 when it is outside our pid namespace.
    public let pid: Int32
    /// Its effective user.
    public let uid: UInt32
    /// Its effective group.
    public let gid: UInt32

    /// Groups the three.
    public init(pid: Int32, uid: UInt32, gid: UInt32) {
        self.pid = pid
        self.uid = uid
        self.gid = gid
    }
}

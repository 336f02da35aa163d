import CLinux

/// A listening Unix stream socket at a path.
///
/// The path changes hands in one step: the socket is bound under another name, listens, and is
/// then renamed over the path. A client never meets a path without a listener in between.
public final class UnixListener {
    /// The path it listens at.
    public let path: String
    /// The descriptor to register for reading; owned by the listener.
    public let descriptor: Int32
    private let socket: Descriptor
    private let device: UInt64
    private let inode: UInt64

    /// Starts listening, replacing a socket that is at the path.
    ///
    /// - Parameters:
    ///   - path: At most `UnixSocket.pathByteCountMax` bytes, in a folder that exists.
    ///   - mode: Permission bits of the socket file, for example 0o660; who may write may connect.
    /// - Throws: `SystemError`; what was at the path is still there. `nameTooLong`; `exists` when
    ///   something that is not a socket is there; `notFound` without the folder.
    public init(path: String, mode: UInt32) throws(SystemError) {
        try UnixSocket.checkLength(of: path, call: "bind")
        try Self.checkReplaceable(path)
        let (folderPath, name) = Files.split(path)
        let folder = try Files.openFolder(folderPath)
        let socket = try UnixSocket.open(for: path)
        let temporary = ".bind-\(CurrentProcess.pid)-\(socket.rawValue)"
        _ = clinux_unlink_in(folder.rawValue, temporary, 0)
        try SystemCall.check(
            "bind",
            path,
            clinux_bind_in(socket.rawValue, folder.rawValue, temporary)
        )
        do {
            let file = try Self.publish(
                socket.rawValue,
                folder.rawValue,
                temporary,
                name,
                mode,
                path
            )
            (device, inode) = (file.device, file.inode)
        } catch {
            _ = clinux_unlink_in(folder.rawValue, temporary, 0)
            throw error
        }
        self.path = path
        descriptor = socket.rawValue
        self.socket = socket
    }

    private static func publish(
        _ socket: Int32,
        _ folder: Int32,
        _ temporary: String,
        _ name: String,
        _ mode: UInt32,
        _ path: String
    ) throws(SystemError) -> clinux_file_info {
        var file = clinux_file_info()
        let changed = clinux_change_mode_in(folder, temporary, mode)
        try SystemCall.check("set mode of", path, changed)
        try SystemCall.check("read", path, clinux_file_in(folder, temporary, &file))
        try SystemCall.check("listen at", path, clinux_listen(socket, UnixSocket.backlog))
        try SystemCall.check("rename to", path, clinux_rename_in(folder, temporary, name))
        return file
    }

    private static func checkReplaceable(_ path: String) throws(SystemError) {
        var file = clinux_file_info()
        guard clinux_file(path, &file) == 0, file.kind != CLINUX_KIND_SOCKET else { return }
        throw SystemError(
            call: "bind",
            object: path,
            errno: .exists,
            remedy: "it is not a socket; move it away"
        )
    }

    /// Takes the next connection without waiting.
    ///
    /// - Returns: Nil when none waits.
    /// - Throws: `SystemError` with `tooManyFiles`; the connection stays in the queue.
    public func accept() throws(SystemError) -> UnixConnection? {
        let fd = clinux_accept(descriptor)
        if fd == -EAGAIN { return nil }
        let accepted = Descriptor(adopting: try SystemCall.check("accept at", path, fd))
        let peer = try UnixSocket.peerCredentials(of: accepted.rawValue)
        return UnixConnection(descriptor: accepted, peer: peer)
    }

    /// Whether the path still leads to this listener; false when the file was removed or replaced.
    public var isAtPath: Bool {
        var file = clinux_file_info()
        return clinux_file(path, &file) == 0 && file.device == device && file.inode == inode
    }

    /// Removes the path if it still leads to this listener, and leaves a successor's alone.
    public func unlinkPath() {
        guard isAtPath else { return }
        // Best effort: a socket file that stays refuses connections and is replaced by the next.
        _ = clinux_unlink(path)
    }
}

import CLinux

/// An exclusive lock that lives as long as a process holds its descriptor, however it ends.
///
/// The file is never removed: a lock on a removed file excludes nobody. A child inherits the lock
/// with the descriptor. It is an open-file-description lock (`F_OFD_SETLK`): it can be asked about
/// without being taken, so a probe never makes somebody's attempt fail. flock(1) does not see it.
public final class FileLock {
    /// The most bytes the holder's text may have.
    public static let holderByteCountMax = 1_024

    /// The lock's file.
    public let path: String
    /// The descriptor that holds the lock, to hand to a child; owned by this value.
    public let descriptor: Int32
    private let owner: Descriptor

    private init(path: String, owner: consuming Descriptor) {
        self.path = path
        descriptor = owner.rawValue
        self.owner = owner
    }

    /// Takes the lock without waiting.
    ///
    /// - Parameter path: The file; created with mode 0o600 if it is missing.
    /// - Returns: The lock, or who has it.
    /// - Throws: `SystemError` when the file cannot be opened or created.
    public static func acquire(_ path: String) throws(SystemError) -> FileLockAttempt {
        let opened = clinux_open(path, CLINUX_OPEN_READ_WRITE_CREATE, 0o600)
        let fd = Descriptor(adopting: try SystemCall.check("open", path, opened))
        let result = clinux_lock(fd.rawValue)
        if result == -EAGAIN { return .held(by: holderText(fd.rawValue)) }
        try SystemCall.check("lock", path, result)
        return .acquired(FileLock(path: path, owner: fd))
    }

    /// Takes over a lock that was inherited from the process that started us.
    ///
    /// Called first of all at start: from its return on, nothing that we execute inherits it.
    ///
    /// - Parameters:
    ///   - descriptor: The number it was handed over as.
    ///   - path: The lock's file, for messages.
    /// - Returns: The lock.
    /// - Throws: `SystemError`: `badDescriptor` when nothing was handed over; `wouldBlock` when
    ///   another process holds the lock, so that it was not ours.
    public static func adopt(_ descriptor: Int32, path: String) throws(SystemError) -> FileLock {
        let closed = clinux_set_close_on_exec(descriptor, 1)
        try SystemCall.check("adopt lock", path, closed)
        let lock = FileLock(path: path, owner: Descriptor(adopting: descriptor))
        try SystemCall.check("lock", path, clinux_lock(descriptor))
        return lock
    }

    /// Asks who holds a lock, without taking it.
    ///
    /// - Returns: The holder's text, which may be empty; nil when the lock is free or its file does
    ///   not exist.
    /// - Throws: `SystemError` when the file cannot be read.
    public static func holder(of path: String) throws(SystemError) -> String? {
        let opened = clinux_open(path, CLINUX_OPEN_READ, 0)
        if opened == -ENOENT { return nil }
        let fd = Descriptor(adopting: try SystemCall.check("open", path, opened))
        let isLocked = try SystemCall.check("ask lock", path, clinux_is_locked(fd.rawValue))
        return isLocked == 1 ? holderText(fd.rawValue) : nil
    }

    /// Writes down who holds the lock, for people and for `holder(of:)`.
    ///
    /// - Parameter text: One line, at most `holderByteCountMax` bytes; a longer one traps.
    /// - Throws: `SystemError`; the lock is held all the same.
    public func setHolder(_ text: String) throws(SystemError) {
        let bytes = Array(text.utf8)
        guard bytes.count <= Self.holderByteCountMax else {
            fatalError("holder text of \(bytes.count) bytes")
        }
        // Cut after writing: a reader in between sees the new text with an old tail, never nothing.
        try SystemCall.check("write", path, clinux_write_at(descriptor, bytes, bytes.count, 0))
        try SystemCall.check("truncate", path, clinux_truncate(descriptor, Int64(bytes.count)))
    }

    private static func holderText(_ descriptor: Int32) -> String {
        // The text is a courtesy: whoever cannot read it still knows that the lock is held.
        let bytes = try? Files.read(descriptor, at: 0, byteCountMax: holderByteCountMax)
        return String(decoding: bytes ?? [], as: UTF8.self)
    }
}

/// A request that the kernel refused: operation, object, cause.
public struct SystemError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What was tried, a verb: `connect`, `open`, `change folder to`.
    public let call: String
    /// What it was tried on, usually a path; nil when there is nothing to name.
    public let object: String?
    /// Why the kernel refused.
    public let errno: Errno
    /// What bound was crossed or what to do about it; nil when the cause says enough.
    public let remedy: String?

    /// Creates an error from its parts.
    ///
    /// - Parameters:
    ///   - call: A verb in lower case.
    ///   - object: The path or thing; it is quoted in the description.
    ///   - errno: The cause.
    ///   - remedy: A clause that the description puts in parentheses.
    public init(call: String, object: String? = nil, errno: Errno, remedy: String? = nil) {
        self.call = call
        self.object = object
        self.errno = errno
        self.remedy = remedy
    }

    /// One line in the form `cannot connect "/run/x.sock": connection refused`.
    public var description: String {
        let name = object.map { " \"\($0)\"" } ?? ""
        let clause = remedy.map { " (\($0))" } ?? ""
        return "cannot \(call)\(name): \(errno)\(clause)"
    }

    /// The call would have had to wait.
    public var isWouldBlock: Bool { errno == .wouldBlock }

    /// The disk, or the user's share of it, is full.
    public var isNoSpace: Bool { errno == .noSpace || errno == .quotaExceeded }

    /// There is no such file or folder.
    public var isNotFound: Bool { errno == .notFound }

    /// Nobody can listen there: no such socket, or one that nobody holds.
    public var isUnreachable: Bool { errno == .notFound || errno == .connectionRefused }

    /// It exists already.
    public var isExists: Bool { errno == .exists }

    /// The process or the machine is out of descriptors; closing some helps.
    public var isOutOfDescriptors: Bool { errno == .tooManyFiles || errno == .tooManyFilesInSystem }

    /// The peer is gone: reset or broken pipe.
    public var isDisconnected: Bool { errno == .connectionReset || errno == .brokenPipe }

    /// Permission bits or privileges refuse it.
    public var isNotPermitted: Bool { errno == .accessDenied || errno == .notPermitted }
}

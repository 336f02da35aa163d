import CLinux

/// An error number of the kernel.
public struct Errno: Hashable, Sendable, CustomStringConvertible {
    /// `EPERM`: not permitted.
    public static let notPermitted = Errno(rawValue: EPERM)
    /// `ENOENT`: no such file or folder.
    public static let notFound = Errno(rawValue: ENOENT)
    /// `ESRCH`: no such process.
    public static let noSuchProcess = Errno(rawValue: ESRCH)
    /// `EIO`: the device failed.
    public static let inputOutput = Errno(rawValue: EIO)
    /// `E2BIG`: an argument list, or a list of ours, is too long.
    public static let argumentListTooLong = Errno(rawValue: E2BIG)
    /// `EBADF`: not an open descriptor.
    public static let badDescriptor = Errno(rawValue: EBADF)
    /// `ECHILD`: not a child of ours, or reaped already.
    public static let noChild = Errno(rawValue: ECHILD)
    /// `EAGAIN`: it would have to wait.
    public static let wouldBlock = Errno(rawValue: EAGAIN)
    /// `EACCES`: the permission bits refuse it.
    public static let accessDenied = Errno(rawValue: EACCES)
    /// `EBUSY`: in use.
    public static let busy = Errno(rawValue: EBUSY)
    /// `EEXIST`: exists already.
    public static let exists = Errno(rawValue: EEXIST)
    /// `ENOTDIR`: a part of the path is not a folder.
    public static let notFolder = Errno(rawValue: ENOTDIR)
    /// `EISDIR`: a folder where a file is wanted.
    public static let isFolder = Errno(rawValue: EISDIR)
    /// `EINVAL`: an argument makes no sense.
    public static let invalidArgument = Errno(rawValue: EINVAL)
    /// `ENFILE`: the machine has no more descriptors.
    public static let tooManyFilesInSystem = Errno(rawValue: ENFILE)
    /// `EMFILE`: the process has no more descriptors.
    public static let tooManyFiles = Errno(rawValue: EMFILE)
    /// `EFBIG`: larger than a limit.
    public static let tooLarge = Errno(rawValue: EFBIG)
    /// `ENOSPC`: the disk is full.
    public static let noSpace = Errno(rawValue: ENOSPC)
    /// `EROFS`: mounted read-only.
    public static let readOnly = Errno(rawValue: EROFS)
    /// `EPIPE`: nobody reads the other end.
    public static let brokenPipe = Errno(rawValue: EPIPE)
    /// `ENAMETOOLONG`: a path or name is over its limit.
    public static let nameTooLong = Errno(rawValue: ENAMETOOLONG)
    /// `ENOSYS`: this kernel has no such call.
    public static let notImplemented = Errno(rawValue: ENOSYS)
    /// `ENOTEMPTY`: the folder has entries.
    public static let notEmpty = Errno(rawValue: ENOTEMPTY)
    /// `ENODATA`: there is no such value.
    public static let noData = Errno(rawValue: ENODATA)
    /// `EOVERFLOW`: the value does not fit.
    public static let overflow = Errno(rawValue: EOVERFLOW)
    /// `EDQUOT`: the user's share of the disk is full.
    public static let quotaExceeded = Errno(rawValue: EDQUOT)
    /// `ENOTSOCK`: not a socket.
    public static let notSocket = Errno(rawValue: ENOTSOCK)
    /// `EADDRINUSE`: the address is taken.
    public static let addressInUse = Errno(rawValue: EADDRINUSE)
    /// `ECONNRESET`: the peer closed with bytes unread.
    public static let connectionReset = Errno(rawValue: ECONNRESET)
    /// `ECONNREFUSED`: nobody listens.
    public static let connectionRefused = Errno(rawValue: ECONNREFUSED)
    /// `ETIMEDOUT`: the deadline passed.
    public static let timedOut = Errno(rawValue: ETIMEDOUT)
    /// `EILSEQ`: not valid UTF-8.
    public static let invalidText = Errno(rawValue: EILSEQ)

    /// The kernel's number, above zero.
    public let rawValue: Int32

    /// Creates one from the kernel's number.
    public init(rawValue: Int32) {
        self.rawValue = rawValue
    }

    /// The C library's sentence, beginning in lower case: `connection refused`.
    public var description: String {
        let text = String(cString: clinux_error_text(rawValue))
        let second = text.dropFirst().first
        guard let first = text.first, second?.isUppercase != true else { return text }
        return first.lowercased() + text.dropFirst()
    }
}

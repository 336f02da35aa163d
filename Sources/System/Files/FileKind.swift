/// What a path leads to.
///
/// Symbolic links are not followed.
public enum FileKind: Hashable, Sendable {
    /// A regular file.
    case file
    /// A folder.
    case folder
    /// A symbolic link.
    case link
    /// A socket.
    case socket
    /// A named pipe.
    case pipe
    /// A device or anything else.
    case other
}

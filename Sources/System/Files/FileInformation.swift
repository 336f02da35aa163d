import CLinux

/// What the file system says about one path.
public struct FileInformation: Hashable, Sendable {
    /// What it is.
    public let kind: FileKind
    /// Its length in bytes.
    public let byteCount: Int64
    /// Its permission bits, 0 to 0o7777.
    public let mode: UInt32
    /// Its owner.
    public let uid: UInt32
    /// Its file system.
    public let device: UInt64
    /// Its number there.
    public let inode: UInt64

    init(_ file: clinux_file_info) {
        kind =
            switch Int32(file.kind) {
            case CLINUX_KIND_FILE: .file
            case CLINUX_KIND_FOLDER: .folder
            case CLINUX_KIND_LINK: .link
            case CLINUX_KIND_SOCKET: .socket
            case CLINUX_KIND_PIPE: .pipe
            default: .other
            }
        byteCount = file.bytes
        mode = file.mode
        uid = file.uid
        device = file.device
        inode = file.inode
    }
}

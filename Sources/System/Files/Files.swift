import CLinux

/// Files and folders by path.
///
/// All calls wait for the disk.
public enum Files {
    // MARK: Reading

    /// Reads a whole small file.
    ///
    /// - Parameters:
    ///   - path: The file.
    ///   - byteCountMax: The most bytes it may have.
    /// - Returns: Its bytes.
    /// - Throws: `SystemError`: `notFound`, `tooLarge` when it has more than `byteCountMax` bytes.
    public static func read(_ path: String, byteCountMax: Int) throws(SystemError) -> [UInt8] {
        let fd = try openForReading(path)
        return try read(fd.rawValue, name: path, byteCountMax: byteCountMax)
    }

    /// Reads a whole small text file.
    ///
    /// - Parameters:
    ///   - path: The file.
    ///   - byteCountMax: The most bytes it may have.
    /// - Returns: Its text.
    /// - Throws: `SystemError`: `notFound`, `tooLarge`, `invalidText` when it is not UTF-8.
    public static func readText(_ path: String, byteCountMax: Int) throws(SystemError) -> String {
        let bytes = try read(path, byteCountMax: byteCountMax)
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw SystemError(call: "read", object: path, errno: .invalidText, remedy: "not UTF-8")
        }
        return text
    }

    /// Opens a file for reading.
    ///
    /// - Throws: `SystemError`.
    public static func openForReading(_ path: String) throws(SystemError) -> Descriptor {
        let fd = clinux_open(path, CLINUX_OPEN_READ, 0)
        return Descriptor(adopting: try SystemCall.check("open", path, fd))
    }

    /// Watches a file for being opened, also by the kernel to execute it.
    ///
    /// - Returns: A descriptor from which 16 bytes can be read for each opening from now on; openings
    ///   that nobody has read in between may be told as one.
    /// - Throws: `SystemError`: `notFound`.
    public static func watchOpens(of path: String) throws(SystemError) -> Descriptor {
        Descriptor(adopting: try SystemCall.check("watch", path, clinux_watch_opens(path)))
    }

    /// Reads a range of an open file.
    ///
    /// - Parameters:
    ///   - descriptor: An open file.
    ///   - offset: The first byte, from 0.
    ///   - byteCountMax: The most bytes to read.
    /// - Returns: Fewer bytes only at the end of the file; none behind it.
    /// - Throws: `SystemError`.
    public static func read(
        _ descriptor: Int32,
        at offset: Int64,
        byteCountMax: Int
    ) throws(SystemError) -> [UInt8] {
        try fill("\(descriptor)", byteCountMax) { start, room, filled in
            clinux_read_at(descriptor, start, room, offset + Int64(filled))
        }
    }

    /// Reads to the end of a descriptor; a blocking one is waited for.
    static func read(
        _ descriptor: Int32,
        name: String,
        byteCountMax: Int
    ) throws(SystemError) -> [UInt8] {
        var bytes: [UInt8] = []
        // Files of /proc have no length to ask for, so the buffer follows what comes.
        while bytes.count <= byteCountMax {
            let room = min(byteCountMax + 1 - bytes.count, max(4_096, bytes.count))
            let part = try fillOnce(name, room) { clinux_read(descriptor, $0, $1) }
            if part.isEmpty { return bytes }
            bytes = bytes.isEmpty ? part : bytes + part
        }
        throw SystemError(
            call: "read",
            object: name,
            errno: .tooLarge,
            remedy: "at most \(byteCountMax) bytes"
        )
    }

    private static func fillOnce(
        _ name: String,
        _ room: Int,
        _ read: (UnsafeMutableRawPointer?, Int) -> Int
    ) throws(SystemError) -> [UInt8] {
        var result = 0
        let bytes = [UInt8](unsafeUninitializedCapacity: room) { buffer, count in
            result = read(buffer.baseAddress, room)
            count = max(0, result)
        }
        try SystemCall.check("read", name, result)
        return bytes
    }

    private static func fill(
        _ name: String,
        _ capacity: Int,
        _ read: (UnsafeMutableRawPointer?, Int, Int) -> Int
    ) throws(SystemError) -> [UInt8] {
        var result = 0
        let bytes = [UInt8](unsafeUninitializedCapacity: capacity) { buffer, filled in
            while filled < capacity {
                result = read(buffer.baseAddress?.advanced(by: filled), capacity - filled, filled)
                guard result > 0 else { break }
                filled += result
            }
        }
        try SystemCall.check("read", name, result)
        return bytes
    }

    // MARK: Writing

    /// Replaces a file durably: whatever happens, the path holds the old bytes or the new ones.
    ///
    /// Writes `<path>.new`, syncs it, renames it over the path and syncs the folder.
    ///
    /// - Parameters:
    ///   - bytes: The whole content.
    ///   - path: The file, whose folder exists.
    ///   - mode: Permission bits, for example 0o600; the file mode mask does not apply.
    ///   - beforeRename: Called when the new bytes are durable under the other name.
    /// - Throws: `SystemError`; the path holds the old bytes, unless the sync of the folder failed,
    ///   after which it may hold either.
    public static func writeAtomically(
        _ bytes: [UInt8],
        to path: String,
        mode: UInt32,
        beforeRename: () -> Void = {}
    ) throws(SystemError) {
        let (folderPath, name) = split(path)
        let folder = try openFolder(folderPath)
        let temporary = "\(name).new"
        // Left by a crash between creation and rename.
        _ = clinux_unlink_in(folder.rawValue, temporary, 0)
        do {
            try writeNew(bytes, in: folder.rawValue, as: temporary, mode: mode, path: path)
            beforeRename()
            let renamed = clinux_rename_in(folder.rawValue, temporary, name)
            try SystemCall.check("rename to", path, renamed)
        } catch {
            _ = clinux_unlink_in(folder.rawValue, temporary, 0)
            throw error
        }
        try SystemCall.check("sync folder of", path, clinux_sync(folder.rawValue))
    }

    private static func writeNew(
        _ bytes: [UInt8],
        in folder: Int32,
        as name: String,
        mode: UInt32,
        path: String
    ) throws(SystemError) {
        let opened = clinux_open_in(folder, name, CLINUX_OPEN_CREATE_NEW, mode)
        let fd = Descriptor(adopting: try SystemCall.check("create", path, opened))
        try SystemCall.check("set mode of", path, clinux_change_mode_of(fd.rawValue, mode))
        try writeAll(bytes[...], to: fd.rawValue, name: path)
        try SystemCall.check("sync", path, clinux_sync(fd.rawValue))
    }

    /// Writes all bytes to a descriptor, waiting as long as it takes.
    static func writeAll(
        _ bytes: ArraySlice<UInt8>,
        to descriptor: Int32,
        name: String
    ) throws(SystemError) {
        var written = 0
        let total = bytes.count
        while written < total {
            let count = bytes.withUnsafeBytes { buffer in
                clinux_write(descriptor, buffer.baseAddress?.advanced(by: written), total - written)
            }
            if count == -Int(EAGAIN) {
                _ = try Poll.waitWritable(descriptor, until: nil)
                continue
            }
            written += try SystemCall.check("write", name, count)
        }
    }

    // MARK: Folders

    /// Creates a folder and those above it that are missing.
    ///
    /// - Parameters:
    ///   - path: The folder.
    ///   - mode: Permission bits of the folders that are created, less the file mode mask; those
    ///     that exist keep theirs.
    /// - Throws: `SystemError`: `notFolder` when a file is in the way.
    public static func createFolders(_ path: String, mode: UInt32) throws(SystemError) {
        let result = clinux_make_folder(path, mode)
        switch result {
        case 0: return
        case -EEXIST:
            let folder = try openFolderFollowing(path)
            _ = consume folder
        case -ENOENT:
            let (parent, name) = split(path)
            guard parent != path, !name.isEmpty else { fallthrough }
            try createFolders(parent, mode: mode)
            let second = clinux_make_folder(path, mode)
            if second != -EEXIST { try SystemCall.check("create folder", path, second) }
        default: try SystemCall.check("create folder", path, result)
        }
    }

    /// Returns the names in a folder in ascending order of their bytes, without `.` and `..`.
    ///
    /// - Throws: `SystemError`: `notFound`, `notFolder`.
    public static func list(_ path: String) throws(SystemError) -> [String] {
        try FolderNames(in: openFolderFollowing(path), path: path).names.map(\.text).sorted()
    }

    /// Removes a file, a link or a socket.
    ///
    /// - Returns: False when there was none.
    /// - Throws: `SystemError`: `isFolder` for a folder.
    @discardableResult
    public static func remove(_ path: String) throws(SystemError) -> Bool {
        let result = clinux_unlink(path)
        if result == -ENOENT { return false }
        try SystemCall.check("remove", path, result)
        return true
    }

    /// Removes whatever is at a path, a folder with everything in it.
    ///
    /// Links are not followed. Does nothing when there is nothing.
    ///
    /// - Throws: `SystemError`; some of it may be removed.
    public static func removeTree(_ path: String) throws(SystemError) {
        try TreeRemoval(path).advance(entryCountMax: .max)
    }

    /// Opens a folder, to sync it or to work inside it; a link at the end is followed.
    static func openFolder(_ path: String) throws(SystemError) -> Descriptor {
        try openFolderFollowing(path)
    }

    private static func openFolderFollowing(_ path: String) throws(SystemError) -> Descriptor {
        // A trailing slash resolves a link at the end, and fails for what is no folder.
        let fd = path.isEmpty ? -ENOENT : clinux_open("\(path)/", CLINUX_OPEN_FOLDER, 0)
        return Descriptor(adopting: try SystemCall.check("open folder", path, fd))
    }

    // MARK: Facts

    /// Describes what is at a path; a link is described itself.
    ///
    /// - Returns: Nil when there is nothing.
    /// - Throws: `SystemError`, for example `accessDenied`.
    public static func information(_ path: String) throws(SystemError) -> FileInformation? {
        var file = clinux_file_info()
        let result = clinux_file(path, &file)
        if result == -ENOENT || result == -ENOTDIR { return nil }
        try SystemCall.check("read", path, result)
        return FileInformation(file)
    }

    /// Tells whether there is anything at a path that we may see.
    public static func exists(_ path: String) -> Bool {
        var file = clinux_file_info()
        return clinux_file(path, &file) == 0
    }

    /// Tells whether this process may write to what is at a path.
    public static func isWritable(_ path: String) -> Bool {
        clinux_access_write(path) == 0
    }

    /// Returns how many bytes an ordinary user may still write to the file system of a path.
    ///
    /// - Throws: `SystemError`.
    public static func freeByteCount(at path: String) throws(SystemError) -> Int64 {
        try SystemCall.check("read free space of", path, clinux_free_bytes(path))
    }

    /// Returns the absolute path without links and dots.
    ///
    /// - Throws: `SystemError`: `notFound` when a part is missing.
    public static func resolve(_ path: String) throws(SystemError) -> String {
        var result: Int32 = 0
        let text = withUnsafeTemporaryAllocation(of: CChar.self, capacity: 4_096) { buffer in
            guard let start = buffer.baseAddress else { return "" }
            result = clinux_resolve(path, start)
            return result == 0 ? String(cString: start) : ""
        }
        try SystemCall.check("resolve", path, result)
        return text
    }

    // MARK: Changes

    /// Gives a file another name in its file system, replacing what has it; not synced.
    ///
    /// - Throws: `SystemError`; nothing has changed.
    public static func rename(_ path: String, to newPath: String) throws(SystemError) {
        try SystemCall.check("rename", path, clinux_rename(path, newPath))
    }

    /// Syncs a folder: names created, renamed or removed in it survive a power cut.
    ///
    /// - Throws: `SystemError`.
    public static func syncFolder(_ path: String) throws(SystemError) {
        let folder = try openFolder(path)
        try SystemCall.check("sync folder", path, clinux_sync(folder.rawValue))
    }

    /// Splits a path into its folder (`.` when it names none) and its last part.
    static func split(_ path: String) -> (folder: String, name: String) {
        guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return (".", path) }
        let name = String(path[path.utf8.index(after: slash)...])
        if name.isEmpty, path.utf8.count > 1 { return split(String(path[..<slash])) }
        return (slash == path.startIndex ? "/" : String(path[..<slash]), name)
    }
}

import CLinux

/// A copy of a folder with everything in it, within bounds.
///
/// Copied are regular files, folders and symbolic links, with the permission bits and the time of
/// last change of files and folders. Left out are sockets, named pipes and devices, other names of
/// one file (each becomes a file of its own), owners, extended attributes, and the bits that lend
/// the rights of an owner. No link is followed: a link stays a link. One whose text is a path in
/// what is copied leads to the same place in the copy; every other one leads where it led.
///
/// What is copied may change meanwhile. What is gone by the time it is reached is left out; what is
/// written during the copy may be in it or not.
public struct TreeCopy {
    /// How much is read at once.
    private static let chunkByteCount = 256 * 1024
    /// The most bytes the text of a link has.
    ///
    /// Source: Linux `PATH_MAX`.
    private static let linkByteCountMax = 4_096

    /// How much it may come to.
    public let bounds: TreeCopyBounds
    /// How many bytes of files were copied.
    public private(set) var byteCount: UInt64 = 0
    /// How many files, folders and links were copied.
    public private(set) var entryCount = 0
    private var source = ""
    /// How texts of links begin that lead into what is copied.
    private var prefixes: [[CChar]] = []
    /// What they begin with in the copy.
    private var replacement: [CChar] = []
    /// The copy itself: nothing is copied into itself without end.
    private var destination = clinux_file_info()
    private var chunk = [UInt8](repeating: 0, count: Self.chunkByteCount)

    /// Prepares a copy.
    ///
    /// - Parameter bounds: How much it may come to.
    public init(within bounds: TreeCopyBounds) {
        self.bounds = bounds
    }

    /// Copies a folder, waiting for the disk as long as it takes.
    ///
    /// - Parameters:
    ///   - source: The folder; a link at its end is followed.
    ///   - destination: The copy, in a folder that exists, outside of `source`; it may not exist.
    /// - Throws: `SystemError`: `tooLarge` beyond the bounds, `noSpace`, `accessDenied` for what may
    ///   not be read, `exists`. A part may be copied; it is the caller's to remove.
    public mutating func copy(
        _ source: String,
        to destination: String
    ) throws(SystemError) {
        self.source = source
        let from = try Files.openFolder(source)
        try SystemCall.check(
            "create folder",
            destination,
            clinux_make_folder(destination, 0o700)
        )
        let opened = clinux_open(destination, CLINUX_OPEN_FOLDER, 0)
        let to = Descriptor(adopting: try SystemCall.check("open", destination, opened))
        let described = clinux_file_of(to.rawValue, &self.destination)
        try SystemCall.check("read", destination, described)
        prefixes = [FileName(source).withoutEnd, FileName(try Files.resolve(source)).withoutEnd]
        replacement = FileName(try Files.resolve(destination)).withoutEnd
        try copyContent(of: from.rawValue, to: to.rawValue, path: source)
    }

    private mutating func copyContent(
        of from: Int32,
        to: Int32,
        path: String
    ) throws(SystemError) {
        let reader = Descriptor(
            adopting: try SystemCall.check("duplicate", nil, clinux_duplicate(from))
        )
        // One name more than may be copied tells that there are too many, however many there are.
        let room = bounds.entryCountMax - entryCount + 1
        for name in try FolderNames(in: reader, path: path, countMax: room).names {
            try copyEntry(name, from: from, to: to, path: "\(path)/\(name.text)")
        }
        var file = clinux_file_info()
        try SystemCall.check("read", path, clinux_file_of(from, &file))
        try finish(to, like: from, mode: file.mode & 0o1777, path: path)
    }

    private mutating func copyEntry(
        _ name: FileName,
        from: Int32,
        to: Int32,
        path: String
    ) throws(SystemError) {
        var file = clinux_file_info()
        let found = clinux_file_in(from, name.bytes, &file)
        if found == -ENOENT { return }
        try SystemCall.check("read", path, found)
        switch Int32(file.kind) {
        case CLINUX_KIND_FILE: try copyFile(name, from: from, to: to, path: path)
        case CLINUX_KIND_FOLDER: try copyFolder(name, from: from, to: to, path: path)
        case CLINUX_KIND_LINK: try copyLink(name, from: from, to: to, path: path)
        default: break
        }
    }

    private mutating func copyFolder(
        _ name: FileName,
        from: Int32,
        to: Int32,
        path: String
    ) throws(SystemError) {
        let opened = clinux_open_in(from, name.bytes, CLINUX_OPEN_FOLDER, 0)
        if opened == -ENOENT { return }
        let original = Descriptor(adopting: try SystemCall.check("open", path, opened))
        var file = clinux_file_info()
        try SystemCall.check("read", path, clinux_file_of(original.rawValue, &file))
        guard file.device != destination.device || file.inode != destination.inode else {
            throw SystemError(
                call: "copy",
                object: source,
                errno: .invalidArgument,
                remedy: "the copy lies in it"
            )
        }
        try countEntry()
        let made = clinux_make_folder_in(to, name.bytes, 0o700)
        try SystemCall.check("create copy of", path, made)
        let reopened = clinux_open_in(to, name.bytes, CLINUX_OPEN_FOLDER, 0)
        let copy = Descriptor(adopting: try SystemCall.check("open copy of", path, reopened))
        try copyContent(of: original.rawValue, to: copy.rawValue, path: path)
    }

    private mutating func copyFile(
        _ name: FileName,
        from: Int32,
        to: Int32,
        path: String
    ) throws(SystemError) {
        let opened = clinux_open_in(from, name.bytes, CLINUX_OPEN_READ_ITSELF, 0)
        if opened == -ENOENT { return }
        let original = Descriptor(adopting: try SystemCall.check("open", path, opened))
        var file = clinux_file_info()
        try SystemCall.check("read", path, clinux_file_of(original.rawValue, &file))
        // Somebody may have put a pipe in its place meanwhile.
        guard file.kind == CLINUX_KIND_FILE else { return }
        try countEntry()
        let created = clinux_open_in(to, name.bytes, CLINUX_OPEN_CREATE_NEW, 0o600)
        let copy = Descriptor(adopting: try SystemCall.check("create copy of", path, created))
        try copyBytes(from: original.rawValue, to: copy.rawValue, path: path)
        try finish(copy.rawValue, like: original.rawValue, mode: file.mode & 0o777, path: path)
    }

    /// Counts what is there to be read, not what the file system says: a file may grow meanwhile.
    private mutating func copyBytes(
        from: Int32,
        to: Int32,
        path: String
    ) throws(SystemError) {
        while true {
            let result = chunk.withUnsafeMutableBytes { buffer in
                clinux_read(from, buffer.baseAddress, buffer.count)
            }
            let count = try SystemCall.check("read", path, result)
            if count == 0 { return }
            byteCount += UInt64(count)
            guard byteCount <= bounds.byteCountMax else { throw tooLarge }
            do throws(SystemError) {
                try Files.writeAll(chunk[..<count], to: to, name: path)
            } catch {
                throw SystemError(call: "write copy of", object: path, errno: error.errno)
            }
        }
    }

    private mutating func copyLink(
        _ name: FileName,
        from: Int32,
        to: Int32,
        path: String
    ) throws(SystemError) {
        var length = 0
        let text = [CChar](unsafeUninitializedCapacity: Self.linkByteCountMax) { buffer, count in
            length = clinux_read_link_in(from, name.bytes, buffer.baseAddress, buffer.count)
            count = max(0, length)
        }
        if length == -Int(ENOENT) { return }
        try SystemCall.check("read", path, length)
        try countEntry()
        let made = clinux_make_link_in(moved(text) + [0], to, name.bytes)
        try SystemCall.check("create copy of", path, made)
    }

    /// The text of a link in the copy.
    private func moved(_ text: [CChar]) -> [CChar] {
        for prefix in prefixes where text.starts(with: prefix) {
            let rest = text.dropFirst(prefix.count)
            if rest.isEmpty || rest.first == CChar(bitPattern: UInt8(ascii: "/")) {
                return replacement + rest
            }
        }
        return text
    }

    /// Last of all, because nothing can be put into a folder that may not be written to.
    private func finish(
        _ copy: Int32,
        like original: Int32,
        mode: UInt32,
        path: String
    ) throws(SystemError) {
        try SystemCall.check("set mode of copy of", path, clinux_change_mode_of(copy, mode))
        try SystemCall.check("set time of copy of", path, clinux_copy_time(original, copy))
    }

    private mutating func countEntry() throws(SystemError) {
        entryCount += 1
        guard entryCount <= bounds.entryCountMax else { throw tooLarge }
    }

    private var tooLarge: SystemError {
        SystemError(
            call: "copy",
            object: source,
            errno: .tooLarge,
            remedy: "at most \(bounds.mebibyteCountMax) MiB and \(bounds.entryCountMax) entries"
        )
    }
}

extension FileName {
    /// The bytes without the NUL.
    fileprivate var withoutEnd: [CChar] { bytes.dropLast() }
}

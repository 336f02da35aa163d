import CLinux

extension Files {
    /// Opens a file whose every write goes to its end, creating it if it is missing.
    ///
    /// - Parameters:
    ///   - path: The file, whose folder exists.
    ///   - mode: Permission bits of a file that is created, less the file mode mask.
    /// - Returns: The descriptor, to hand to a child, for example as its standard error.
    /// - Throws: `SystemError`.
    public static func openForAppending(
        _ path: String,
        mode: UInt32
    ) throws(SystemError) -> Descriptor {
        let opened = clinux_open(path, CLINUX_OPEN_APPEND, mode)
        return Descriptor(adopting: try SystemCall.check("open", path, opened))
    }

    /// Adds bytes to the end of a file, creating it if it is missing, and syncs it.
    ///
    /// The bytes are handed over in one call with O_APPEND, so that appends of several processes to
    /// one file do not mix as long as the disk takes each whole.
    ///
    /// - Parameters:
    ///   - bytes: What to add.
    ///   - path: The file, whose folder exists.
    ///   - mode: Permission bits of a file that is created, less the file mode mask.
    /// - Throws: `SystemError`; a part may have been added.
    public static func append(
        _ bytes: [UInt8],
        to path: String,
        mode: UInt32
    ) throws(SystemError) {
        let file = try openForAppending(path, mode: mode)
        try writeAll(bytes[...], to: file.rawValue, name: path)
        try SystemCall.check("sync", path, clinux_sync(file.rawValue))
    }

    /// Writes all bytes to an open descriptor, waiting as long as it takes.
    ///
    /// For programs that have nothing else to do; daemons use `ByteStream`.
    ///
    /// - Parameters:
    ///   - bytes: What to write.
    ///   - descriptor: An open descriptor, for example 1 for standard output.
    /// - Throws: `SystemError`, for example `brokenPipe`; a part may have been written.
    public static func write(
        _ bytes: ArraySlice<UInt8>,
        to descriptor: Int32
    ) throws(SystemError) {
        try writeAll(bytes, to: descriptor, name: "descriptor \(descriptor)")
    }
}

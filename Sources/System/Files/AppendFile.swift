import CLinux

/// A log file that is only appended to, up to a bound, and marked where it was cut.
public final class AppendFile {
    /// The file.
    public let path: String
    /// The most bytes that are kept, without the mark.
    public let byteCountMax: Int
    /// How many bytes the file has, with the mark.
    public private(set) var byteCount: Int
    /// How many bytes did not fit since this value was created.
    public private(set) var droppedByteCount: UInt64 = 0
    private let file: Descriptor

    /// Opens or creates the file; what it holds counts towards the bound.
    ///
    /// - Parameters:
    ///   - path: The file, in a folder that exists.
    ///   - mode: Permission bits of a new file, less the file mode mask.
    ///   - byteCountMax: The bound.
    /// - Throws: `SystemError`.
    public init(path: String, mode: UInt32, byteCountMax: Int) throws(SystemError) {
        let fd = clinux_open(path, CLINUX_OPEN_APPEND, mode)
        file = Descriptor(adopting: try SystemCall.check("open", path, fd))
        var information = clinux_file_info()
        try SystemCall.check("read", path, clinux_file_of(file.rawValue, &information))
        self.path = path
        self.byteCountMax = byteCountMax
        byteCount = Int(information.bytes)
    }

    /// Appends what fits; the rest is dropped and counted.
    ///
    /// The first cut appends a mark.
    ///
    /// - Parameter bytes: What to append.
    /// - Throws: `SystemError`: `noSpace`; part of it may be written.
    public func append(_ bytes: ArraySlice<UInt8>) throws(SystemError) {
        let kept = bytes.prefix(max(0, byteCountMax - byteCount))
        try write(kept)
        guard kept.count < bytes.count else { return }
        if byteCount == byteCountMax { try write(Array(mark.utf8)[...]) }
        droppedByteCount += UInt64(bytes.count - kept.count)
    }

    /// Never empty, so the file is longer than the bound once it was cut.
    private var mark: String { "\n[cut: the limit is \(byteCountMax) bytes]\n" }

    private func write(_ bytes: ArraySlice<UInt8>) throws(SystemError) {
        guard !bytes.isEmpty else { return }
        try Files.writeAll(bytes, to: file.rawValue, name: path)
        byteCount += bytes.count
    }
}

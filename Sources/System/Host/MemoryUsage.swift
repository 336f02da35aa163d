import CLinux

/// What a process costs in memory.
public enum MemoryUsage {
    /// Reads how many bytes a process has written to that it shares with nobody.
    ///
    /// - Throws: `SystemError`: `notFound` when it is gone, `accessDenied` for another user's.
    public static func privateDirtyByteCount(of pid: Int32) throws(SystemError) -> UInt64 {
        try byteCount("Private_Dirty:", of: pid)
    }

    /// The bytes that this process has on its heap now, those of large blocks included.
    public static var heapByteCount: Int { Int(clinux_heap_byte_count()) }

    /// Reads the proportional share of a process: its own memory, and of what it shares with others
    /// its part.
    ///
    /// The sum over processes that share with nobody else is what they cost together.
    ///
    /// - Throws: `SystemError`: `notFound` when it is gone, `accessDenied` for another user's.
    public static func shareByteCount(of pid: Int32) throws(SystemError) -> UInt64 {
        try byteCount("Pss:", of: pid)
    }

    private static func byteCount(
        _ prefix: String,
        of pid: Int32
    ) throws(SystemError) -> UInt64 {
        let path = "/proc/\(pid)/smaps_rollup"
        let text = try Files.readText(path, byteCountMax: 16_384)
        let line = text.split(separator: "\n").first { $0.hasPrefix(prefix) }
        let words = line?.dropFirst(prefix.count).split(separator: " ") ?? []
        guard words.count == 2, words[1] == "kB", let kibibytes = UInt64(words[0]) else {
            throw SystemError(call: "read", object: path, errno: .noData)
        }
        return kibibytes * 1_024
    }
}

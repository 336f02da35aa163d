/// What a process costs in memory.
public enum MemoryUsage {
    /// Reads how many bytes a process has written to that it shares with nobody.
    ///
    /// - Throws: `SystemError`: `notFound` when it is gone, `accessDenied` for another user's.
    public static func privateDirtyByteCount(of pid: Int32) throws(SystemError) -> UInt64 {
        let path = "/proc/\(pid)/smaps_rollup"
        let text = try Files.readText(path, byteCountMax: 16_384)
        let prefix = "Private_Dirty:"
        let line = text.split(separator: "\n").first { $0.hasPrefix(prefix) }
        let words = line?.dropFirst(prefix.count).split(separator: " ") ?? []
        guard words.count == 2, words[1] == "kB", let kibibytes = UInt64(words[0]) else {
            throw SystemError(call: "read", object: path, errno: .noData)
        }
        return kibibytes * 1_024
    }
}

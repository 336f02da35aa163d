internal import System

/// The variables that this process was started with.
struct Environment {
    /// Each `NAME=value`, in the order they were given.
    let entries: [String]

    /// Reads them.
    ///
    /// - Throws: `SystemError`, without `/proc`.
    init() throws(SystemError) {
        let bytes = try Files.read("/proc/self/environ", byteCountMax: 8 << 20)
        entries = bytes.split(separator: 0).map { String(decoding: $0, as: UTF8.self) }
    }

    /// The value of the first variable with this name, or nil.
    subscript(name: String) -> String? {
        let prefix = name + "="
        return entries.first { $0.hasPrefix(prefix) }.map { String($0.dropFirst(prefix.count)) }
    }
}

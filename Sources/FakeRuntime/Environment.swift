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

    /// Puts values in the place of `$NAME`, where a name has capital letters, digits and `_`.
    ///
    /// A variable that is not set is empty; a `$` before anything else stays.
    func expanding(_ text: String) -> String {
        var expanded = ""
        var rest = text[...]
        while let dollar = rest.firstIndex(of: "$") {
            expanded += rest[..<dollar]
            rest = rest[rest.index(after: dollar)...]
            let name = rest.prefix { "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_".contains($0) }
            expanded += name.isEmpty ? "$" : self[String(name)] ?? ""
            rest = rest.dropFirst(name.count)
        }
        return expanded + rest
    }

    /// The value of the first variable with this name, or nil.
    subscript(name: String) -> String? {
        let prefix = name + "="
        return entries.first { $0.hasPrefix(prefix) }.map { String($0.dropFirst(prefix.count)) }
    }
}

import CLinux

/// The environment that this process was started with.
public enum Environment {
    /// All entries, each `KEY=value`, in the order in which they were given.
    public static var entries: [String] {
        guard let block = clinux_environment() else { return [] }
        var entries: [String] = []
        var next = block
        while let entry = next.pointee {
            entries.append(String(cString: entry))
            next += 1
        }
        return entries
    }

    /// Returns the value of a key, or nil when it is not set; the first entry counts.
    ///
    /// - Complexity: O(entries).
    public static func value(of key: String) -> String? {
        let prefix = "\(key)="
        return entries.first { $0.hasPrefix(prefix) }.map { String($0.dropFirst(prefix.count)) }
    }
}

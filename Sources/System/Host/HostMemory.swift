/// How much memory this machine has left for us.
public struct HostMemory: Sendable {
    /// The most control groups above each other that are looked at.
    private static let groupCountMax = 16

    /// The folder of our own control group; nil where there is none that we can see.
    private let group: String?

    /// Finds our own control group.
    public init() {
        group = ControlGroupSupport.own()?.path
    }

    /// Reads how much can be had without swapping: the least of the machine's and of what the limits
    /// of our control group and those around it leave.
    ///
    /// Two or three small files of `/proc` and `/sys`, some 20 µs each.
    ///
    /// - Returns: KiB; nil where the machine does not say.
    public func availableKiB() -> UInt64? {
        guard var least = Self.text("/proc/meminfo").flatMap(Self.available(inMeminfo:)) else {
            return nil
        }
        guard var path = group else { return least }
        for _ in 0..<Self.groupCountMax {
            guard let limit = Self.text("\(path)/memory.max"),
                let current = Self.text("\(path)/memory.current")
            else { break }
            let room = Self.room(
                limit: limit,
                current: current,
                statistics: Self.text("\(path)/memory.stat") ?? ""
            )
            if let room { least = min(least, room) }
            guard let slash = path.lastIndex(of: "/") else { break }
            path = String(path[..<slash])
        }
        return least
    }

    /// Reads `MemAvailable`, in KiB.
    ///
    /// Source: proc(5), `/proc/meminfo`.
    static func available(inMeminfo text: String) -> UInt64? {
        let prefix = "MemAvailable:"
        let line = text.split(separator: "\n").first { $0.hasPrefix(prefix) }
        let words = line?.dropFirst(prefix.count).split(separator: " ") ?? []
        guard words.count == 2, words[1] == "kB" else { return nil }
        return UInt64(words[0])
    }

    /// What the limit of a control group leaves, in KiB; nil without a limit.
    ///
    /// Pages of files that nobody has used for a while can be had back at once.
    ///
    /// Source: Linux `Documentation/admin-guide/cgroup-v2.rst`, "Memory Interface Files".
    static func room(limit: String, current: String, statistics: String) -> UInt64? {
        guard let limit = number(limit), let current = number(current) else { return nil }
        let prefix = "inactive_file "
        let line = statistics.split(separator: "\n").first { $0.hasPrefix(prefix) }
        let reclaimable = line.flatMap { UInt64($0.dropFirst(prefix.count)) } ?? 0
        let used = current - min(current, reclaimable)
        return (limit - min(limit, used)) / 1024
    }

    private static func number(_ text: String) -> UInt64? {
        text.split(separator: "\n").first.flatMap { UInt64($0) }
    }

    /// Nil where there is no such file, or it is not ours to read: then it says nothing.
    private static func text(_ path: String) -> String? {
        do throws(SystemError) {
            return try Files.readText(path, byteCountMax: 65_536)
        } catch {
            return nil
        }
    }
}

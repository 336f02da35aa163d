import CLinux
public import Protocol

/// What `/proc` says about processes.
public enum ProcessTable {
    /// The most bytes of an environment value that can be asked for.
    public static let valueByteCountMax = 4_096

    /// Reads one process.
    ///
    /// - Throws: `SystemError` with `noSuchProcess` when no process has the pid.
    public static func entry(of pid: Int32) throws(SystemError) -> ProcessEntry {
        var process = clinux_process()
        try SystemCall.check("read process", "\(pid)", clinux_process_read(pid, &process))
        return ProcessEntry(
            identity: ProcessIdentity(pid: pid, startTicks: process.start_ticks),
            parent: process.parent,
            group: process.group,
            session: process.session,
            state: Character(Unicode.Scalar(UInt8(bitPattern: process.state))),
            residentBytes: UInt64(max(0, process.resident_pages)) * UInt64(clinux_page_bytes())
        )
    }

    /// Reads one process, or returns nil when no process has the pid.
    ///
    /// - Throws: `SystemError` for anything else, such as no `/proc`.
    public static func entryIfPresent(_ pid: Int32) throws(SystemError) -> ProcessEntry? {
        do {
            return try entry(of: pid)
        } catch  where error.errno == .noSuchProcess {
            return nil
        }
    }

    /// Returns the identity of the process that has a pid now, or nil when none has it.
    ///
    /// - Throws: `SystemError`, without `/proc`.
    public static func identity(of pid: Int32) throws(SystemError) -> ProcessIdentity? {
        try entryIfPresent(pid)?.identity
    }

    /// Tells whether this very process still runs; a zombie does not.
    ///
    /// - Throws: `SystemError`, without `/proc`: then nothing is known.
    public static func isAlive(_ identity: ProcessIdentity) throws(SystemError) -> Bool {
        guard let entry = try entryIfPresent(identity.pid) else { return false }
        return entry.identity == identity && !entry.isZombie
    }

    /// Returns all pids in ascending order, zombies included.
    ///
    /// - Throws: `SystemError`, without `/proc`.
    public static func processIDs() throws(SystemError) -> [Int32] {
        var all: [Int32] = []
        let scan = try ProcessScan()
        while let batch = try scan.next() { all += batch }
        return all
    }

    /// Reads one value from the environment that a process was started with.
    ///
    /// - Parameters:
    ///   - key: The name, without `=`.
    ///   - pid: The process.
    /// - Returns: Nil when it has no such key, is gone, is not ours to read, or the value is over
    ///   `valueByteCountMax` or not UTF-8.
    /// - Complexity: O(bytes of the environment), without allocating for it.
    public static func environmentValue(of key: String, in pid: Int32) -> String? {
        // A process in execve shows no environment for some microseconds; asking again yields
        // nothing only if it stays like that, which no executed program does.
        for _ in 0..<64 {
            switch readEnvironment(key, pid) {
            case .found(let value): return value
            case .absent: return nil
            case .executing:
                // Only a pause: when it fails, the next question comes earlier.
                _ = try? Poll.wait([], until: Clock.bootTime() + .milliseconds(1))
            }
        }
        return nil
    }

    private enum EnvironmentAnswer {
        case found(String?)
        case absent
        case executing
    }

    private static func readEnvironment(_ key: String, _ pid: Int32) -> EnvironmentAnswer {
        withUnsafeTemporaryAllocation(of: CChar.self, capacity: valueByteCountMax) { buffer in
            let length = clinux_process_environment(pid, key, buffer.baseAddress, buffer.count)
            if length == -Int(EAGAIN) { return .executing }
            if length < 0 { return .absent }
            let bytes = UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(buffer)[..<length])
            return .found(String(validating: bytes, as: UTF8.self))
        }
    }

    /// Returns the pids of the children of a process, zombies included.
    ///
    /// For the calling process the list is complete as long as it reaps nothing meanwhile. For
    /// others the kernel may skip some while one of them is being reaped: repeat until it is
    /// stable.
    ///
    /// - Returns: In order of birth or adoption for each thread; empty when the process is gone.
    /// - Throws: `SystemError`, without `/proc`.
    public static func children(of pid: Int32) throws(SystemError) -> [Int32] {
        var buffer = [Int32](repeating: 0, count: 64)
        while true {
            let capacity = buffer.count
            let count = clinux_process_children(pid, &buffer, capacity)
            if count == -Int(ENOSYS) { return try childrenByParent(pid) }
            if count == -Int(ESRCH) { return [] }
            try SystemCall.check("list children of", "\(pid)", count)
            if count <= capacity { return Array(buffer.prefix(count)) }
            buffer = [Int32](repeating: 0, count: count * 2)
        }
    }

    /// The way without `/proc/PID/task/TID/children`: everything whose parent is `pid`.
    static func childrenByParent(_ pid: Int32) throws(SystemError) -> [Int32] {
        var children: [Int32] = []
        let scan = try ProcessScan()
        while let batch = try scan.next() {
            for candidate in batch where try entryIfPresent(candidate)?.parent == pid {
                children.append(candidate)
            }
        }
        return children
    }
}

import CLinux
public import Protocol

/// What a sub-reaper owes the orphans it was given: to reap them.
public enum Orphans {
    /// Reaps our zombie children, except those whose exit status somebody waits for.
    ///
    /// Called by a sub-reaper when SIGCHLD was read.
    ///
    /// - Parameter handled: The children that have a `ProcessHandle`, which reaps them.
    /// - Returns: How many were reaped.
    /// - Throws: `SystemError`, without `/proc`.
    @discardableResult
    public static func reap(besides handled: [ProcessIdentity]) throws(SystemError) -> Int {
        let exceptions = Set(handled.map(\.pid))
        var count = 0
        for pid in try ProcessTable.children(of: CurrentProcess.pid) {
            guard !exceptions.contains(pid) else { continue }
            var status = clinux_exit_info()
            let result = clinux_reap_pid(pid, &status)
            if result == 0, status.kind != CLINUX_RUNNING { count += 1 }
        }
        return count
    }
}

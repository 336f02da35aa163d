import CLinux
public import Protocol

/// systemd, as far as a service talks to it.
///
/// Source: sd_notify(3), sd_watchdog_enabled(3).
public enum ServiceManager {
    /// Tells the service manager about our state.
    ///
    /// - Parameter state: Assignments, one a line: `READY=1`, `STOPPING=1`, `WATCHDOG=1`,
    ///   `STATUS=…`, `MAINPID=…`, `RELOADING=1`.
    /// - Returns: False when nobody asked to be told (`NOTIFY_SOCKET` is not set).
    /// - Throws: `SystemError`; nothing was told. The caller goes on: it is no reason to stop.
    @discardableResult
    public static func notify(_ state: String) throws(SystemError) -> Bool {
        guard let path = Environment.value(of: "NOTIFY_SOCKET"), !path.isEmpty else { return false }
        let created = clinux_socket_datagram()
        let socket = Descriptor(adopting: try SystemCall.check("create socket", path, created))
        // `@` stands for the NUL of the abstract namespace.
        let address = path.hasPrefix("@") ? "\0" + path.dropFirst() : path
        let connected = clinux_connect(socket.rawValue, address, address.utf8.count)
        try SystemCall.check("connect", path, connected)
        let bytes = Array(state.utf8)
        try SystemCall.check("notify", path, clinux_send(socket.rawValue, bytes, bytes.count))
        return true
    }

    /// How often at the latest `WATCHDOG=1` is expected; half of it is a good period.
    ///
    /// Nil when no watchdog is set, or it is another process's.
    public static var watchdogInterval: Interval? {
        if let pid = Environment.value(of: "WATCHDOG_PID"), Int32(pid) != CurrentProcess.pid {
            return nil
        }
        guard let text = Environment.value(of: "WATCHDOG_USEC"), let count = UInt64(text),
            count > 0, count <= UInt64.max / 1_000
        else { return nil }
        return Interval(nanoseconds: count * 1_000)
    }
}

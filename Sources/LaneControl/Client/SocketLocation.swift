/// Where the control socket is.
enum SocketLocation {
    /// The socket of a supervisor that runs as a system service.
    static let system = "/run/lanekeeper/control.sock"

    /// Chooses the path to connect to: `--socket`, then `LANEKEEPER_SOCKET`, then the user's socket
    /// if it exists, then the system's.
    ///
    /// Root has no socket of its own: a supervisor that root starts is the system's, also where the
    /// login has set `XDG_RUNTIME_DIR`.
    ///
    /// - Parameters:
    ///   - option: What `--socket` says.
    ///   - uid: Who asks.
    ///   - environment: Variables of the environment; empty ones count as absent.
    ///   - exists: Whether there is something at a path.
    /// - Returns: A path; that nothing is there is found out by connecting.
    static func path(
        option: String?,
        uid: UInt32,
        environment: (String) -> String?,
        exists: (String) -> Bool
    ) -> String {
        if let option { return option }
        if let named = value("LANEKEEPER_SOCKET", environment) { return named }
        guard uid != 0, let folder = value("XDG_RUNTIME_DIR", environment) else { return system }
        let user = folder + "/lanekeeper/control.sock"
        // Where neither is there, the message names the one that a user would start first.
        return exists(user) || !exists(system) ? user : system
    }

    private static func value(_ name: String, _ environment: (String) -> String?) -> String? {
        environment(name).flatMap { $0.isEmpty ? nil : $0 }
    }
}

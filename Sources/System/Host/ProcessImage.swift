import CLinux

/// The replacement of this process's program by another, as an upgrade does it.
public enum ProcessImage {
    /// Executes a program in this process: same pid, same children, nothing else kept.
    ///
    /// Blocked signals stay blocked, so one that comes in between waits for the new program.
    ///
    /// - Parameters:
    ///   - path: The program's file.
    ///   - arguments: The whole argument list, with the program's name first.
    ///   - environment: The whole environment, each entry `KEY=value`.
    ///   - kept: Descriptors that the new program inherits under the same numbers.
    /// - Throws: `SystemError`: nothing has changed; the descriptors are CLOEXEC again.
    public static func replace(
        with path: String,
        arguments: [String],
        environment: [String],
        keeping kept: [Int32]
    ) throws(SystemError) -> Never {
        defer { setCloseOnExec(kept, true) }
        setCloseOnExec(kept, false)
        let result = CStringList.with(arguments) { arguments in
            CStringList.with(environment) { environment in
                clinux_execute(path, arguments, environment)
            }
        }
        throw SystemError(call: "execute", object: path, errno: Errno(rawValue: -result))
    }

    private static func setCloseOnExec(_ descriptors: [Int32], _ enabled: Bool) {
        for descriptor in descriptors {
            // Fails only for a number that is not open, which the new program finds out itself.
            _ = clinux_set_close_on_exec(descriptor, enabled ? 1 : 0)
        }
    }
}

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

    /// Executes a program in this process, looked up as `SpawnRequest` looks it up.
    ///
    /// - Parameters:
    ///   - arguments: The whole argument list; its first element is the program: a path if it has a
    ///     slash, else a name that is looked up in the `PATH` of `environment`.
    ///   - environment: The whole environment, each entry `KEY=value`.
    /// - Throws: `SystemError`: nothing has changed.
    public static func replace(
        searching arguments: [String],
        environment: [String]
    ) throws(SystemError) -> Never {
        let program = arguments.first ?? ""
        var failure = SystemError(call: "execute", object: program, errno: .notFound)
        for path in ProgramSearch.candidates(program, environment) {
            do throws(SystemError) {
                try replace(with: path, arguments: arguments, environment: environment, keeping: [])
            } catch {
                guard ProgramSearch.goesOn(after: error.errno) else { throw error }
                if error.errno == .accessDenied { failure = error }
            }
        }
        throw failure
    }

    /// Checks that a program can be executed, as far as that is known beforehand.
    ///
    /// - Parameter path: The program's file; a link is followed.
    /// - Throws: `SystemError`: it is missing, no file, or may not be executed.
    public static func check(_ path: String) throws(SystemError) {
        try SystemCall.check("execute", path, clinux_access_execute(path))
        guard try Files.information(Files.resolve(path))?.kind == .file else {
            throw SystemError(call: "execute", object: path, errno: .accessDenied)
        }
    }

    private static func setCloseOnExec(_ descriptors: [Int32], _ enabled: Bool) {
        for descriptor in descriptors {
            // Fails only for a number that is not open, which the new program finds out itself.
            _ = clinux_set_close_on_exec(descriptor, enabled ? 1 : 0)
        }
    }
}

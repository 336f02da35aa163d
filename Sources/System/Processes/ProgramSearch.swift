/// Where a program is looked for.
///
/// Source: execvpe(3); but what is in no known format is never handed to a shell.
enum ProgramSearch {
    /// What to try, in order.
    ///
    /// - Parameters:
    ///   - program: A path if it has a slash, else a name.
    ///   - environment: Entries `KEY=value`; `PATH` is that of the program to be, not our own.
    /// - Returns: Empty for an empty name.
    static func candidates(_ program: String, _ environment: [String]) -> [String] {
        guard !program.utf8.contains(UInt8(ascii: "/")) else { return [program] }
        guard !program.isEmpty else { return [] }
        let entry = environment.first { $0.hasPrefix("PATH=") }
        let path = entry.map { $0.dropFirst(5) } ?? "/bin:/usr/bin"
        return path.split(separator: ":", omittingEmptySubsequences: false).map { folder in
            folder.isEmpty ? "./\(program)" : "\(folder)/\(program)"
        }
    }

    /// Whether the next one is tried when one could not be executed; spawn.c says the same.
    static func goesOn(after errno: Errno) -> Bool {
        errno == .accessDenied || errno == .notFound || errno == .notFolder
    }
}

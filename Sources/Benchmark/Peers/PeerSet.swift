import System

/// The other programs that numbers stand beside, as `script/bench --peers` has put them in a folder.
///
/// Each may be missing: then what would stand beside it is measured alone, and is not judged.
struct PeerSet {
    /// The folder: `root` has what Debian's packages hold, `venv` Python with its packages.
    let folder: String
    /// The folder of the clients in Python.
    let clients: String

    /// - Parameters:
    ///   - folder: An absolute path.
    ///   - clients: An absolute path.
    init(folder: String, clients: String) {
        self.folder = folder
        self.clients = clients
    }

    /// The Python that has the packages; nil if there is none.
    var python: String? { first(of: ["\(folder)/venv/bin/python3"]) }

    /// Where an installed program is: in the folder, or else on this machine.
    ///
    /// - Returns: An absolute path; nil if there is none.
    func program(_ name: String) -> String? {
        let own = Self.folders.map { "\(folder)/root\($0)" }
        return first(of: (own + Self.folders).map { "\($0)/\(name)" })
    }

    /// What a peer gets: its own libraries, and nothing of ours.
    ///
    /// - Parameter home: Its folder.
    /// - Returns: The whole environment, each entry `KEY=value`.
    func environment(home: String) -> [String] {
        let own = Self.folders.map { "\(folder)/root\($0)" }
        let libraries = Self.libraries.flatMap { path in
            ["\(folder)/root\(path)", "\(folder)/root\(path)/slurm-wlm"]
        }
        return [
            "PATH=\((["\(folder)/venv/bin"] + own + Self.folders).joined(separator: ":"))",
            "LD_LIBRARY_PATH=\(libraries.joined(separator: ":"))", "HOME=\(home)", "TMPDIR=\(home)",
            "LANG=C.UTF-8",
            "PYTHONPATH=\(clients)", "PYTHONDONTWRITEBYTECODE=1",
        ]
    }

    /// Where Slurm's plug-ins were unpacked; nil where they are the machine's own.
    var slurmPlugins: String? {
        first(of: Self.libraries.map { "\(folder)/root\($0)/slurm-wlm" })
    }

    private static let folders = ["/usr/sbin", "/usr/bin", "/sbin", "/bin"]
    private static let libraries = [
        "/usr/lib/x86_64-linux-gnu", "/usr/lib/aarch64-linux-gnu", "/usr/lib",
    ]

    private func first(of paths: [String]) -> String? { paths.first { Files.exists($0) } }
}

/// Where a measure finds its programs and its disk, and how much it takes.
struct Workbench {
    /// The folder of `lanekeeper` and `lane-worker`.
    let programs: String
    /// The folder in which instances get theirs.
    let directory: String
    /// Few samples instead of enough.
    let isQuick: Bool
    /// Supervisors write their log to our standard error.
    let isVerbose: Bool
    /// What numbers stand beside; nil without `--peers`.
    var peers: PeerSet?

    /// A number of samples: the one given, or a tenth of it.
    func count(_ full: Int) -> Int { isQuick ? max(1, full / 10) : full }

    /// The path of a program.
    func program(_ name: String) -> String { "\(programs)/\(name)" }
}

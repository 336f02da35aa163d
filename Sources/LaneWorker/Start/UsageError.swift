/// A command line that makes no sense.
struct UsageError: Error, Equatable, CustomStringConvertible {
    /// Every problem, in the order in which they were found.
    let problems: [String]

    /// One line for each problem, as standard error gets it.
    var description: String {
        problems.map { "lane-worker: \($0) (see lane-worker --help)\n" }.joined()
    }
}

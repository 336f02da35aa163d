/// One line of `doctor`.
struct DoctorCheck: Equatable {
    /// How bad it is.
    enum Level: String {
        /// As it should be.
        case ok
        /// Works, with a restriction that an operator should know.
        case warn
        /// Does not work.
        case fail
    }

    /// How bad it is.
    let level: Level
    /// A word that names the check, for scripts.
    let name: String
    /// What was found.
    let finding: String
    /// What to do; nil if there is nothing to do.
    let remedy: String?

    init(_ level: Level, _ name: String, _ finding: String, _ remedy: String? = nil) {
        self.level = level
        self.name = name
        self.finding = finding
        self.remedy = remedy
    }

    /// The check as a document of kind `Check`.
    var json: String {
        let members = [
            ("apiVersion", "lanekeeper/v1"), ("finding", finding), ("kind", "Check"),
            ("level", level.rawValue), ("name", name),
        ]
        let all = members + (remedy.map { [("remedy", $0)] } ?? [])
        return "{" + all.map { "\"\($0.0)\":\(RawJSON.string($0.1))" }.joined(separator: ",") + "}"
    }
}

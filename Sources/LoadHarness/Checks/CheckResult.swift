/// What a check saw.
struct CheckResult: Equatable, Sendable {
    /// How many objects it compared: a check that looked at nothing proves nothing.
    var examinedCount = 0
    var findings: [Finding] = []
    /// What it could not decide, and why; empty if nothing.
    var gaps: [String] = []
}

import Protocol

/// Everything that a load has shown: what the table, the document and the page are made of.
struct LoadReport: Sendable {
    var scenario: Scenario
    var seed: UInt64
    /// The machine, in one line.
    var machine: String
    /// The supervisor's version.
    var version: String
    var evidence: Evidence
    /// One for each invariant, in the order of its cases.
    var results: [(invariant: Invariant, result: CheckResult)]
    /// Every number, those with a bound first.
    var figures: [LoadFigure]

    /// True if nothing was found, every bound is kept and every check looked at something.
    var hasPassed: Bool {
        results.allSatisfy { $0.result.findings.isEmpty }
            && figures.allSatisfy { $0.isMet != false }
    }
}

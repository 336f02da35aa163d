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

    /// True if nothing was found, every bound is kept and every check looked at something or says why
    /// it could not.
    var hasPassed: Bool {
        !results.isEmpty && results.allSatisfy { $0.result.findings.isEmpty }
            && figures.allSatisfy { $0.isMet != false }
            && blindChecks.isEmpty
    }

    /// The checks that looked at nothing and do not say why: they prove nothing.
    var blindChecks: [Invariant] {
        results.filter { $0.result.examinedCount == 0 && $0.result.gaps.isEmpty }.map(\.invariant)
    }

    /// Everything that was found, in the order of the invariants.
    var findings: [Finding] { results.flatMap(\.result.findings) }

    /// What could not be looked at or decided, each once, in the order in which it was told.
    var gaps: [String] {
        var gaps: [String] = []
        for gap in evidence.gaps + results.flatMap(\.result.gaps) where !gaps.contains(gap) {
            gaps.append(gap)
        }
        return gaps
    }

    /// How often an invariant was broken.
    func findingCount(of invariant: Invariant) -> Int {
        results.filter { $0.invariant == invariant }.reduce(0) { $0 + $1.result.findings.count }
    }

    /// The figure of a key; nil if there is none, or if nothing was measured.
    func figure(_ key: String) -> LoadFigure? {
        figures.first { $0.key == key && $0.sampleCount > 0 }
    }
}

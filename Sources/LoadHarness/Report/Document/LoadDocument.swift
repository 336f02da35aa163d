import DataStructures
import Protocol

/// The report for machines: one JSON document of kind `LoadReport`, one line, members sorted by name.
///
/// The same report gives the same bytes.
enum LoadDocument {
    /// Findings of one invariant that are written out; `finding_count` counts all.
    static let findingCountMax = 1000

    /// Writes the document and a line end.
    static func text(_ report: LoadReport) -> [UInt8] {
        var document: OrderedTable<String, JSONValue> = [
            "apiVersion": .string("lanekeeper/v1"),
            "kind": .string("LoadReport"),
            "machine": .string(report.machine),
            "passed": .bool(report.hasPassed),
            // Not a number: most readers of JSON round those of 64 bits.
            "seed": .string(String(report.seed)),
            "verdict": .string(LoadVerdict.sentence(report)),
            "version": .string(report.version),
        ]
        document["scenario"] = .object(scenario(report.scenario))
        document["invariants"] = .array(report.results.map { .object(invariant($0, $1)) })
        document["gaps"] = .array(report.gaps.map { .string($0) })
        document["figures"] = .object(figures(report.figures))
        document["series"] = .object(SeriesDocument.members(report.evidence))
        for (name, value) in EvidenceDocument.members(report.evidence) { document[name] = value }
        return JSONText.encode(.object(document)) + [UInt8(ascii: "\n")]
    }

    private static func scenario(_ scenario: Scenario) -> OrderedTable<String, JSONValue> {
        [
            "duration_ms": .integer(Int64(scenario.duration.wholeMilliseconds)),
            "lane_count": .integer(Int64(scenario.laneCount)),
            "name": .string(scenario.name),
            "pool_count": .integer(Int64(scenario.poolCount)),
            "slot_count": .integer(Int64(scenario.slotCount)),
            "summary": .string(scenario.summary),
        ]
    }

    private static func invariant(
        _ invariant: Invariant,
        _ result: CheckResult
    ) -> OrderedTable<String, JSONValue> {
        [
            "compared_count": .integer(Int64(result.examinedCount)),
            "finding_count": .integer(Int64(result.findings.count)),
            "findings": .array(
                result.findings.prefix(findingCountMax).map { finding in
                    .object([
                        "message": .string(finding.message), "object": .string(finding.object),
                    ])
                }
            ),
            "gaps": .array(result.gaps.map { .string($0) }),
            "invariant": .string(invariant.rawValue),
        ]
    }

    private static func figures(_ figures: [LoadFigure]) -> OrderedTable<String, JSONValue> {
        var members = OrderedTable<String, JSONValue>()
        for figure in figures { members[figure.key] = .object(self.members(of: figure)) }
        return members
    }

    private static func members(of figure: LoadFigure) -> OrderedTable<String, JSONValue> {
        var members: OrderedTable<String, JSONValue> = [
            "name": .string(figure.name),
            "sample_count": .integer(Int64(figure.sampleCount)),
            "unit": .string(figure.unit),
            "value": figure.sampleCount > 0 ? .double(figure.value) : .null,
        ]
        if let bound = figure.bound { members["bound"] = .string(bound) }
        if let isMet = figure.isMet { members["is_met"] = .bool(isMet) }
        if let note = figure.note { members["note"] = .string(note) }
        return members
    }
}

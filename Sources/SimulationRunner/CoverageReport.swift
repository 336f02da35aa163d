import Simulation

/// Hits of faults and cells as text.
struct CoverageReport {
    private let coverage: Coverage

    init(_ coverage: Coverage) {
        self.coverage = coverage
    }

    /// One line a fault, then one a cell.
    var text: String {
        var lines = Fault.allCases.map { "fault \($0): \(coverage.faults[$0.rawValue])" }
        for table in coverage.tables {
            for (stateIndex, state) in table.states.enumerated() {
                for (eventIndex, event) in table.events.enumerated() {
                    let count = table.count(state: stateIndex, event: eventIndex)
                    lines.append("\(table.machine) (\(state), \(event)): \(count)")
                }
            }
        }
        return lines.joined(separator: "\n") + "\n"
    }
}

extension Coverage {
    /// What can be reached and was not, one line each.
    public var gaps: [String] {
        var gaps: [String] = []
        for fault in Fault.allCases where faults[fault.rawValue] == 0 {
            gaps.append("fault \(fault)")
        }
        for table in tables {
            for (stateIndex, state) in table.states.enumerated() {
                for (eventIndex, event) in table.events.enumerated()
                where table.count(state: stateIndex, event: eventIndex) == 0 {
                    let isKnown = UnreachableCells.all.contains {
                        $0.covers(table.machine, state, event)
                    }
                    if !isKnown { gaps.append("\(table.machine) (\(state), \(event))") }
                }
            }
        }
        return gaps
    }
}

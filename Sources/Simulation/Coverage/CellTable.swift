/// How often each (state, event) cell of one machine was reached.
public struct CellTable: Sendable {
    /// The machine.
    public let machine: String
    /// Its states.
    public let states: [String]
    /// Its events.
    public let events: [String]
    private var counts: [Int]

    /// Creates a table of zeros.
    public init(machine: String, states: [String], events: [String]) {
        self.machine = machine
        self.states = states
        self.events = events
        counts = Array(repeating: 0, count: states.count * events.count)
    }

    /// How often a cell was reached.
    public func count(state: Int, event: Int) -> Int {
        counts[state * events.count + event]
    }

    /// Counts a cell.
    mutating func hit(state: Int, event: Int) {
        counts[state * events.count + event] += 1
    }

    /// Adds the counts of another run.
    mutating func add(_ other: CellTable) {
        for index in counts.indices { counts[index] += other.counts[index] }
    }
}

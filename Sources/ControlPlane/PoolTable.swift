import DataStructures
import Protocol

/// The pools by name, which of them were changed in this turn, and when time alone changes one.
///
/// As with lanes, a turn looks only at pools that were changed or are due. Every change of what a
/// pool grants goes through `change`, which is how it is noticed.
struct PoolTable {
    private var table = OrderedTable<String, Pool>()
    private var touched = OrderedTable<String, Bool>()
    /// Those to which the start or the end of a run may mean something.
    private var notable = OrderedTable<String, Bool>()
    /// The states of pools as the ledger has them, where it has any.
    private var saved = OrderedTable<String, PoolRecord>()

    /// The first time at which a pool changes by itself; nil if none does.
    private(set) var firstDue: WallTime?

    /// The names, ascending.
    var keys: [String] { table.map(\.key) }

    /// The pools that were changed since `endTurn`, ascending.
    var touchedKeys: [String] { touched.map(\.key) }

    /// A pool; nil if there is none of this name.
    subscript(name: String) -> Pool? { table[name] }

    /// True if the start or the end of a run may change what the pool grants, or what is known of
    /// it: its provider has said something, or somebody holds it.
    func isNotable(_ name: String) -> Bool {
        !notable.isEmpty && notable.contains(name)
    }

    /// Puts a pool of which nothing is known in its place.
    mutating func add(_ name: String) {
        table[name] = Pool()
        touched[name] = true
    }

    /// Puts a pool in its place that goes on where the ledger says.
    mutating func restore(_ record: PoolRecord) {
        let pool = Pool(record)
        table[record.name] = pool
        saved[record.name] = record
        touched[record.name] = true
        notable[record.name] = pool.machine.isSettled ? nil : true
    }

    /// Changes what does not matter to what the pool grants.
    ///
    /// - Returns: What `body` returns; nil if there is no such pool.
    @discardableResult
    mutating func modify<Result>(_ name: String, _ body: (inout Pool) -> Result) -> Result? {
        table.modify(name, body)
    }

    /// Changes what the pool grants; the pool is marked if it is not what it was.
    ///
    /// - Returns: What `body` returns; nil if there is no such pool.
    @discardableResult
    mutating func change<Result>(
        _ name: String,
        _ body: (inout PoolMachine) -> Result
    ) -> Result? {
        guard let old = table[name]?.machine else { return nil }
        var machine = old
        let result = body(&machine)
        if machine != old {
            table.modify(name) { $0.machine = machine }
            touched[name] = true
            notable[name] = machine.isSettled ? nil : true
        }
        return result
    }

    /// The states that the ledger does not have as they are, ascending by name; it has them now.
    mutating func takeUnsaved() -> [PoolRecord] {
        var records: [PoolRecord] = []
        for (name, _) in touched {
            guard let record = table[name]?.machine.record(name: name),
                record != saved[name] ?? PoolRecord(name: name)
            else { continue }
            saved[name] = record
            records.append(record)
        }
        return records
    }

    /// Marks a pool as changed: it may be in the configuration anew, or not any more.
    mutating func touch(_ name: String) {
        touched[name] = true
    }

    /// The turn is over: no pool is marked as changed any more.
    ///
    /// - Parameter policies: The pools of the configuration; one that is not among them rests.
    mutating func endTurn(_ policies: OrderedTable<String, PoolPolicy>) {
        guard !touched.isEmpty else { return }
        touched.removeAll()
        firstDue = policies.compactMap { table[$0.key]?.machine.nextChangeAt }.min()
    }
}

import DataStructures
import System

extension OrderedTable<String, String> {
    /// Names and values of this process's environment; of entries with one name the first counts.
    static var ofThisProcess: OrderedTable {
        var table = OrderedTable()
        for entry in Environment.entries {
            let parts = entry.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard parts.count == 2, !table.contains(String(parts[0])) else { continue }
            table[String(parts[0])] = String(parts[1])
        }
        return table
    }
}

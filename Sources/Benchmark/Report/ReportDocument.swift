import DataStructures
import Harness
import Protocol

/// The figures as JSON, for machines.
enum ReportDocument {
    /// Writes one line: `machine` and `figures`.
    static func text(_ summaries: [Summary], _ machine: Machine) -> [UInt8] {
        var document = OrderedTable<String, JSONValue>()
        document["machine"] = .object(members(of: machine))
        document["figures"] = .array(summaries.map { .object(members(of: $0)) })
        return JSONText.encode(.object(document)) + [UInt8(ascii: "\n")]
    }

    private static func members(of machine: Machine) -> OrderedTable<String, JSONValue> {
        var members = OrderedTable<String, JSONValue>()
        members["processor"] = .string(machine.processor)
        members["processor_count"] = .integer(Int64(machine.processorCount))
        members["kernel"] = .string(machine.kernel)
        members["load_average"] = .string(machine.loadAverage)
        return members
    }

    private static func members(of summary: Summary) -> OrderedTable<String, JSONValue> {
        var members = OrderedTable<String, JSONValue>()
        members["name"] = .string(summary.name)
        members["unit"] = .string(summary.unit)
        members["median"] = .double(summary.value)
        members["min"] = .double(summary.least)
        members["max"] = .double(summary.most)
        members["run_count"] = .integer(Int64(summary.runCount))
        members["sample_count"] = .integer(Int64(summary.sampleCount))
        if let limit = summary.limit {
            members["limit"] = .double(limit)
            members["limit_name"] = .string(summary.limitName)
        }
        if let ratio = summary.ratio { members["ratio"] = .double(ratio) }
        if let target = summary.target {
            members["target"] = .string(target.text(unit: summary.unit))
        }
        if let isMet = summary.isMet { members["is_met"] = .bool(isMet) }
        return members
    }
}

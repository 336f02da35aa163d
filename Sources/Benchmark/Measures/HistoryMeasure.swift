import Harness
import Protocol
import System

/// Pages of the ledger that a submit and a dispatch read and write with a million finished missions,
/// beside an empty ledger.
///
/// Reads are those of the file and its log; writes are those of the log, because what is copied to
/// the file later belongs to no mission.
struct HistoryMeasure: Measure {
    private static let pageByteCount = 4096

    func run(_ bench: Workbench) throws(HarnessError) -> [Figure] {
        var shape = InstanceShape(laneCount: 1)
        shape.work = .noop
        let instance = try Instance(bench, shape)
        let count = bench.count(200)
        _ = try lives(count / 4, "first", instance)
        let before = try pages(count, "empty", instance)
        try instance.stopSupervisor()
        let finishedCount = bench.count(1_000_000)
        try LedgerFiller.fill(instance.ledgerPath, finishedCount: finishedCount)
        _ = try instance.restart()
        try instance.waitUntilReady(try instance.client())
        _ = try lives(count / 4, "again", instance)
        let after = try pages(count, "full", instance)
        var figures: [Figure] = []
        for (none, many) in zip(before, after) {
            let name = "\(none.name), \(finishedCount) finished missions"
            figures.append(
                Figure(
                    name: "\(name), more than with none",
                    unit: "pages",
                    value: many.value - none.value,
                    target: .valueAtMost(2),
                    sampleCount: count
                )
            )
            figures.append(
                Figure(
                    name: name,
                    unit: "pages",
                    value: many.value,
                    limit: none.value,
                    limitName: "none",
                    sampleCount: count
                )
            )
        }
        return figures
    }

    private typealias Pages = (name: String, value: Double)

    /// A submit alone, while nothing starts; then whole lives, less a submit: the dispatch and the
    /// end that cannot be told apart from it.
    private func pages(
        _ count: Int,
        _ prefix: String,
        _ instance: Instance
    ) throws(HarnessError) -> [Pages] {
        let whole = try traced(instance, "\(prefix).lives") { () throws(HarnessError) in
            try lives(count, prefix, instance)
        }
        let client = try instance.client()
        try instance.pauseLanes(client)
        let submits = try traced(instance, "\(prefix).submits") { () throws(HarnessError) in
            _ = try ClosedLoop(client, prefix: "\(prefix)-s", mission: SampleMission.job).run(count)
        }
        try instance.resumeLanes(client)
        try instance.waitUntilIdle(client)
        let share = 1 / Double(count)
        return [
            ("pages read, a submit", Double(submits.read) * share),
            ("pages written, a submit", Double(submits.written) * share),
            ("pages read, a dispatch and end", Double(whole.read - submits.read) * share),
            ("pages written, a dispatch and end", Double(whole.written - submits.written) * share),
        ]
    }

    private func lives(
        _ count: Int,
        _ prefix: String,
        _ instance: Instance
    ) throws(HarnessError) {
        let loop = try LifeLoop(try instance.client(connectionCount: 2), prefix: "\(prefix)-l")
        for number in 0..<count { _ = try loop.runOne(number) }
    }

    private func traced(
        _ instance: Instance,
        _ name: String,
        _ body: () throws(HarnessError) -> Void
    ) throws(HarnessError) -> (read: Int, written: Int) {
        let log = try CallLog(
            instance.supervisor.identity.pid,
            output: "\(instance.folder)/\(name).calls"
        )
        try body()
        let pages = try log.end().filter { $0.result == Self.pageByteCount }
        let read = pages.count { $0.name == "pread64" && $0.path.contains("ledger.sqlite") }
        let written = pages.count { $0.name == "pwrite64" && $0.path.hasSuffix("-wal") }
        return (read, written)
    }
}

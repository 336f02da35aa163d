import XCTest

@testable import Protocol

final class SupervisorLinkTests: XCTestCase {
    func testEveryCommandIsItsGoldenFile() throws {
        var link = SupervisorLink()
        for sample in try Samples.laneCommands() {
            let line = link.encode(sample.command)

            let bytes = try GoldenFile(name: "lane-request.\(sample.name)").bytes(orWrite: line)
            XCTAssertEqual(
                String(decoding: line, as: UTF8.self),
                String(decoding: bytes, as: UTF8.self)
            )
            var worker = WorkerLink()
            guard case .command(let command, _) = worker.decode(bytes.dropLast()) else {
                XCTFail("\(sample.name) is refused")
                continue
            }
            XCTAssertEqual(command, sample.command)
        }
    }

    func testEveryReportIsItsGoldenFile() throws {
        var (supervisor, worker) = try greeted()
        for sample in try Samples.laneReports() {
            let line = try XCTUnwrap(worker.encode(sample.report), sample.name)

            let bytes = try GoldenFile(name: "lane-report.\(sample.name)").bytes(orWrite: line)
            XCTAssertEqual(
                String(decoding: line, as: UTF8.self),
                String(decoding: bytes, as: UTF8.self)
            )
            XCTAssertEqual(try supervisor.decode(bytes.dropLast()), sample.report)
            (supervisor, worker) = try greeted()
        }
    }

    func testEveryMethodAndNoticeHasASample() throws {
        let methods = try Samples.laneCommands().map(\.command.method)
        let notices = try Samples.laneReports().compactMap(\.report.notice)

        XCTAssertEqual(methods, LaneMethod.allCases)
        XCTAssertEqual(notices, LaneNotice.allCases)
    }

    func testAnswersFindTheirRequestInAnyOrder() throws {
        var supervisor = SupervisorLink()
        var worker = WorkerLink()
        var other = try Samples.order()
        other.runID = try Samples.run("m-0002.1")
        for order in [try Samples.order(), other] {
            _ = worker.decode(supervisor.encode(.startMission(order)).dropLast())
        }
        let second = LaneReport.accepted(runID: other.runID, fence: other.fence)
        let first = LaneReport.refused(runID: try Samples.run(), fence: Fence(17), message: "no")

        let lines = [try XCTUnwrap(worker.encode(second)), try XCTUnwrap(worker.encode(first))]

        XCTAssertEqual(try lines.map { try supervisor.decode($0.dropLast()) }, [second, first])
    }

    func testAnswerToACommandThatNeedsNoneIsNoReport() throws {
        var supervisor = SupervisorLink()
        var worker = WorkerLink()

        let received = worker.decode(supervisor.encode(.quiesce).dropLast())

        guard case .command(.quiesce, let answer?) = received else {
            return XCTFail("\(received)")
        }
        XCTAssertEqual(
            String(decoding: answer, as: UTF8.self),
            #"{"id":1,"jsonrpc":"2.0","result":{}}"# + "\n"
        )
        XCTAssertNil(try supervisor.decode(answer.dropLast()))
    }

    func testReportForAnotherConnectionIsForNobody() throws {
        var worker = WorkerLink()
        let order = try Samples.order()

        XCTAssertNil(worker.encode(.accepted(runID: order.runID, fence: order.fence)))
        XCTAssertNil(worker.encode(.hello(try Samples.workerHello())))
    }

    func testFieldsOfANewerWorkerAreSkipped() throws {
        var supervisor = SupervisorLink()
        let line = """
            {"jsonrpc":"2.0","method":"mission.unblocked","since":3,
            "params":{"run_id":"m-1.1","fence":4,"colour":"blue"}}
            """

        let report = try supervisor.decode(Array(line.utf8)[...])

        let run = try Samples.run("m-1.1")
        XCTAssertEqual(report, .unblocked(runID: run, fence: Fence(4)))
    }

    func testBadLinesOfAWorkerAreErrors() {
        let lines = [
            #"{"#, #"[]"#, #"{}"#, #"{"id":"x","result":{}}"#, #"{"method":"mission.unknown"}"#,
            #"{"method":"mission.unblocked","params":{"run_id":"m-1.1"}}"#,
            #"{"method":"mission.unblocked","params":[]}"#, #"{"id":7,"error":{"code":1}}"#,
        ]
        for line in lines {
            var supervisor = SupervisorLink()
            XCTAssertThrowsError(try supervisor.decode(Array(line.utf8)[...]), line)
        }
    }

    private func greeted() throws -> (SupervisorLink, WorkerLink) {
        var supervisor = SupervisorLink()
        var worker = WorkerLink()
        for sample in try Samples.laneCommands() {
            _ = worker.decode(supervisor.encode(sample.command).dropLast())
        }
        return (supervisor, worker)
    }
}

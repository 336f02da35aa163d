import Protocol
import XCTest

@testable import LaneCore

/// Tables of exit codes say what the code says.
final class ExitTableTests: XCTestCase {
    func testOperateListsEveryExitCodeOfThePrograms() throws {
        let rows = try Page("docs/operate.md").rows(under: "Exit codes")

        let listed = rows.compactMap { Int32($0[0]) }

        // 130 is the shell's convention for Ctrl-C.
        XCTAssertEqual(listed, ExitCode.allCases.map(\.rawValue) + [130])
    }

    func testRuntimesTellsTheExitContract() throws {
        let rows = try Page("docs/runtimes.md").rows(under: "The end of a run")
        let table = rows.filter { $0.count == 5 }

        XCTAssertEqual(table.count, 10)
        for row in table {
            let verdict = ExitContract.verdict(exit: exit(row[0]), result: nil, limit: nil)
            let told = [
                "`\(verdict.outcome.rawValue)`", "`\(verdict.reason.rawValue)`",
                verdict.scope.map { "`\($0.rawValue)`" } ?? "",
            ]
            XCTAssertEqual(Array(row[1...3]), told, row[0])
        }
    }

    func testRuntimesTellsTheErrorClasses() throws {
        let rows = try Page("docs/runtimes.md").rows(under: "The end of a run")

        for row in rows where row.count == 2 {
            for name in row[0].split(separator: ",").map({ $0.filter { !"` ".contains($0) } }) {
                let expected = ExitContract.verdict(
                    exit: exit(String(row[1].prefix { $0 != "," })),
                    result: nil,
                    limit: nil
                )
                var result = ResultReport(status: .error)
                result.errorClass = name
                let verdict = ExitContract.verdict(exit: .code(0), result: result, limit: nil)
                XCTAssertEqual(verdict.outcome, expected.outcome, name)
                let scope = row[1].contains("`session`") ? .session : expected.scope
                XCTAssertEqual(verdict.scope, scope, name)
            }
        }
    }

    private func exit(_ cell: String) -> ExitStatus {
        if cell.hasPrefix("a signal") { return .signal(11) }
        return .code(Int32(cell) ?? 42)
    }
}

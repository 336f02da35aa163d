import ControlPlane
import IntegrationSupport
import LedgerConformance
import Protocol
import System
import XCTest

@testable import Supervisor

/// The verb as a process.
final class LedgerCopyTests: XCTestCase {
    private func copy(_ from: String, _ to: String) throws -> ProgramOutput {
        try ProgramOutput.run(Products.path("lanekeeper"), ["copy-ledger", from, to])
    }

    func testCopyOfALedgerInUseIsPrivateAndCanBeOpened() throws {
        let folder = try TemporaryFolder()
        let ledger = try Ledger.open(folder.file("l"), bootID: "a").ledger
        try ledger.commit([
            .saveLane(Sample.laneRecord()), .insertMission(Sample.envelope("m1"), Sample.state()),
        ])

        let output = try copy(folder.file("l"), folder.file("copy"))

        XCTAssertEqual(output.code, 0, output.errors)
        XCTAssertEqual(output.errors, "")
        XCTAssertEqual(try Files.information(folder.file("copy"))?.mode, 0o600)
        XCTAssertEqual(try Ledger.open(folder.file("copy"), bootID: "a").state.missions.count, 1)
    }

    func testWhatIsThereIsNotTouched() throws {
        let folder = try TemporaryFolder()
        _ = try Ledger.open(folder.file("l"), bootID: "a")
        try folder.write([1, 2], to: "copy")

        let output = try copy(folder.file("l"), folder.file("copy"))

        XCTAssertEqual(output.code, ExitCode.conflict.rawValue)
        XCTAssertTrue(output.errors.contains("exists already"), output.errors)
        XCTAssertEqual(try folder.bytes("copy"), [1, 2])
    }

    func testWhatIsNoLedgerGivesOneLineAndNoFile() throws {
        let folder = try TemporaryFolder()
        try folder.write(Array("not a database at all, but long enough".utf8), to: "text")
        for name in ["text", "absent"] {
            let output = try copy(folder.file(name), folder.file("copy"))

            XCTAssertNotEqual(output.code, 0, name)
            XCTAssertEqual(output.errors.split(separator: "\n").count, 1, output.errors)
            XCTAssertEqual(
                try Files.list(folder.path).filter { $0.hasPrefix("copy") },
                [],
                name
            )
        }
    }
}

import ControlPlane
import DataStructures
import IntegrationSupport
import Protocol
import System
import XCTest

@testable import Supervisor

final class ConfigurationReloadTests: XCTestCase {
    private var folder: TemporaryFolder?
    private var capture: LogCapture?

    func testFileThatHoldsIsKeptOnlyWhenItIsApplied() throws {
        let reload = try makeReload("{lanes: {'vp.z': {}}}")

        XCTAssertEqual(lines(reload.validate()), ["\(try path()) is valid: 1 lanes"])
        XCTAssertFalse(Files.exists(reload.file.lastAcceptedPath))
        let loaded = try reload.apply()

        XCTAssertEqual(loaded.configuration.lanes.map(\.key.rawValue), ["vp.z"])
        XCTAssertTrue(Files.exists(reload.file.lastAcceptedPath))
        XCTAssertEqual(
            lines(ConfigurationReload.answer(to: loaded)),
            ["\(try path()) is in force; what runs is not touched"]
        )
        XCTAssertTrue(try text().contains("level=info event=configuration.loaded"))
    }

    func testEachMistakeIsALineOfTheLog() throws {
        let reload = try makeReload("{lanes: {'vp.z': {slots: 99, reserved: 1}}}")

        guard case .error(let error) = reload.validate() else { return XCTFail("valid") }
        XCTAssertEqual(try text(), "", "it was only asked for")
        XCTAssertThrowsError(try reload.apply()) { thrown in
            let refusal = thrown as? ConfigurationReload.Refusal
            XCTAssertEqual(refusal?.error, error)
            XCTAssertEqual(refusal?.problems.count, 2)
        }

        XCTAssertEqual(error.code, .configuration)
        XCTAssertEqual(
            try text().components(separatedBy: "event=configuration.invalid").count - 1,
            2
        )
        XCTAssertFalse(Files.exists(reload.file.lastAcceptedPath))
    }

    func testFileThatCannotBeKeptIsNoMistakeOfTheFile() throws {
        let reload = try makeReload("{lanes: {'vp.z': {}}}")
        // In the way of the temporary file.
        try Files.createFolders("\(reload.file.lastAcceptedPath).new", mode: 0o700)

        XCTAssertThrowsError(try reload.apply()) { thrown in
            let refusal = thrown as? ConfigurationReload.Refusal
            XCTAssertEqual(refusal?.error.code, .internalFailure)
            XCTAssertEqual(refusal?.problems, [])
        }
    }

    // MARK: Made

    private func makeReload(_ text: String) throws -> ConfigurationReload {
        let folder = try TemporaryFolder()
        let capture = try LogCapture()
        self.folder = folder
        self.capture = capture
        try folder.write(Array(text.utf8), to: "c.json")
        let paths = InstancePaths(state: folder.file("s"), runtime: folder.file("r"))
        try paths.create()
        return ConfigurationReload(
            file: ConfigurationFile(try path(), stateFolder: paths.state, environment: [:]),
            paths: paths,
            log: capture.log
        )
    }

    private func path() throws -> String { try XCTUnwrap(folder).file("c.json") }

    private func text() throws -> String { try XCTUnwrap(capture).text() }

    private func lines(_ reply: ControlReply) -> [String] {
        guard case .changed(let change) = reply else { return [] }
        return change.lines
    }
}

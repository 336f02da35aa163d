import Foundation
import Protocol
import System
import XCTest

@testable import LoadHarness

final class ScenarioLibraryTests: XCTestCase {
    private var folder = ""

    override func setUpWithError() throws {
        folder = FileManager.default.temporaryDirectory.path + "/lk-\(UUID().uuidString)"
        try Files.createFolders(folder, mode: 0o700)
    }

    override func tearDownWithError() throws {
        try Files.removeTree(folder)
    }

    private func write(_ path: String, _ text: String = "{ summary: \"what it proves\" }") throws {
        let place = "\(folder)/\(path)"
        let end = try XCTUnwrap(place.lastIndex(of: "/"))
        try Files.createFolders(String(place[..<end]), mode: 0o700)
        try Files.writeAtomically(Array(text.utf8), to: place, mode: 0o600)
    }

    private var library: ScenarioLibrary {
        ScenarioLibrary(current: "\(folder)/here", programs: "\(folder)/clone/.build/debug")
    }

    func testTheCurrentFolderIsBeforeTheProgramsOwn() throws {
        try write("here/config/load/a.json")
        try write("clone/config/load/a.json")
        try write("clone/config/load/b.json")
        try write("clone/.build/share/lanekeeper/load/c.json")
        try write("clone/config/load/notes.md")

        let entries = library.entries()

        XCTAssertEqual(entries.map(\.name), ["a", "b", "c"])
        XCTAssertEqual(try library.find("a").path, "\(folder)/here/config/load/a.json")
        XCTAssertEqual(try library.find("b").path, "\(folder)/clone/config/load/b.json")
    }

    func testAPathIsTheFileItself() throws {
        try write("mine.json")

        let entry = try library.find("\(folder)/mine.json")

        XCTAssertEqual(entry, .init(name: "mine", path: "\(folder)/mine.json"))
        assertFails("there is no file \"gone.json\"") { try library.find("gone.json") }
        assertFails("there is no file \"./gone\"") { try library.find("./gone") }
    }

    func testAnUnknownNameIsAnsweredWithTheKnownOnes() throws {
        assertFails("there is no scenario in \(folder)/here/config/load (name a file)") {
            try library.find("a")
        }
        try write("here/config/load/b.json")
        try write("here/config/load/a.json")

        assertFails("unknown scenario \"c\" (a, b; or the path of a file)") {
            try library.find("c")
        }
    }

    func testEveryProblemOfAFileIsALineWithItsPath() throws {
        try write("bad.json", "{ summary: \"x\", lanes: 0, durations: 1 }")
        let entry = try library.find("\(folder)/bad.json")

        XCTAssertThrowsError(try ScenarioLibrary.read(entry)) { error in
            let failure = error as? LoadFailure
            XCTAssertEqual(failure?.code, .usage)
            XCTAssertEqual(failure?.lines.count, 2)
            XCTAssertEqual(failure?.lines.allSatisfy { $0.hasPrefix("\(entry.path): ") }, true)
        }
    }

    func testListHasTheSentenceOfEach() throws {
        try write("here/config/load/long-name.json")
        try write("here/config/load/b.json", "{ summary: \"something else\" }")

        XCTAssertEqual(
            try LoadProgram.list(library),
            "b          something else\nlong-name  what it proves\n"
        )
    }

    func testEveryShippedScenarioIsFoundAndRead() throws {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        let library = ScenarioLibrary(current: root.path, programs: "/")
        let names = [
            "boot", "chaos", "deadline", "drain", "history", "pool", "priority", "smoke", "soak",
        ]

        for name in names {
            let entry = try library.find(name)
            XCTAssertEqual(try ScenarioLibrary.read(entry).name, name)
        }
    }

    private func assertFails(
        _ line: String,
        at number: UInt = #line,
        _ body: () throws -> ScenarioLibrary.Entry
    ) {
        XCTAssertThrowsError(try body(), line: number) { error in
            XCTAssertEqual(error as? LoadFailure, LoadFailure(usage: line), line: number)
        }
    }
}

import ControlPlane
import DataStructures
import Foundation
import Protocol
import XCTest

@testable import Supervisor

final class ConfigurationFileTests: XCTestCase {
    private let lane = "{lanes: {'vp.a': {slots: 3}}}"

    func testNoFileIsTheBuiltInConfiguration() throws {
        let folder = try Folder()

        let loaded = try folder.file(option: nil).loadAtBoot().get()

        XCTAssertEqual(loaded, LoadedConfiguration(configuration: .builtIn, origin: "built-in"))
        XCTAssertFalse(folder.exists("state/last-accepted.json"))
    }

    func testFileIsLoadedAndKeptByteForByteForItsUserOnly() throws {
        let folder = try Folder()
        try folder.write("// mine\n\(lane)\n", to: "a.json")

        let loaded = try folder.start()

        XCTAssertEqual(loaded.origin, folder.path("a.json"))
        XCTAssertEqual(loaded.problems, [])
        XCTAssertEqual(loaded.configuration.lanes.map(\.value.slotCount), [3])
        XCTAssertEqual(folder.text("state/last-accepted.json"), "// mine\n\(lane)\n")
        XCTAssertEqual(try folder.mode("state/last-accepted.json"), 0o600)
    }

    func testNamedFileThatIsMissingIsAProblem() throws {
        let folder = try Folder()

        let problems = folder.problems()

        XCTAssertEqual(problems.count, 1)
        XCTAssertTrue(problems.first?.contains(folder.path("a.json")) == true, "\(problems)")
        XCTAssertThrowsError(try folder.start())
    }

    func testInvalidFileAtStartUsesTheLastAcceptedOneAndSaysWhy() throws {
        let folder = try Folder()
        try folder.write(lane, to: "a.json")
        _ = try folder.start()
        try folder.write("{lanes: {'vp.a': {slots: 99}}}", to: "a.json")

        let loaded = try folder.start()

        XCTAssertEqual(loaded.origin, "last accepted")
        XCTAssertEqual(loaded.configuration.lanes.map(\.value.slotCount), [3])
        XCTAssertEqual(
            loaded.problems,
            ["lanes.vp.a.slots: 99 is above 64 (an integer from 1 to 64)"]
        )
        XCTAssertEqual(folder.text("state/last-accepted.json"), lane)
    }

    func testInvalidFileAtReloadIsRefusedThoughOneWasAccepted() throws {
        let folder = try Folder()
        try folder.write(lane, to: "a.json")
        _ = try folder.start()
        try folder.write("{", to: "a.json")

        XCTAssertThrowsError(try folder.file().load().get()) { error in
            XCTAssertEqual(
                (error as? ConfigurationProblems)?.lines,
                ["line 1, column 1: '{' is not closed"]
            )
        }
    }

    func testInvalidLastAcceptedFileIsNotUsed() throws {
        let folder = try Folder()
        try folder.write("{slots: 1}", to: "a.json")
        try folder.write("{", to: "state/last-accepted.json")

        XCTAssertThrowsError(try folder.start()) { error in
            XCTAssertEqual((error as? ConfigurationProblems)?.items.first?.path, "slots")
        }
    }

    func testValidationKeepsNothing() throws {
        let folder = try Folder()
        try folder.write(lane, to: "a.json")

        XCTAssertEqual(folder.problems(), [])
        XCTAssertFalse(folder.exists("state/last-accepted.json"))
    }

    func testLastAcceptedOneStaysWhenTheNextCannotBeKept() throws {
        let folder = try Folder()
        try folder.write(lane, to: "a.json")
        _ = try folder.start()
        try folder.write("{lanes: {b: {}}}", to: "a.json")
        // In the way of the temporary file of the next one.
        try FileManager.default.createDirectory(
            atPath: folder.path("state/last-accepted.json.new"),
            withIntermediateDirectories: false
        )

        XCTAssertThrowsError(try folder.start())

        XCTAssertEqual(folder.text("state/last-accepted.json"), lane)
    }

    func testFileOverTheLimitIsRefused() throws {
        let folder = try Folder()
        let blanks = String(repeating: " ", count: ConfigurationFile.byteCountMax - lane.utf8.count)
        try folder.write(lane + blanks, to: "a.json")
        XCTAssertEqual(folder.problems(), [])

        try folder.write(lane + blanks + " ", to: "a.json")

        XCTAssertTrue(folder.problems().first?.contains("at most 1048576 bytes") == true)
    }

    func testFolderInPlaceOfAFileIsRefused() throws {
        let folder = try Folder()
        try FileManager.default.createDirectory(
            atPath: folder.path("a.json"),
            withIntermediateDirectories: false
        )

        XCTAssertEqual(folder.problems().count, 1)
    }

    func testOnlyARegularFileIsRead() throws {
        let folder = try Folder()
        for target in ["/dev/zero", "/proc/self"] {
            try FileManager.default.createSymbolicLink(
                atPath: folder.path("a.json"),
                withDestinationPath: target
            )
            XCTAssertEqual(folder.problems().count, 1, target)
            XCTAssertTrue(folder.problems()[0].contains("must be a regular file"), target)
            try FileManager.default.removeItem(atPath: folder.path("a.json"))
        }
    }

    func testLinkToARegularFileIsFollowed() throws {
        let folder = try Folder()
        try folder.write(lane, to: "real.json")
        try FileManager.default.createSymbolicLink(
            atPath: folder.path("a.json"),
            withDestinationPath: "real.json"
        )

        XCTAssertEqual(try folder.start().origin, folder.path("a.json"))
    }

    func testEntryThatIsGoneFromTheEnvironmentLeavesTheLastAcceptedOneInForce() throws {
        let folder = try Folder()
        let profiles = "{p: {adapter: 'shell', pass_env: ['KEY', 'OTHER']}}"
        let text = "{profiles: \(profiles), lanes: {'vp.a': {profile: 'p'}}}"
        try folder.write(text, to: "a.json")
        let full = folder.file(environment: ["KEY": "secret", "OTHER": "x"])
        try full.accept(try full.loadAtBoot().get())
        let poor = folder.file(environment: ["OTHER": "x"])

        let loaded = try poor.loadAtBoot().get()

        XCTAssertEqual(loaded.origin, "last accepted")
        let environment = loaded.configuration.profiles["p"]?.launch.environment
        XCTAssertEqual(environment?.map(\.key), ["OTHER"])
        XCTAssertEqual(loaded.problems.count, 1)
        XCTAssertTrue(loaded.problems[0].contains("KEY is not set"), "\(loaded.problems)")
        // A new configuration is not taken with a hole.
        XCTAssertThrowsError(try poor.load().get())
    }

    func testFileThatMayNotBeReadIsRefused() throws {
        guard geteuid() != 0 else {
            print("not proved: a file that may not be read: root may read every file")
            throw XCTSkip("root may read every file")
        }
        let folder = try Folder()
        try folder.write(lane, to: "a.json")
        try FileManager.default.setAttributes(
            [.posixPermissions: 0],
            ofItemAtPath: folder.path("a.json")
        )

        XCTAssertEqual(folder.problems().count, 1)
    }

    func testSwitchesOfTheEnvironmentReachTheBuiltInConfiguration() throws {
        let folder = try Folder()

        func load(_ entry: String) throws -> LoadedConfiguration {
            try ConfigurationFile(
                nil,
                stateFolder: folder.path("state"),
                environment: [entry: "1"]
            ).loadAtBoot().get()
        }

        let loaded = try load("UA_CODER_VP_FORCE_FALLBACK")

        XCTAssertEqual(loaded.origin, "built-in")
        XCTAssertTrue(loaded.configuration.switches.forcesFallback)
        XCTAssertThrowsError(try load("UA_CODER_VP_SHADOW_MODE"))
    }
}

/// A temporary folder with a state folder in it.
private final class Folder {
    private let root: String

    init() throws {
        root = "/tmp/lkc-\(UUID().uuidString.prefix(8))"
        try FileManager.default.createDirectory(
            atPath: "\(root)/state",
            withIntermediateDirectories: true
        )
    }

    deinit {
        // Best effort: it is a temporary folder.
        try? FileManager.default.removeItem(atPath: root)
    }

    func path(_ name: String) -> String { "\(root)/\(name)" }

    func exists(_ name: String) -> Bool { FileManager.default.fileExists(atPath: path(name)) }

    func text(_ name: String) -> String? {
        try? String(contentsOfFile: path(name), encoding: .utf8)
    }

    func mode(_ name: String) throws -> Int? {
        let attributes = try FileManager.default.attributesOfItem(atPath: path(name))
        return (attributes[.posixPermissions] as? NSNumber)?.intValue
    }

    func write(_ text: String, to name: String) throws {
        try text.write(toFile: path(name), atomically: false, encoding: .utf8)
    }

    /// What a start does: load, then keep.
    func start() throws -> LoadedConfiguration {
        let loaded = try file().loadAtBoot().get()
        try file().accept(loaded)
        return loaded
    }

    func problems() -> [String] {
        switch file().load() {
        case .success: []
        case .failure(let problems): problems.lines
        }
    }

    func file(environment: OrderedTable<String, String> = [:]) -> ConfigurationFile {
        ConfigurationFile(
            path("a.json"),
            stateFolder: path("state"),
            environment: environment
        )
    }

    func file(option: String?) -> ConfigurationFile {
        ConfigurationFile(option, stateFolder: path("state"), environment: [:])
    }
}

import Foundation
import IntegrationSupport
import Protocol
import System
import XCTest

/// Configurations, words and workers that cannot be used.
final class StartTests: XCTestCase {
    private func run(_ instance: TestInstance, _ arguments: [String]? = nil) throws -> ProgramOutput
    {
        try ProgramOutput.run(
            Products.path("lanekeeper"),
            arguments ?? instance.arguments,
            environment: ["PATH=/usr/bin:/bin", "HOME=\(instance.folder)"],
            seconds: 20
        )
    }

    func testInvalidConfigurationIsRefusedWithEveryProblem() throws {
        let texts: [(text: String, words: [String])] = [
            (
                "{ version: 1, lanes: { \"vp.a\": { slot: 2, profile: \"nope\" } } }",
                ["slots", "nope"]
            ),
            ("{ version: 1, lanes: { \"a/b\": {} } }", ["a/b"]),
            ("{ version: 1, lanes: { \"vp.a\": { slots: 9999 } } }", ["9999", "64"]),
            ("{ version: 1, lanes: {", ["c.json"]), ("", ["c.json"]), ("[]", ["c.json"]),
            ("{ version: 2, lanes: { \"vp.a\": {} } }", ["version"]),
        ]
        for (text, words) in texts {
            let instance = try TestInstance(nil)
            addTeardownBlock { instance.remove() }
            try Data(text.utf8).write(to: URL(fileURLWithPath: instance.configurationPath))

            let output = try run(instance)

            XCTAssertEqual(output.code, ExitCode.configuration.rawValue, text)
            for word in words { XCTAssertTrue(output.errors.contains(word), output.errors) }
            XCTAssertFalse(Files.exists(instance.ledger), text)
        }
    }

    func testConfigurationThatBecomesInvalidLeavesTheLastOneInForce() throws {
        let instance = try TestInstance(in: self)
        try instance.signal(.terminate)
        try instance.waitForEnd()
        try Data("{ nonsense".utf8).write(to: URL(fileURLWithPath: instance.configurationPath))

        try instance.start()
        try instance.waitUntilReady()

        let client = try instance.client()
        XCTAssertFalse(try client.status().configurationProblems.isEmpty)
        XCTAssertEqual(try finish(script("say x"), client).state.status, .completed)
    }

    func testMissingConfigurationFileAndWrongWordsAreRefused() throws {
        let instance = try TestInstance(nil)
        addTeardownBlock { instance.remove() }

        XCTAssertEqual(try run(instance).code, ExitCode.configuration.rawValue)
        for words in [
            [], ["fly"], ["run", "--stat", "x"], ["run", "--state"], ["run", "--lock-fd", "x"],
        ] {
            let output = try run(instance, words)
            XCTAssertEqual(output.code, ExitCode.usage.rawValue, "\(words)")
            XCTAssertEqual(
                output.errors.split(separator: "\n").filter { $0.hasPrefix("lanekeeper:") }.count,
                1,
                output.errors
            )
        }
    }

    func testSocketPathThatIsTooLongIsRefused() throws {
        let instance = try TestInstance()
        addTeardownBlock { instance.remove() }
        let long = instance.folder + "/" + String(repeating: "r", count: 100)
        var arguments = instance.arguments
        arguments[4] = long

        let output = try run(instance, arguments)

        XCTAssertEqual(output.code, ExitCode.configuration.rawValue, output.errors)
        XCTAssertTrue(output.errors.contains("107"), output.errors)
    }

    func testWorkerThatIsMissingOrSilentParksItsLaneOnly() throws {
        let instance = try TestInstance(nil)
        addTeardownBlock { instance.remove() }
        let silent = "\(instance.folder)/silent"
        let script = "#!/bin/sh\nexec /bin/sleep 600 --state \"$6\"\n"
        try Files.writeAtomically(Array(script.utf8), to: silent, mode: 0o700)
        for program in ["\(instance.folder)/nowhere", silent] {
            var configuration = TestConfiguration()
            configuration.supervisor = ["worker_path: \"\(program)\""]
            configuration.defaults += ["ready_deadline_ms: 100"]
            try instance.write(configuration)
            try instance.start()
            let client = try instance.waitForClient()

            let view = try client.wait(lane("vp.a"), until: "is parked") {
                $0.record.degradedCause == .parked
            }

            XCTAssertEqual(view.why.reason, .laneParked)
            XCTAssertEqual(try client.status().phase, "ready")
            try instance.signal(.terminate)
            XCTAssertEqual(try instance.waitForEnd(), .exited(code: 0))
            XCTAssertEqual(try instance.census.daemons(), [])
            try Files.removeTree(instance.state)
        }
    }

    func testRefusalsOfLanectlHaveOneLineAndTheirCode() throws {
        let instance = try TestInstance(in: self)
        let large = "\(instance.folder)/large"
        let bytes = [UInt8](repeating: UInt8(ascii: "x"), count: (256 << 10) + 1)
        try Files.writeAtomically(bytes, to: large, mode: 0o600)
        let cases: [(words: [String], code: Protocol.ExitCode)] = [
            (["fly"], .usage), (["lane", "explode", "vp.a"], .usage),
            (["submit", "--lane", "a/b", "--", "x"], .usage),
            (["submit", "--lane", "vp.nowhere", "--", "x"], .notFound),
            (["submit", "--file", large], .usage),
            (["submit", "--class", "urgent", "--", "x"], .usage),
            (["mission", "show", "nowhere"], .notFound),
            (["lane", "show", "vp.nowhere"], .notFound),
            (["drain", "vp.a"], .usage), (["submit"], .usage),
        ]
        for (words, code) in cases {
            let output = try ProgramOutput.run(
                Products.path("lanectl"),
                words,
                environment: ["PATH=/usr/bin:/bin", "LANEKEEPER_SOCKET=\(instance.socket)"]
            )
            XCTAssertEqual(output.code, code.rawValue, "\(words): \(output.errors)")
            XCTAssertEqual(output.output, "", "\(words)")
            XCTAssertTrue(output.errors.hasPrefix("lanectl:"), "\(words): \(output.errors)")
        }
        let count = try LedgerReader(instance.ledger).integer("SELECT count(*) FROM vp_missions")
        XCTAssertEqual(count, 0)
        try instance.signal(.kill)
        try instance.waitForEnd()
        let gone = try instance.lanectl("ps")
        XCTAssertEqual(gone.code, ExitCode.unreachable.rawValue, gone.errors)
    }
}

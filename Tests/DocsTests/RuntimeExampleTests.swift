import Foundation
import IntegrationSupport
import Protocol
import System
import XCTest

/// The worked examples of `docs/runtimes.md`, each on a real supervisor.
final class RuntimeExampleTests: XCTestCase {
    func testArgumentAgentGetsItsTask() throws {
        let instance = try start("An agent that takes its task as an argument", program: "greeter")

        let mission = try run("say 'hello' $HOME", on: instance)

        XCTAssertEqual(mission.state.status, .completed)
        XCTAssertEqual(try log(of: mission, on: instance), "my task is: say 'hello' $HOME\n")
    }

    func testReportingAgentIsUnderstood() throws {
        let instance = try start("One that reads its task and reports", program: "reader")

        let mission = try run("three short words", on: instance)

        XCTAssertEqual(mission.state.status, .completed)
        XCTAssertEqual(mission.state.summary, "read 3 words")
        let usage = try XCTUnwrap(mission.attempts.first?.usage)
        XCTAssertEqual(usage.inputTokenCount, 3)
        XCTAssertEqual(usage.costMicroUSD, 10_000)
    }

    func testNothingCompletesWithoutAProcess() throws {
        let page = try Page("docs/runtimes.md")
        let profile = try XCTUnwrap(page.blocks("json5", under: "Nothing at all").first)
        let lines = profile.split(separator: "\n").filter { !$0.hasPrefix("//") }
        let instance = try TestInstance(
            in: self,
            configuration(profile: "nothing", [lines.joined(separator: "\n")])
        )

        let mission = try run("whatever", on: instance)

        XCTAssertEqual(mission.state.status, .completed)
        XCTAssertNil(mission.state.summary)
        XCTAssertEqual(mission.attempts.map(\.leader), [nil])
    }

    func testResultFileIsBelievedBeforeTheExitCode() throws {
        let heading = "A script that leaves a result file"
        let objective = try XCTUnwrap(
            try Page("docs/runtimes.md").blocks("sh", under: heading).first
        )
        let instance = try TestInstance(in: self, configuration(profile: "shell", []))

        let mission = try run(objective, on: instance)

        XCTAssertEqual(mission.state.status, .failed)
        XCTAssertEqual(mission.state.reason, .permanent)
        XCTAssertEqual(mission.attempts.count, 1)
    }

    func testEnvironmentOfARunIsTheTable() throws {
        let rows = try Page("docs/runtimes.md").rows(under: "Environment")
        let listed = rows.flatMap { $0[0].split(separator: ",") }.map { cell in
            String(cell.filter { !"` ".contains($0) })
        }
        let instance = try TestInstance(in: self, configuration(profile: "shell", []))

        let mission = try run("env -u PWD -u OLDPWD -u SHLVL -u _", on: instance)

        let given = try log(of: mission, on: instance).split(separator: "\n").map { line in
            String(line.prefix { $0 != "=" })
        }
        let optional = ["LANE_PHASE", "LANE_SHADOW", "TRACEPARENT"]
        XCTAssertEqual(given.sorted(), listed.filter { !optional.contains($0) }.sorted())
    }

    private func configuration(profile: String, _ profiles: [String]) -> TestConfiguration {
        var configuration = TestConfiguration()
        configuration.defaults[0] = "profile: \"\(profile)\""
        configuration.profiles = profiles
        return configuration
    }

    /// Starts an instance with an example's profile and its program in the instance's folder.
    private func start(_ heading: String, program name: String) throws -> TestInstance {
        let page = try Page("docs/runtimes.md")
        let profile = try XCTUnwrap(page.blocks("json5", under: heading).first)
        let blocks = page.blocks("sh", under: heading) + page.blocks("python", under: heading)
        let source = try XCTUnwrap(blocks.first)
        let folder = FileManager.default.temporaryDirectory
            .appendingPathComponent("lkdoc-\(ProcessInfo.processInfo.globallyUniqueString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        addTeardownBlock { try FileManager.default.removeItem(at: folder) }
        let program = folder.appendingPathComponent(name)
        try Data(source.utf8).write(to: program)
        try FileManager.default.setAttributes(
            [.posixPermissions: 0o755],
            ofItemAtPath: program.path
        )
        let member = profile.replacingOccurrences(of: "/usr/local/bin/\(name)", with: program.path)
        return try TestInstance(in: self, configuration(profile: name, [member]))
    }

    private func run(_ objective: String, on instance: TestInstance) throws -> MissionView {
        let client = try instance.client()
        let view = try client.submit(MissionEnvelope(objective: objective))
        return try client.wait(try XCTUnwrap(view.envelope.missionID))
    }

    private func log(of mission: MissionView, on instance: TestInstance) throws -> String {
        try instance.client().log(try XCTUnwrap(mission.envelope.missionID))
    }
}

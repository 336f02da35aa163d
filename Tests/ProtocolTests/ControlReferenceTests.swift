import XCTest

@testable import Protocol

/// `docs/control-api.md` says what the code does: nothing less, nothing else.
final class ControlReferenceTests: XCTestCase {
    func testEveryMethodHasItsParameters() throws {
        let page = try MarkdownPage("control-api.md")
        for method in ControlMethod.allCases {
            let section = try XCTUnwrap(page.section("### `\(method.rawValue)`"), method.rawValue)
            let parameters = ControlCommand.parameters(of: method).map(\.stringValue).sorted()
            XCTAssertEqual(MarkdownPage.rowNames(in: section).sorted(), parameters, method.rawValue)
        }
    }

    func testEveryMethodNamesItsRole() throws {
        let page = try MarkdownPage("control-api.md")
        for sample in try Samples.commands() {
            let method = sample.command.method.rawValue
            let section = try XCTUnwrap(page.section("### `\(method)`")).joined(separator: "\n")
            let role = "Role: `\(sample.command.requiredRole.rawValue)`."
            XCTAssertTrue(section.contains(role), "\(method): \(role)")
        }
    }

    func testEveryKindHasItsFields() throws {
        let page = try MarkdownPage("control-api.md")
        let list: [WireName] = ["items", "next_cursor"]
        let mission = MissionState.fields + ["attempts", "new", "waiting_for"]
        let fields: [ReplyKind: [WireName]] = [
            .hello: ServerHello.fields, .mission: mission, .missionList: list,
            .why: WhyAnswer.fields, .log: LogChunk.fields, .lane: LaneView.fields,
            .laneList: ["items"], .pool: PoolView.fields, .poolList: ["items"],
            .governorOrder: ["items"], .rehearsal: Rehearsal.fields,
            .change: Change.fields, .eventList: list,
            .status: SupervisorStatus.fields,
        ]
        for kind in ReplyKind.allCases {
            try check(try XCTUnwrap(fields[kind]), under: "### " + kind.rawValue, of: page)
        }
        try check(AttemptRecord.fields, under: "### Attempt", of: page)
        try check(GovernorLine.fields, under: "### GovernorLine", of: page)
        try check(RehearsedMission.fields, under: "### RehearsedMission", of: page)
        try check(RehearsedClass.fields, under: "### RehearsedClass", of: page)
        try check(EventRecord.fields, under: "### Event", of: page)
        try check(MissionEnvelope.fields, under: "## The mission envelope", of: page)
    }

    func testNestedFieldsAreNamed() throws {
        let text = try MarkdownPage("control-api.md").text
        let nested =
            Budget.fields + Constraints.fields + RetryLimits.fields + Usage.fields
            + ProcessIdentity.fields + ExitStatus.fields + OperatorChange.fields
            + ProtocolRange.fields + SubmittedWorkspace.fields + SubmittedEnvelope.fields
            + ControlError.fields + ErrorData.fields + PoolHold.fields + PoolReading.fields
            + WorkloadMission.fields
        for name in nested.map(\.stringValue) where name != "kind" {
            XCTAssertTrue(text.contains("`\(name)`") || text.contains("\"\(name)\""), name)
        }
    }

    func testEveryExampleIsAGoldenFile() throws {
        var golden: [String: String] = [:]
        for name in try GoldenFile.names() {
            let bytes = try GoldenFile(name: name).bytes()
            golden[String(decoding: bytes, as: UTF8.self).trimmingCharacters(in: .newlines)] = name
        }
        let examples = try MarkdownPage("control-api.md").code(in: "json")

        let names = try examples.map { try XCTUnwrap(golden[$0], $0) }

        let documented = try GoldenFile.names()
            .filter { $0.hasPrefix("request.") || $0.hasPrefix("answer.") }
        XCTAssertEqual(Set(names).sorted(), documented)
    }

    func testTableOfErrorsHasEveryReasonOfARefusal() throws {
        let errors = try XCTUnwrap(try MarkdownPage("control-api.md").section("## Errors"))
        let table = errors.filter { $0.hasPrefix("|") }.joined()
        let reasons = try XCTUnwrap(
            try MarkdownPage("reasons.md").section("## Why a request is refused")
        )
        for reason in MarkdownPage.rowNames(in: reasons) {
            XCTAssertTrue(table.contains("`\(reason)`"), reason)
        }
    }

    private func check(_ fields: [WireName], under heading: String, of page: MarkdownPage) throws {
        let section = try XCTUnwrap(page.section(heading), heading)
        let common: [WireName] = ["apiVersion", "kind"]
        let expected = fields.filter { !common.contains($0) }.map(\.stringValue).sorted()
        XCTAssertEqual(MarkdownPage.rowNames(in: section).sorted(), expected, heading)
    }
}

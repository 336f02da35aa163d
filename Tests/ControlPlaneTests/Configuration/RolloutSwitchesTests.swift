import DataStructures
import XCTest

@testable import ControlPlane

final class RolloutSwitchesTests: XCTestCase {
    func testWordsForTrueAndFalseAreRead() {
        for word in ["1", "true", "Yes", "ON"] {
            let (switches, problems) = read([
                "UA_ENABLE_CODER_VP": word, "UA_CODER_VP_FORCE_FALLBACK": word,
                "UA_CODER_VP_SHADOW_MODE": word,
            ])

            XCTAssertEqual(switches.isEnabled, true, word)
            XCTAssertTrue(switches.forcesFallback, word)
            XCTAssertTrue(switches.asksForShadow, word)
            XCTAssertEqual(problems, [])
        }
        for word in ["0", "false", "No", "off"] {
            let (switches, problems) = read([
                "UA_ENABLE_CODER_VP": word, "UA_CODER_VP_FORCE_FALLBACK": word,
                "UA_CODER_VP_SHADOW_MODE": word,
            ])

            XCTAssertEqual(switches.isEnabled, false, word)
            XCTAssertFalse(switches.forcesFallback, word)
            XCTAssertFalse(switches.asksForShadow, word)
            XCTAssertEqual(problems, [])
        }
    }

    func testWhatIsNotSetSaysNothing() {
        for environment: OrderedTable<String, String> in [
            [:], ["UA_ENABLE_CODER_VP": "", "UA_CODER_VP_FORCE_FALLBACK": ""], ["UA_OTHER": "1"],
        ] {
            let (switches, problems) = read(environment)

            XCTAssertEqual(switches, RolloutSwitches())
            XCTAssertEqual(problems, [])
        }
    }

    func testNonsenseIsRefusedWithoutItsValue() {
        XCTAssertEqual(
            read(["UA_CODER_VP_SHADOW_MODE": "maybe"]).problems,
            ["environment.UA_CODER_VP_SHADOW_MODE: neither 1 nor 0 (1, 0 or unset)"]
        )
        XCTAssertEqual(
            read(["UA_CODER_VP_FORCE_FALLBACK": "hush", "UA_ENABLE_CODER_VP": "10"]).problems,
            [
                "environment.UA_CODER_VP_FORCE_FALLBACK: neither 1 nor 0 (1, 0 or unset)",
                "environment.UA_ENABLE_CODER_VP: neither 1 nor 0 (1, 0 or unset)",
            ]
        )
    }

    private func read(
        _ environment: OrderedTable<String, String>
    ) -> (switches: RolloutSwitches, problems: [String]) {
        var problems = ConfigurationProblems()
        let switches = RolloutSwitches(from: environment, problems: &problems)
        return (switches, problems.lines)
    }
}

import XCTest

@testable import Protocol

final class ShadowSideTests: XCTestCase {
    func testLedgerKeepsEveryField() throws {
        let full = try Samples.shadowSide()

        XCTAssertEqual(
            full.ledgerText,
            #"{"checks":"failed","mission_id":"m-copy","reason":"check_failed","run_ms":61500,"#
                + #""status":"failed","usage":{"calls":3,"cost_micro_usd":12500,"#
                + #""input_tokens":1200,"output_tokens":80},"vp_id":"code-writer"}"#
        )
        XCTAssertEqual(try ShadowSide(ledgerText: full.ledgerText), full)
    }

    func testWhatDidNotRunHasNoDurationAndNoChecks() throws {
        let side = ShadowSide(
            missionID: try Samples.mission(),
            vpID: try Samples.lane(),
            status: .cancelled
        )

        let read = try ShadowSide(ledgerText: side.ledgerText)

        XCTAssertEqual(read, side)
        XCTAssertNil(read.runMilliseconds)
        XCTAssertNil(read.checks)
    }

    func testWhatWeDidNotWriteIsRefused() throws {
        let text = try Samples.shadowSide().ledgerText
        for (old, new) in [
            (#""run_ms":61500"#, #""run_ms":-1"#), (#""checks":"failed""#, #""checks":"maybe""#),
            (#""status":"failed""#, #""status":"lost""#), (#""vp_id":"code-writer""#, #""x":1"#),
        ] {
            let changed = text.replacing(old, with: new)
            XCTAssertNotEqual(changed, text)
            XCTAssertThrowsError(try ShadowSide(ledgerText: changed), new)
        }
    }
}

import Protocol
import XCTest

final class DollarTextTests: XCTestCase {
    func testAmountsHaveAsManyDecimalsAsTheyNeedAndAtLeastTwo() {
        let table: [(UInt64, String)] = [
            (0, "0.00"), (1, "0.000001"), (125_000, "0.125"), (12_500_000, "12.50"),
            (1_000_000, "1.00"), (3_000_010, "3.00001"),
        ]
        for (microUSD, text) in table { XCTAssertEqual(DollarText.text(microUSD), text) }
    }
}

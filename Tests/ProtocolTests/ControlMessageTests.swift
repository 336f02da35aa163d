import XCTest

@testable import Protocol

final class ControlMessageTests: XCTestCase {
    func testEveryMessageIsItsGoldenFile() throws {
        for sample in try Samples.messages() {
            let golden = GoldenFile(name: "answer.\(sample.name)")
            let bytes = try golden.bytes(orWrite: sample.message.encoded())

            XCTAssertEqual(
                String(decoding: sample.message.encoded(), as: UTF8.self),
                String(decoding: bytes, as: UTF8.self)
            )
            XCTAssertEqual(try ControlMessage(decoding: bytes.dropLast()), sample.message)
        }
    }
}

import XCTest

@testable import Protocol

final class ControlRequestFrameTests: XCTestCase {
    func testEveryCommandIsItsGoldenFile() throws {
        for (index, sample) in try Samples.commands().enumerated() {
            let id: RequestID = index % 2 == 0 ? .number(Int64(index)) : .text("r-\(index)")
            let frame = ControlRequestFrame(id: id, command: sample.command)

            let golden = GoldenFile(name: "request.\(sample.name)")
            let bytes = try golden.bytes(orWrite: frame.encoded())

            XCTAssertEqual(
                String(decoding: frame.encoded(), as: UTF8.self),
                String(decoding: bytes, as: UTF8.self)
            )
            XCTAssertEqual(try ControlRequestFrame(decoding: bytes.dropLast()), frame, sample.name)
        }
    }

    func testEveryMethodHasASample() throws {
        let methods = try Samples.commands().map(\.command.method)

        for method in ControlMethod.allCases {
            XCTAssertTrue(methods.contains(method), method.rawValue)
        }
    }
}

import DataStructures
import XCTest

@testable import Protocol

final class FrameDecoderTests: XCTestCase {
    func testLinesAreTheSameHoweverTheStreamIsCut() throws {
        let stream = Array("{\"a\":1}\n\r\n\n{\"b\":2}\r\n  \nlast\n".utf8)
        let expected = ["{\"a\":1}", "{\"b\":2}", "  ", "last"]

        for first in 0...stream.count {
            for second in first...stream.count {
                var decoder = FrameDecoder()
                var lines: [String] = []
                for piece in [stream[..<first], stream[first..<second], stream[second...]] {
                    decoder.append(piece)
                    while let line = try decoder.next() {
                        lines.append(String(decoding: line, as: UTF8.self))
                    }
                }
                XCTAssertEqual(lines, expected, "cut at \(first) and \(second)")
                XCTAssertEqual(decoder.waitingByteCount, 0)
            }
        }
    }

    func testLineWithoutItsEndWaits() throws {
        var decoder = FrameDecoder()
        decoder.append(Array("half".utf8))

        XCTAssertNil(try decoder.next())
        XCTAssertEqual(decoder.waitingByteCount, 4)
    }

    func testFrameOfTheLimitPassesAndOneMoreByteIsRefusedOnce() throws {
        for (count, isRefused) in [(8, false), (9, true)] {
            for hasEnd in [true, false] {
                var decoder = FrameDecoder(byteCountMax: 8)
                decoder.append([UInt8](repeating: 120, count: count) + (hasEnd ? [10] : []))
                guard isRefused else {
                    XCTAssertEqual(try decoder.next()?.count, hasEnd ? 8 : nil)
                    continue
                }
                XCTAssertThrowsError(try decoder.next()) { error in
                    let message = "a frame of 9 bytes or more is larger than 8 bytes"
                    XCTAssertEqual(error as? ProtocolError, ProtocolError(.frameTooLarge, message))
                }
                decoder.append(Array("ok\n".utf8))
                XCTAssertNil(try decoder.next())
                XCTAssertEqual(decoder.waitingByteCount, 0)
            }
        }
    }

    func testFrameBeforeAnOversizeOneIsHandedOut() throws {
        var decoder = FrameDecoder(byteCountMax: 4)
        decoder.append(Array("ok\ntoo long\n".utf8))

        XCTAssertEqual(try decoder.next().map { String(decoding: $0, as: UTF8.self) }, "ok")
        XCTAssertThrowsError(try decoder.next())
    }

    func testLargestFrameArrivesInSmallPieces() throws {
        let count = FrameDecoder.standardByteCountMax
        let piece = [UInt8](repeating: 120, count: 4096)
        var decoder = FrameDecoder()
        for _ in 0..<(count / piece.count) {
            decoder.append(piece)
            XCTAssertNil(try decoder.next())
        }

        decoder.append([10])

        XCTAssertEqual(try decoder.next()?.count, count)
    }

    func testRandomCutsOfManyFramesLoseNothing() throws {
        for seed in 0..<50 as Range<UInt64> {
            var generator = SeededGenerator(seed: seed)
            let lines = (0..<40).map {
                String(repeating: "x", count: Int(generator.next() % 50) + 1) + "\($0)"
            }
            var rest = Array(lines.joined(separator: "\n").utf8)[...] + [10]
            var decoder = FrameDecoder()
            var decoded: [String] = []
            while !rest.isEmpty {
                let piece = rest.prefix(Int(generator.next() % 90) + 1)
                rest = rest.dropFirst(piece.count)
                decoder.append(piece)
                while let line = try decoder.next() {
                    decoded.append(String(decoding: line, as: UTF8.self))
                }
            }
            XCTAssertEqual(decoded, lines, "seed \(seed)")
        }
    }
}

import DataStructures
import Foundation
import XCTest

@testable import Protocol

/// What libFuzzer does, for a second and with seeds: no line makes a decoder trap, and what is
/// accepted is read again as it was.
final class MutatedLinesTests: XCTestCase {
    func testMutatedGoldenFilesAreReadOrRefused() throws {
        let corpus = try GoldenFile.names().map { try GoldenFile(name: $0).bytes() }
        var acceptedCount = 0
        var refusedCount = 0

        for seed in 0..<3000 as Range<UInt64> {
            var generator = SeededGenerator(seed: seed)
            var line = corpus[Int(generator.next() % UInt64(corpus.count))]
            for _ in 0...generator.next() % 4 { Self.mutate(&line, corpus, &generator) }

            if let frame = try? ControlRequestFrame(decoding: line[...]) {
                acceptedCount += 1
                let again = frame.encoded().dropLast()
                XCTAssertEqual(try? ControlRequestFrame(decoding: again), frame, "seed \(seed)")
            } else {
                refusedCount += 1
            }
            Self.readEverywhere(line)
        }

        XCTAssertGreaterThan(acceptedCount, 20)
        XCTAssertGreaterThan(refusedCount, 1000)
    }

    func testCorpusOfTheFuzzerIsReadOrRefused() throws {
        let folder = GoldenFile.directory.deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appendingPathComponent("Fuzz/Corpus")
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)

        for name in names.sorted() {
            let input = [UInt8](try Data(contentsOf: folder.appendingPathComponent(name)))
            var decoder = FrameDecoder()
            decoder.append(input.dropFirst())
            while let line = try decoder.next() { Self.readEverywhere(Array(line)) }
        }

        XCTAssertGreaterThan(names.count, 50)
    }

    private static func readEverywhere(_ line: [UInt8]) {
        _ = try? ControlMessage(decoding: line[...])
        _ = try? RunResult(decoding: line[...])
        _ = RuntimeReport(decoding: line[...])
        _ = try? ResultReport(decodingFile: line[...])
        var supervisor = SupervisorLink()
        _ = try? supervisor.decode(line[...])
        var worker = WorkerLink()
        _ = worker.decode(line[...])
    }

    private static func mutate(
        _ line: inout [UInt8],
        _ corpus: [[UInt8]],
        _ generator: inout SeededGenerator
    ) {
        guard !line.isEmpty else { return }
        let place = Int(generator.next() % UInt64(line.count))
        switch generator.next() % 6 {
        case 0: line[place] = UInt8(truncatingIfNeeded: generator.next())
        case 1: line.remove(at: place)
        case 2: line.insert(line[place], at: place)
        case 3: line.removeSubrange(place..<min(place + 9, line.count))
        case 4:
            let words = ["null", "-1", "1e999", "[]", "{}", "\"\"", "true", "18446744073709551615"]
            let word = words[Int(generator.next() % UInt64(words.count))]
            line.replaceSubrange(place..<min(place + 3, line.count), with: word.utf8)
        default:
            let other = corpus[Int(generator.next() % UInt64(corpus.count))]
            line.replaceSubrange(place..., with: other.suffix(line.count - place))
        }
    }
}

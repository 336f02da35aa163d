// Feeds libFuzzer's bytes to everything that reads bytes of others: the two cutters of lines, the
// requests of clients, the messages of the supervisor and of workers, the reports of runtimes and
// the outbox. Built by `script/fuzz`.
//
// Found is: a trap, a leak, a lost or invented byte, a request that is not read again as it was
// written.
//
// Layout of an input (offset, bytes, meaning):
//   0  1  sizes of the pieces in which the rest arrives: 1 to 256 bytes
//   1  n  the stream

import Protocol

/// The entry that libFuzzer calls.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzOneInput(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    let input = Array(UnsafeBufferPointer(start: start, count: count))
    guard let pieceByteCount = input.first.map({ Int($0) + 1 }) else { return 0 }
    let stream = input.dropFirst()
    let lines = cut(stream, into: pieceByteCount)
    expect(lines == cut(stream, into: 1 << 20), "lines depend on how the stream is cut")
    for line in lines { read(line) }
    read(Array(stream))
    splitOutput(stream, into: pieceByteCount)
    return 0
}

private func cut(_ stream: ArraySlice<UInt8>, into pieceByteCount: Int) -> [[UInt8]] {
    var decoder = FrameDecoder(byteCountMax: 4096)
    var lines: [[UInt8]] = []
    var rest = stream
    while !rest.isEmpty {
        decoder.append(rest.prefix(pieceByteCount))
        rest = rest.dropFirst(pieceByteCount)
        do {
            while let line = try decoder.next() { lines.append(Array(line)) }
        } catch {
            expect(error.reason == .frameTooLarge, "the decoder throws \(error)")
            return lines
        }
        expect(decoder.waitingByteCount <= 4096, "the decoder keeps more than a frame")
    }
    return lines
}

private func splitOutput(_ stream: ArraySlice<UInt8>, into pieceByteCount: Int) {
    var splitter = BoundedLineSplitter(byteCountMax: 64)
    var byteCount = 0
    var rest = stream
    let count: (BoundedLineSplitter.Line) -> Void = { line in
        expect(line.bytes.count <= 64, "a line is longer than its cap")
        byteCount += line.bytes.count + line.droppedByteCount
    }
    while !rest.isEmpty {
        splitter.append(rest.prefix(pieceByteCount), count)
        rest = rest.dropFirst(pieceByteCount)
    }
    if let last = splitter.finish() { count(last) }
    let endByteCount = stream.reduce(0) { $0 + ($1 == 10 ? 1 : 0) }
    let returnByteCount = stream.reduce(0) { $0 + ($1 == 13 ? 1 : 0) }
    let kept = stream.count - endByteCount
    expect((kept - returnByteCount...kept).contains(byteCount), "bytes are lost or invented")
}

private func read(_ line: [UInt8]) {
    do {
        let frame = try ControlRequestFrame(decoding: line[...])
        let again = try ControlRequestFrame(decoding: frame.encoded().dropLast())
        expect(frame == again, "a request is not read as it was written")
    } catch let refused as RefusedRequest {
        expect(!refused.error.message.contains("\n"), "a refusal has more than one line")
        let answer = try? ControlMessage(decoding: refused.encoded().dropLast())
        expect(answer == .answer(refused.id, .error(refused.error)), "a refusal cannot be read")
    } catch {
        expect(false, "a request throws \(error)")
    }
    if let message = try? ControlMessage(decoding: line[...]) {
        let again = try? ControlMessage(decoding: message.encoded().dropLast())
        expect(message == again, "a message is not read as it was written")
    }
    if let result = try? RunResult(decoding: line[...]) {
        let again = try? RunResult(decoding: result.encoded()[...])
        expect(result == again, "an outbox entry is not read as it was written")
    }
    _ = RuntimeReport(decoding: line[...])
    _ = try? ResultReport(decodingFile: line[...])
    var supervisor = SupervisorLink()
    _ = try? supervisor.decode(line[...])
    var worker = WorkerLink()
    _ = worker.decode(line[...])
}

private func expect(_ isTrue: Bool, _ message: String) {
    if !isTrue { fatalError(message) }
}

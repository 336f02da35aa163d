/// What the supervisor sends on the control socket: one line.
public enum ControlMessage: Equatable, Sendable {
    /// The answer to the request with this id; nil if the id could not be read.
    case answer(RequestID?, ControlReply)
    /// `event`: sent after an `events.subscribe` that follows.
    case event(EventRecord)

    /// Reads a line that the supervisor sent.
    ///
    /// Fields that are not known are skipped: it may be newer.
    ///
    /// - Parameter line: The frame without its line feed.
    /// - Throws: `invalidJSON`, `invalidFrame` or `invalidField`.
    public init(decoding line: ArraySlice<UInt8>) throws(ProtocolError) {
        self = try JSONLine.decode(IncomingControlMessage.self, from: line, .tolerant).message
    }

    /// The line, with its line feed.
    public func encoded() -> [UInt8] {
        switch self {
        case .answer(let id, .error(let error)):
            FrameText.failure(id, error)
        case .answer(let id?, let reply):
            FrameText.result(id, reply.write(to:))
        case .answer(nil, _):
            fatalError("an answer without an id can only be an error")
        case .event(let event):
            FrameText.notification(ControlNotice.event, event.write(to:))
        }
    }
}

/// Methods of notifications from the supervisor.
private enum ControlNotice: String, CaseIterable, WireText {
    case event
}

/// The bridge between `ControlMessage` and the decoder.
private struct IncomingControlMessage: Decodable {
    let message: ControlMessage

    init(from decoder: any Decoder) throws {
        let frame = try ObjectReader(decoder)
        if frame.has("method") {
            let _: ControlNotice = try frame.text("method")
            message = .event(try frame.object("params"))
        } else if frame.has("error") {
            message = .answer(try frame.requestID("id"), .error(try frame.object("error")))
        } else {
            let reply = try ControlReply(from: ObjectReader("result", of: frame))
            message = .answer(try frame.requestID("id"), reply)
        }
    }
}

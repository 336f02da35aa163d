/// A request on the control socket: one line.
public struct ControlRequestFrame: Equatable, Sendable {
    /// Chosen by the client; the answer has the same.
    public var id: RequestID
    /// What is asked for.
    public var command: ControlCommand

    /// Pairs a command with an id.
    public init(id: RequestID, command: ControlCommand) {
        self.id = id
        self.command = command
    }

    /// Reads a line that a client sent.
    ///
    /// - Parameter line: The frame without its line feed.
    /// - Throws: `RefusedRequest`, which is what to answer. Every field is checked against its
    ///   bounds, but nothing against the state of the supervisor.
    public init(decoding line: ArraySlice<UInt8>) throws(RefusedRequest) {
        let request = IncomingRequest<ControlCommand>(line)
        switch (request.id, request.outcome) {
        case (let id?, .success(let command)):
            self.init(id: id, command: command)
        case (nil, .success):
            let error = ProtocolError(.invalidFrame, path: "id", "missing")
            throw RefusedRequest(id: nil, error: ControlError(error))
        case (let id, .failure(let error)):
            throw RefusedRequest(id: id, error: ControlError(error))
        }
    }

    /// The line, with its line feed.
    public func encoded() -> [UInt8] {
        FrameText.request(id, command.method, command.write(to:))
    }
}

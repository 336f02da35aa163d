extension ControlReply {
    /// Reads a result by its `kind`.
    init(from result: ObjectReader) throws(ProtocolError) {
        switch try result.text("kind", as: ReplyKind.self) {
        case .hello: self = .hello(try ServerHello(from: result))
        case .mission: self = .mission(try MissionView(from: result))
        case .missionList:
            self = .missions(
                try result.objects("items"),
                nextCursor: try result.stringIfPresent("next_cursor", 0...256)
            )
        case .why: self = .why(try WhyAnswer(from: result))
        case .log: self = .logs(try LogChunk(from: result))
        case .lane: self = .lane(try LaneView(from: result))
        case .laneList: self = .lanes(try result.objects("items"))
        case .change: self = .changed(try Change(from: result))
        case .eventList:
            self = .events(
                try result.objects("items"),
                nextCursor: try result.integer("next_cursor", 0...UInt64.max)
            )
        case .status: self = .status(try SupervisorStatus(from: result))
        }
    }

    /// Writes the result; an error has none, and is written as the frame's `error`.
    func write(to result: inout ObjectWriter) throws {
        switch self {
        case .hello(let hello): try hello.write(to: &result)
        case .mission(let mission): try mission.write(to: &result)
        case .missions(let missions, let nextCursor):
            try result.putKind(ReplyKind.missionList.rawValue)
            try result.put("items", missions)
            try result.put("next_cursor", nextCursor)
        case .why(let why): try why.write(to: &result)
        case .logs(let chunk): try chunk.write(to: &result)
        case .lane(let lane): try lane.write(to: &result)
        case .lanes(let lanes):
            try result.putKind(ReplyKind.laneList.rawValue)
            try result.put("items", lanes)
        case .changed(let change): try change.write(to: &result)
        case .events(let events, let nextCursor):
            try result.putKind(ReplyKind.eventList.rawValue)
            try result.put("items", events)
            try result.put("next_cursor", nextCursor)
        case .status(let status): try status.write(to: &result)
        case .error(let error): try error.write(to: &result)
        }
    }
}

extension ControlReply {
    /// The result as one line of JSON without a line feed: what `lanectl --output json` prints.
    public func encodedResult() -> [UInt8] {
        JSONLine.encode(Members(write: write(to:)))
    }
}

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
        case .pool: self = .pool(try PoolView(from: result))
        case .poolList: self = .pools(try result.objects("items"))
        case .governorOrder: self = .governorOrder(try result.objects("items"))
        case .rehearsal: self = .rehearsal(try Rehearsal(from: result))
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
    func write(to result: inout ObjectWriter) {
        switch self {
        case .hello(let hello): hello.write(to: &result)
        case .mission(let mission): mission.write(to: &result)
        case .missions(let missions, let nextCursor):
            result.putKind(ReplyKind.missionList.rawValue)
            result.put("items", missions)
            result.put("next_cursor", nextCursor)
        case .why(let why): why.write(to: &result)
        case .logs(let chunk): chunk.write(to: &result)
        case .lane(let lane): lane.write(to: &result)
        case .lanes(let lanes):
            result.putKind(ReplyKind.laneList.rawValue)
            result.put("items", lanes)
        case .pool(let pool): pool.write(to: &result)
        case .pools(let pools):
            result.putKind(ReplyKind.poolList.rawValue)
            result.put("items", pools)
        case .governorOrder(let lines):
            result.putKind(ReplyKind.governorOrder.rawValue)
            result.put("items", lines)
        case .rehearsal(let rehearsal): rehearsal.write(to: &result)
        case .changed(let change): change.write(to: &result)
        case .events(let events, let nextCursor):
            result.putKind(ReplyKind.eventList.rawValue)
            result.put("items", events)
            result.put("next_cursor", nextCursor)
        case .status(let status): status.write(to: &result)
        case .error(let error): error.write(to: &result)
        }
    }
}

extension ControlReply {
    /// The result as one line of JSON without a line feed: what `lanectl --output json` prints.
    public func encodedResult() -> [UInt8] {
        ObjectWriter.text(write(to:))
    }
}

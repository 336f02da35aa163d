extension LaneReport {
    /// Reads a notification.
    init(_ notice: LaneNotice, from parameters: ObjectReader) throws(ProtocolError) {
        switch notice {
        case .heartbeat: self = .heartbeat(try Heartbeat(from: parameters))
        case .ended: self = .ended(try RunResult(from: parameters))
        case .started, .phase, .progress, .blocked, .unblocked, .limit, .treeNotDead:
            self = try Self.ofRun(notice, from: parameters)
        }
    }

    private static func ofRun(
        _ notice: LaneNotice,
        from parameters: ObjectReader
    ) throws(ProtocolError) -> LaneReport {
        let runID: RunID = try parameters.text("run_id")
        let fence: Fence = try parameters.counter("fence")
        switch notice {
        case .started:
            return .started(runID: runID, fence: fence, leader: try parameters.object("leader"))
        case .phase:
            return .phaseChanged(runID: runID, fence: fence, phase: try parameters.text("phase"))
        case .progress:
            return .progress(
                runID: runID,
                fence: fence,
                text: try parameters.string("text", 0...65_536),
                percent: try parameters.integerIfPresent("percent", 0...100)
            )
        case .blocked:
            let question = try parameters.string("question", 0...65_536)
            return .blocked(runID: runID, fence: fence, question: question)
        case .limit:
            return .limit(runID: runID, fence: fence, try parameters.object("limit"))
        case .treeNotDead:
            let count = try parameters.integer("process_count", 0...Int.max)
            return .treeNotDead(runID: runID, fence: fence, processCount: count)
        case .unblocked, .heartbeat, .ended:
            return .unblocked(runID: runID, fence: fence)
        }
    }

    /// Which notification this is; nil for an answer.
    var notice: LaneNotice? {
        switch self {
        case .hello, .helloRefused, .accepted, .refused: nil
        case .heartbeat: .heartbeat
        case .started: .started
        case .phaseChanged: .phase
        case .progress: .progress
        case .blocked: .blocked
        case .unblocked: .unblocked
        case .limit: .limit
        case .treeNotDead: .treeNotDead
        case .ended: .ended
        }
    }

    /// Writes the parameters of the notification, or the result of the answer.
    func write(to object: inout ObjectWriter) {
        switch self {
        case .hello(let hello): hello.write(to: &object)
        case .helloRefused, .refused, .accepted: break
        case .heartbeat(let heartbeat): heartbeat.write(to: &object)
        case .ended(let result): result.write(to: &object)
        case .started(let runID, let fence, let leader):
            Self.put(runID, fence, in: &object)
            object.put("leader", leader)
        case .phaseChanged(let runID, let fence, let phase):
            Self.put(runID, fence, in: &object)
            object.put("phase", phase)
        case .progress(let runID, let fence, let text, let percent):
            Self.put(runID, fence, in: &object)
            object.put("text", text)
            object.put("percent", percent)
        case .blocked(let runID, let fence, let question):
            Self.put(runID, fence, in: &object)
            object.put("question", question)
        case .unblocked(let runID, let fence):
            Self.put(runID, fence, in: &object)
        case .limit(let runID, let fence, let limit):
            Self.put(runID, fence, in: &object)
            object.put("limit", limit)
        case .treeNotDead(let runID, let fence, let processCount):
            Self.put(runID, fence, in: &object)
            object.put("process_count", processCount)
        }
    }

    private static func put(
        _ runID: RunID,
        _ fence: Fence,
        in object: inout ObjectWriter
    ) {
        object.put("run_id", runID)
        object.put("fence", fence)
    }
}

extension LaneCommand: WireCommand {
    var method: LaneMethod {
        switch self {
        case .hello: .hello
        case .startMission: .startMission
        case .cancelMission: .cancelMission
        case .quiesce: .quiesce
        case .shutdown: .shutdown
        case .acknowledge: .acknowledge
        }
    }

    static func parameters(of method: LaneMethod) -> [WireName] {
        switch method {
        case .hello: LaneHello.fields
        case .startMission: LaunchOrder.fields
        case .cancelMission: ["fence", "immediate", "intent", "run_id"]
        case .quiesce, .shutdown: []
        case .acknowledge: ["disposition", "fence", "run_id"]
        }
    }

    init(_ method: LaneMethod, from parameters: ObjectReader) throws(ProtocolError) {
        switch method {
        case .hello:
            self = .hello(try LaneHello(from: parameters))
        case .startMission:
            self = .startMission(try LaunchOrder(from: parameters))
        case .cancelMission:
            self = .cancelMission(
                runID: try parameters.text("run_id"),
                fence: try parameters.counter("fence"),
                intent: try parameters.text("intent"),
                isImmediate: try parameters.flag("immediate")
            )
        case .quiesce:
            self = .quiesce
        case .shutdown:
            self = .shutdown
        case .acknowledge:
            self = .acknowledge(
                runID: try parameters.text("run_id"),
                fence: try parameters.counter("fence"),
                disposition: try parameters.text("disposition")
            )
        }
    }

    func write(to parameters: inout ObjectWriter) {
        switch self {
        case .hello(let hello):
            hello.write(to: &parameters)
        case .startMission(let order):
            order.write(to: &parameters)
        case .cancelMission(let runID, let fence, let intent, let isImmediate):
            parameters.put("run_id", runID)
            parameters.put("fence", fence)
            parameters.put("intent", intent)
            parameters.put("immediate", isImmediate)
        case .quiesce, .shutdown:
            break
        case .acknowledge(let runID, let fence, let disposition):
            parameters.put("run_id", runID)
            parameters.put("fence", fence)
            parameters.put("disposition", disposition)
        }
    }
}

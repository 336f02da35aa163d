extension ControlCommand {
    /// The method that this command is called by.
    public var method: ControlMethod {
        switch self {
        case .hello: .hello
        case .missionSubmit: .missionSubmit
        case .missionGet: .missionGet
        case .missionList: .missionList
        case .missionCancel: .missionCancel
        case .missionRequeue: .missionRequeue
        case .missionHold: .missionHold
        case .missionRelease: .missionRelease
        case .missionMove: .missionMove
        case .missionResolve: .missionResolve
        case .missionWhy: .missionWhy
        case .missionWait: .missionWait
        case .missionLogs: .missionLogs
        case .laneList: .laneList
        case .laneGet: .laneGet
        case .laneWhy: .laneWhy
        case .lanePause: .lanePause
        case .laneResume: .laneResume
        case .laneDrain: .laneDrain
        case .laneUndrain: .laneUndrain
        case .laneReroute: .laneReroute
        case .laneFlush: .laneFlush
        case .laneRollout: .laneRollout
        case .laneRestart: .laneRestart
        case .laneReset: .laneReset
        case .poolList: .poolList
        case .poolGet: .poolGet
        case .poolSet: .poolSet
        case .poolClear: .poolClear
        case .poolProbe: .poolProbe
        case .governorExplain: .governorExplain
        case .eventsSubscribe: .eventsSubscribe
        case .supervisorStatus: .supervisorStatus
        case .supervisorEstop: .supervisorEstop
        case .supervisorThaw: .supervisorThaw
        case .supervisorReexec: .supervisorReexec
        case .supervisorBackup: .supervisorBackup
        case .configReload: .configReload
        case .configValidate: .configValidate
        }
    }
}

extension ControlCommand: WireCommand {
    /// The most missions of one submit.
    static let submitCountMax = 1000

    /// The longest wait, in milliseconds: 7 days.
    static let waitMillisecondsMax: UInt64 = 604_800_000

    static func parameters(of method: ControlMethod) -> [WireName] {
        switch method {
        case .hello: ControlHello.fields
        case .missionSubmit: ["dry_run", "missions"]
        case .missionGet, .missionWhy: ["mission_id"]
        case .missionList: MissionFilter.fields
        case .missionCancel, .missionRequeue: ["dry_run", "force", "mission_id", "reason"]
        case .missionHold, .missionRelease: ["dry_run", "mission_id", "reason"]
        case .missionMove: ["dry_run", "mission_id", "reason", "to"]
        case .missionResolve: ["as", "dry_run", "mission_id", "reason"]
        case .missionWait: ["mission_id", "timeout_ms"]
        case .missionLogs: LogRequest.fields
        case .laneGet, .laneWhy: ["vp_id"]
        case .lanePause, .laneResume, .laneUndrain, .laneReset: ["dry_run", "reason", "vp_id"]
        case .laneReroute: ["class", "dry_run", "off", "reason", "to", "vp_id"]
        case .laneFlush: ["class", "dry_run", "reason", "vp_id"]
        case .laneRollout: ["dry_run", "percent", "reason", "stage", "vp_id"]
        case .laneRestart: ["dry_run", "force", "reason", "vp_id"]
        case .laneDrain: ["deadline_seconds", "dry_run", "reason", "vp_id"]
        case .poolGet: ["pool"]
        case .poolSet: ["dry_run", "pool", "reason", "state"]
        case .poolClear, .poolProbe: ["dry_run", "pool", "reason"]
        case .governorExplain: Workload.fields
        case .eventsSubscribe: EventFilter.fields
        case .supervisorEstop: ["dry_run", "force", "reason"]
        case .supervisorThaw: ["dry_run", "reason"]
        case .laneList, .poolList, .supervisorStatus, .supervisorReexec, .supervisorBackup,
            .configReload,
            .configValidate:
            []
        }
    }

    init(_ method: ControlMethod, from parameters: ObjectReader) throws(ProtocolError) {
        switch method {
        case .hello: self = .hello(try ControlHello(from: parameters))
        case .missionSubmit: self = try Self.submit(parameters)
        case .missionGet: self = .missionGet(try parameters.text("mission_id"))
        case .missionList: self = .missionList(try MissionFilter(from: parameters))
        case .missionCancel:
            self = .missionCancel(try parameters.text("mission_id"), try .init(from: parameters))
        case .missionRequeue:
            self = .missionRequeue(try parameters.text("mission_id"), try .init(from: parameters))
        case .missionHold:
            self = .missionHold(try parameters.text("mission_id"), try .init(from: parameters))
        case .missionRelease:
            self = .missionRelease(try parameters.text("mission_id"), try .init(from: parameters))
        case .missionMove:
            self = .missionMove(
                try parameters.text("mission_id"),
                to: try parameters.text("to"),
                try .init(from: parameters)
            )
        case .missionResolve:
            self = .missionResolve(
                try parameters.text("mission_id"),
                as: try parameters.text("as"),
                try .init(from: parameters)
            )
        case .missionWhy: self = .missionWhy(try parameters.text("mission_id"))
        case .missionWait: self = try Self.wait(parameters)
        case .missionLogs: self = .missionLogs(try LogRequest(from: parameters))
        case .laneList: self = .laneList
        case .laneGet: self = .laneGet(try parameters.text("vp_id"))
        case .laneWhy: self = .laneWhy(try parameters.text("vp_id"))
        case .lanePause:
            self = .lanePause(try parameters.text("vp_id"), try .init(from: parameters))
        case .laneResume:
            self = .laneResume(try parameters.text("vp_id"), try .init(from: parameters))
        case .laneDrain:
            self = .laneDrain(try parameters.text("vp_id"), try .init(from: parameters))
        case .laneUndrain:
            self = .laneUndrain(try parameters.text("vp_id"), try .init(from: parameters))
        case .laneReroute:
            self = .laneReroute(
                try parameters.text("vp_id"),
                try RerouteOrder(from: parameters),
                try .init(from: parameters)
            )
        case .laneFlush:
            self = .laneFlush(
                try parameters.text("vp_id"),
                try parameters.textIfPresent("class"),
                try .init(from: parameters)
            )
        case .laneRollout:
            self = .laneRollout(
                try parameters.text("vp_id"),
                try RolloutSetting(from: parameters),
                try .init(from: parameters)
            )
        case .laneRestart:
            self = .laneRestart(try parameters.text("vp_id"), try .init(from: parameters))
        case .laneReset:
            self = .laneReset(try parameters.text("vp_id"), try .init(from: parameters))
        case .poolList: self = .poolList
        case .poolGet: self = .poolGet(try Self.pool(parameters))
        case .poolSet:
            self = .poolSet(
                try Self.pool(parameters),
                try parameters.text("state"),
                try .init(from: parameters)
            )
        case .poolClear:
            self = .poolClear(try Self.pool(parameters), try .init(from: parameters))
        case .poolProbe:
            self = .poolProbe(try Self.pool(parameters), try .init(from: parameters))
        case .governorExplain: self = .governorExplain(try Workload.ifPresent(in: parameters))
        case .eventsSubscribe: self = .eventsSubscribe(try EventFilter(from: parameters))
        case .supervisorStatus: self = .supervisorStatus
        case .supervisorEstop: self = .supervisorEstop(try .init(from: parameters))
        case .supervisorThaw: self = .supervisorThaw(try .init(from: parameters))
        case .supervisorReexec: self = .supervisorReexec
        case .supervisorBackup: self = .supervisorBackup
        case .configReload: self = .configReload
        case .configValidate: self = .configValidate
        }
    }

    private static func pool(_ parameters: ObjectReader) throws(ProtocolError) -> String {
        try parameters.string("pool", 1...256)
    }

    private static func submit(
        _ parameters: ObjectReader
    ) throws(ProtocolError) -> ControlCommand {
        let missions: [SubmittedEnvelope] = try parameters.objects("missions", 1...submitCountMax)
        return .missionSubmit(
            missions.map(\.envelope),
            isDryRun: try parameters.flag("dry_run")
        )
    }

    private static func wait(_ parameters: ObjectReader) throws(ProtocolError) -> ControlCommand {
        .missionWait(
            try parameters.text("mission_id"),
            timeoutMilliseconds: try parameters.integerIfPresent(
                "timeout_ms",
                0...waitMillisecondsMax
            )
        )
    }

    func write(to parameters: inout ObjectWriter) {
        switch self {
        case .hello(let hello):
            hello.write(to: &parameters)
        case .missionSubmit(let missions, let isDryRun):
            parameters.put("missions", missions)
            parameters.put("dry_run", isDryRun)
        case .missionGet(let mission), .missionWhy(let mission):
            parameters.put("mission_id", mission)
        case .missionList(let filter):
            filter.write(to: &parameters)
        case .missionCancel(let mission, let options), .missionRequeue(let mission, let options),
            .missionHold(let mission, let options), .missionRelease(let mission, let options):
            parameters.put("mission_id", mission)
            options.write(to: &parameters)
        case .missionWait(let mission, let timeoutMilliseconds):
            parameters.put("mission_id", mission)
            parameters.put("timeout_ms", timeoutMilliseconds)
        case .missionLogs(let request):
            request.write(to: &parameters)
        case .laneGet(let lane), .laneWhy(let lane):
            parameters.put("vp_id", lane)
        case .lanePause(let lane, let options), .laneResume(let lane, let options),
            .laneDrain(let lane, let options), .laneUndrain(let lane, let options),
            .laneRestart(let lane, let options), .laneReset(let lane, let options):
            parameters.put("vp_id", lane)
            options.write(to: &parameters)
        case .missionMove(let mission, let lane, let options):
            parameters.put("mission_id", mission)
            parameters.put("to", lane)
            options.write(to: &parameters)
        case .missionResolve(let mission, let resolution, let options):
            parameters.put("mission_id", mission)
            parameters.put("as", resolution)
            options.write(to: &parameters)
        case .laneReroute(let lane, let order, let options):
            parameters.put("vp_id", lane)
            order.write(to: &parameters)
            options.write(to: &parameters)
        case .laneFlush(let lane, let missionClass, let options):
            parameters.put("vp_id", lane)
            parameters.put("class", missionClass)
            options.write(to: &parameters)
        case .laneRollout(let lane, let setting, let options):
            parameters.put("vp_id", lane)
            setting.write(to: &parameters)
            options.write(to: &parameters)
        case .poolGet(let pool):
            parameters.put("pool", pool)
        case .poolSet(let pool, let setting, let options):
            parameters.put("pool", pool)
            parameters.put("state", setting)
            options.write(to: &parameters)
        case .poolClear(let pool, let options), .poolProbe(let pool, let options):
            parameters.put("pool", pool)
            options.write(to: &parameters)
        case .governorExplain(let workload):
            workload?.write(to: &parameters)
        case .supervisorEstop(let options), .supervisorThaw(let options):
            options.write(to: &parameters)
        case .eventsSubscribe(let filter):
            filter.write(to: &parameters)
        case .laneList, .poolList, .supervisorStatus, .supervisorReexec, .supervisorBackup,
            .configReload,
            .configValidate:
            break
        }
    }
}

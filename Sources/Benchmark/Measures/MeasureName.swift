/// What can be asked for on the command line.
enum MeasureName: String, CaseIterable {
    case submit
    case start
    case recovery
    case adoption
    case idle
    case calls
    case decision
    case backlog
    case cancel
    case pool
    case queue
    case life
    case process
    case history
    case restart
    case lanes

    /// All of them, for people.
    static var list: String { allCases.map(\.rawValue).joined(separator: ", ") }

    /// What does the work.
    var measure: any Measure {
        switch self {
        case .submit: SubmitMeasure()
        case .start: StartMeasure()
        case .recovery: RecoveryMeasure()
        case .adoption: AdoptionMeasure()
        case .idle: IdleMeasure()
        case .calls: CallsMeasure()
        case .decision: DecisionMeasure()
        case .backlog: BacklogMeasure()
        case .cancel: CancelMeasure()
        case .pool: PoolMeasure()
        case .queue: QueueMeasure()
        case .life: LifeMeasure()
        case .process: ProcessMeasure()
        case .history: HistoryMeasure()
        case .restart: RestartMeasure()
        case .lanes: LanesMeasure()
        }
    }
}

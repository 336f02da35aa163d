/// The mark of a fault: what it met is told by its shape.
enum MarkShape: CaseIterable, Sendable {
    /// Done where nothing ran.
    case idle
    /// Done where a run was in flight.
    case busy
    /// Not possible.
    case obstructed

    /// What draws it, relative to its middle.
    var commands: String {
        switch self {
        case .idle, .busy: "m-4 0l4-6 4 6-4 6z"
        case .obstructed: "m-4-4l8 8m-8 0l8-8"
        }
    }

    /// Its class.
    var style: String {
        switch self {
        case .idle: "mark"
        case .busy: "mark busy"
        case .obstructed: "mark obstructed"
        }
    }

    /// Its meaning, for people.
    var name: String {
        switch self {
        case .idle: "done"
        case .busy: "done, a run in flight"
        case .obstructed: "not possible"
        }
    }

    /// Chooses it.
    init(_ fault: InjectedFault) {
        self = fault.obstacle != nil ? .obstructed : fault.wasBusy ? .busy : .idle
    }
}

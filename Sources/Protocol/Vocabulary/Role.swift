/// What a client of the control socket may do; each role includes the ones before it.
public enum Role: String, CaseIterable, Comparable, Hashable, Sendable {
    /// Reads.
    case viewer
    /// Submits missions too.
    case submitter
    /// Does everything.
    case `operator`

    /// Orders roles by what they may do.
    public static func < (lhs: Role, rhs: Role) -> Bool {
        lhs.level < rhs.level
    }

    private var level: Int {
        switch self {
        case .viewer: 0
        case .submitter: 1
        case .operator: 2
        }
    }
}

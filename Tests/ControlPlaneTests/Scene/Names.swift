public import Protocol

extension LaneID: ExpressibleByStringLiteral {
    /// Takes a text that is a name; any other is a defect of the test.
    public init(stringLiteral text: String) {
        guard let id = LaneID(text) else { fatalError("no lane can be named \(text)") }
        self = id
    }
}

extension MissionID: ExpressibleByStringLiteral {
    /// Takes a text that is a name; any other is a defect of the test.
    public init(stringLiteral text: String) {
        guard let id = MissionID(text) else { fatalError("no mission can be named \(text)") }
        self = id
    }
}

extension RunID: ExpressibleByStringLiteral {
    /// Takes a text that is a name; any other is a defect of the test.
    public init(stringLiteral text: String) {
        guard let id = RunID(text) else { fatalError("no run can be named \(text)") }
        self = id
    }
}

extension SessionID: ExpressibleByStringLiteral {
    /// Takes a text that is a name; any other is a defect of the test.
    public init(stringLiteral text: String) {
        guard let id = SessionID(text) else { fatalError("no session can be named \(text)") }
        self = id
    }
}

extension Fence: ExpressibleByIntegerLiteral {
    /// Takes a count.
    public init(integerLiteral value: UInt64) { self.init(value) }
}

extension Generation: ExpressibleByIntegerLiteral {
    /// Takes a count.
    public init(integerLiteral value: UInt64) { self.init(value) }
}

extension RunRemains: ExpressibleByStringLiteral {
    /// What a run left whose leader is not known.
    public init(stringLiteral text: String) { self.init(runID: RunID(stringLiteral: text)) }
}

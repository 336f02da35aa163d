import Protocol

/// Some of the three classes, without a list on the heap: one is made for each lane at each decision.
struct ClassSet: OptionSet {
    let rawValue: UInt8

    /// Every class.
    static let all = ClassSet(rawValue: 0b111)
    /// None.
    static let none = ClassSet([])
    /// Interactive alone.
    static let interactive = ClassSet(.interactive)

    init(rawValue: UInt8) { self.rawValue = rawValue }

    /// One class alone.
    init(_ missionClass: MissionClass) { rawValue = 1 << UInt8(missionClass.rank) }

    /// True if the class is one of them.
    func contains(_ missionClass: MissionClass) -> Bool { contains(ClassSet(missionClass)) }
}

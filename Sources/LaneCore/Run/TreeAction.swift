/// What the end of a tree asks for.
enum TreeAction: Equatable {
    /// Send this to every member.
    case signal(LaneCore.TreeSignal)
    /// Count the members.
    case survey
    /// Say that so many members survive SIGKILL.
    case reportSurvivors(Int)
}

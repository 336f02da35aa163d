/// The targets that turn values into values and never touch the world.
enum PureTargets {
    /// Their names.
    static let names = ["DataStructures", "Protocol", "ControlPlane", "LaneCore", "Simulation"]

    /// Whether `file` belongs to one of them.
    static func contains(_ file: SourceFile) -> Bool {
        file.target.map(names.contains) ?? false
    }
}

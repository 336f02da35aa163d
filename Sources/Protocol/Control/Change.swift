/// What a command changed, for the operator to read.
public struct Change: Equatable, Sendable {
    /// The object: a mission id, a lane's name, or `supervisor`.
    public var object: String
    /// False if everything was so already.
    public var isChanged: Bool
    /// True if nothing was changed because a dry run was asked for.
    public var isDryRun: Bool
    /// One line each: what changed, or would.
    public var lines: [String]

    /// Describes a change.
    public init(object: String, isChanged: Bool, isDryRun: Bool, lines: [String]) {
        self.object = object
        self.isChanged = isChanged
        self.isDryRun = isDryRun
        self.lines = lines
    }
}

/// What a source of missions may have.
public struct SourcePolicy: Equatable, Sendable {
    /// Its share of starts beside other sources: 1 to 1000.
    public var weight = 1
    /// How many of its missions may be open: 1 to 1,000,000.
    public var openCountMax = 1_000_000

    /// Creates the defaults.
    public init() {}
}

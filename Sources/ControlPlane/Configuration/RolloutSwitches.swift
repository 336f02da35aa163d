import DataStructures
import Protocol

/// What the supervisor's environment says of the rollout of one lane, `supervisor.coder_lane`.
public struct RolloutSwitches: Equatable, Sendable {
    /// The kill switch: nothing without a pin goes to the lane, whatever anybody else says.
    static let forceName = "UA_CODER_VP_FORCE_FALLBACK"
    /// Whether the lane is in the traffic where nobody else says so.
    static let enableName = "UA_ENABLE_CODER_VP"
    /// Whether it gets copies of missions and nothing else, where nobody says that it is out.
    static let shadowName = "UA_CODER_VP_SHADOW_MODE"

    /// What is true of a switch, in any case of letters.
    private static let trueWords = ["1", "true", "yes", "on"]
    /// What is false.
    private static let falseWords = ["0", "false", "no", "off"]

    /// True where the kill switch is on.
    public var forcesFallback = false
    /// Whether the lane is in the traffic; nil where the environment does not say.
    public var isEnabled: Bool?

    /// True where it gets copies of missions and nothing else.
    public var asksForShadow = false

    /// Creates the switches of an environment that has none.
    public init() {}

    /// Reads the switches of an environment.
    ///
    /// - Parameters:
    ///   - environment: Names and values; what is empty counts as not set.
    ///   - problems: Gets what is neither true nor false.
    init(
        from environment: OrderedTable<String, String>,
        problems: inout ConfigurationProblems
    ) {
        forcesFallback = Self.flag(Self.forceName, in: environment, &problems) ?? false
        isEnabled = Self.flag(Self.enableName, in: environment, &problems)
        asksForShadow = Self.flag(Self.shadowName, in: environment, &problems) ?? false
    }

    /// What they say where neither the configuration nor an operator does; nil if they say nothing.
    ///
    /// The kill switch, which stands over everybody, is not among it.
    var rollout: Rollout? {
        if isEnabled == false { return .off }
        if asksForShadow { return .shadow }
        return isEnabled == nil ? nil : .on
    }

    /// The names of those that ask for something.
    var givenNames: [String] {
        (forcesFallback ? [Self.forceName] : []) + (isEnabled == nil ? [] : [Self.enableName])
            + (asksForShadow ? [Self.shadowName] : [])
    }

    /// Where a problem of a switch is.
    static func path(of name: String) -> String { "environment.\(name)" }

    /// Never shows the value: what an environment holds is nobody's to read.
    private static func flag(
        _ name: String,
        in environment: OrderedTable<String, String>,
        _ problems: inout ConfigurationProblems
    ) -> Bool? {
        guard let word = environment[name]?.lowercased(), !word.isEmpty else { return nil }
        if trueWords.contains(word) { return true }
        if falseWords.contains(word) { return false }
        problems.add(path(of: name), "neither 1 nor 0", allowed: "1, 0 or unset")
        return nil
    }
}

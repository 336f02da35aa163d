import DataStructures

/// What the supervisor's environment says of the rollout of one lane, `supervisor.coder_lane`.
public struct RolloutSwitches: Equatable, Sendable {
    /// The kill switch: nothing without a pin goes to the lane, whatever anybody else says.
    static let forceName = "UA_CODER_VP_FORCE_FALLBACK"
    /// Whether the lane is in the traffic where nobody else says so.
    static let enableName = "UA_ENABLE_CODER_VP"
    /// Asks for copies of missions, which this version does not make.
    static let shadowName = "UA_CODER_VP_SHADOW_MODE"

    /// What is true of a switch, in any case of letters.
    private static let trueWords = ["1", "true", "yes", "on"]
    /// What is false.
    private static let falseWords = ["0", "false", "no", "off"]

    /// True where the kill switch is on.
    public var forcesFallback = false
    /// Whether the lane is in the traffic; nil where the environment does not say.
    public var isEnabled: Bool?

    /// Creates the switches of an environment that has none.
    public init() {}

    /// Reads the switches of an environment.
    ///
    /// - Parameters:
    ///   - environment: Names and values; what is empty counts as not set.
    ///   - problems: Gets what is neither true nor false, and a shadow that is asked for.
    init(
        from environment: OrderedTable<String, String>,
        problems: inout ConfigurationProblems
    ) {
        forcesFallback = Self.flag(Self.forceName, in: environment, &problems) ?? false
        isEnabled = Self.flag(Self.enableName, in: environment, &problems)
        if Self.flag(Self.shadowName, in: environment, &problems) == true {
            problems.add(
                Self.path(of: Self.shadowName),
                "not carried out by this version",
                allowed: "unset it, or set it to 0"
            )
        }
    }

    /// The names of those that ask for something.
    var givenNames: [String] {
        (forcesFallback ? [Self.forceName] : []) + (isEnabled == nil ? [] : [Self.enableName])
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

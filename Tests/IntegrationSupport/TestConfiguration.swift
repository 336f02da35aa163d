/// A configuration that a test writes: JSON5, a member a section.
///
/// The default has one lane, `vp.a`, on the profile `fake`, which runs the objective as a script of
/// `fake-runtime`; `shell` runs it as a shell script. Delays are short.
public struct TestConfiguration {
    /// Whether runs get control groups.
    public var usesControlGroups = true
    /// More members of `supervisor`.
    public var supervisor: [String] = []
    /// Members of `defaults`.
    public var defaults = [
        "profile: \"fake\"", "slots: 4", "reserved_slots: 0",
        "restart: { backoff_ms: 10, backoff_max_ms: 100 }",
        "backoff: { failure_ms: 5, failure_max_ms: 50, deferral_ms: 10, deferral_max_ms: 100 }",
    ]
    /// Members of `profiles`.
    public var profiles: [String] = []
    /// Members of `lanes`, each the lane's name and its object.
    public var lanes: [(name: String, object: String)] = [("vp.a", "{}")]
    /// Other sections.
    public var sections: [String] = []

    /// Creates the default.
    public init() {}

    /// Creates the default with other lanes.
    public init(lanes names: [String]) {
        lanes = names.map { ($0, "{}") }
    }

    /// The text of the file.
    public func text() throws -> String {
        let fake = try Products.path("fake-runtime")
        let graces = "term_grace_ms: 1000, leftover_grace_ms: 300"
        let own = [
            """
            fake: { adapter: "exec", argv: ["\(fake)"], \(graces),
                capabilities: ["tools", "resume", "cancel", "streaming", "usage"] }
            """, "shell: { adapter: \"shell\", \(graces) }",
        ]
        let groups = "control_groups: \"\(usesControlGroups ? "auto" : "never")\""
        let rows = lanes.map { "\"\($0.name)\": \($0.object)" }
        return """
            {
                version: 1,
                supervisor: { \(([groups] + supervisor).joined(separator: ", ")) },
                defaults: { \(defaults.joined(separator: ", ")) },
                profiles: { \((own + profiles).joined(separator: ",\n")) },
                lanes: { \(rows.joined(separator: ", ")) },
                \(sections.joined(separator: ",\n"))
            }
            """
    }
}

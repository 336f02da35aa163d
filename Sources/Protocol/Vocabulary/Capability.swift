/// What a runtime profile can do, and a mission may require.
public enum Capability: String, CaseIterable, Hashable, Sendable {
    case tools
    case resume
    case cancel
    case streaming
    case usage
    case permissions
}

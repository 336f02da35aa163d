/// The `id` of a JSON-RPC request: what its answer carries.
public enum RequestID: Hashable, Sendable {
    case number(Int64)
    case text(String)
}

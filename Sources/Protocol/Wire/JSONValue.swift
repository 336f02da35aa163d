public import DataStructures

/// A JSON value of unknown shape: event payloads, and configuration before it is validated.
public enum JSONValue: Equatable, Sendable {
    case null
    case bool(Bool)
    case integer(Int64)
    case double(Double)
    case string(String)
    case array([JSONValue])
    /// Members in ascending order of their names.
    case object(OrderedTable<String, JSONValue>)
}

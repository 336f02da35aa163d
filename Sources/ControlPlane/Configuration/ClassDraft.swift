import DataStructures
import Protocol

/// Section `classes` while it is read: its sources wait as they were given.
struct ClassDraft {
    /// What was said, on top of the built-in defaults.
    var policy = ClassPolicy()
    var sources = JSONValue.object(OrderedTable())
}

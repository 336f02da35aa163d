import DataStructures
import Protocol

/// The whole configuration while it is read: lanes and profiles need each other and the defaults,
/// so they wait as they were given.
struct ConfigurationDraft {
    /// The version of the layout.
    var version = 1
    var supervisor = SupervisorPolicy()
    var defaults = LaneDraft()
    var profiles = JSONValue.object(OrderedTable())
    var lanes = JSONValue.object(OrderedTable())
    var pools = JSONValue.object(OrderedTable())
    var classes = ClassDraft()
    var retention = RetentionPolicy()
    var roles = RolePolicy()
}

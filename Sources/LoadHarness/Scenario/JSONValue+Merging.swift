import DataStructures
import Protocol

extension JSONValue {
    /// A member of an object; nil if it has none of this name, or is none.
    func member(_ name: String) -> JSONValue? {
        guard case .object(let members) = self else { return nil }
        return members[name]
    }

    /// What another value says, on top of this one: objects are merged member by member, anything
    /// else takes the place of what was said before.
    ///
    /// - Parameter other: `null` where nothing is to be said.
    /// - Returns: This value if nothing is.
    func merging(_ other: JSONValue) -> JSONValue {
        guard other != .null else { return self }
        guard case .object(var members) = self, case .object(let others) = other else {
            return other
        }
        for (name, value) in others { members[name] = (members[name] ?? .null).merging(value) }
        return .object(members)
    }
}

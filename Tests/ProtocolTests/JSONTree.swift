import DataStructures

@testable import Protocol

/// A step from a JSON value to a value inside it.
enum JSONStep: Equatable {
    case member(String)
    case item(Int)
}

/// Where a value is inside another, outermost step first.
struct JSONPath: Equatable, CustomStringConvertible {
    var steps: [JSONStep]

    /// As the errors of the protocol write it.
    var description: String {
        steps.reduce(into: "") { text, step in
            switch step {
            case .member(let name): text += text.isEmpty ? name : "." + name
            case .item(let index): text += "[\(index)]"
            }
        }
    }

    func appending(_ step: JSONStep) -> JSONPath {
        JSONPath(steps: steps + [step])
    }
}

extension JSONValue {
    /// Every value inside, with where it is, in order; without the value itself.
    func descendants(
        at path: JSONPath = JSONPath(steps: [])
    ) -> [(path: JSONPath, value: JSONValue)] {
        var found: [(path: JSONPath, value: JSONValue)] = []
        switch self {
        case .object(let members):
            for (name, value) in members {
                let place = path.appending(.member(name))
                found.append((place, value))
                found += value.descendants(at: place)
            }
        case .array(let items):
            for (index, value) in items.enumerated() {
                let place = path.appending(.item(index))
                found.append((place, value))
                found += value.descendants(at: place)
            }
        case .null, .bool, .integer, .double, .string:
            break
        }
        return found
    }

    /// The same value with another one at `path`; nil removes a member.
    func replacing(_ path: JSONPath, with value: JSONValue?) -> JSONValue {
        guard let step = path.steps.first else { return value ?? .null }
        let rest = JSONPath(steps: Array(path.steps.dropFirst()))
        switch (self, step) {
        case (.object(var members), .member(let name)):
            let old = members[name] ?? .null
            members[name] = rest.steps.isEmpty ? value : old.replacing(rest, with: value)
            return .object(members)
        case (.array(var items), .item(let index)):
            items[index] = items[index].replacing(rest, with: value)
            return .array(items)
        default:
            return self
        }
    }

    /// A value of another type.
    var ofAnotherType: JSONValue {
        switch self {
        case .string: .integer(5)
        case .null, .bool, .integer, .double: .string("five")
        case .array: .object(OrderedTable())
        case .object: .array([])
        }
    }
}

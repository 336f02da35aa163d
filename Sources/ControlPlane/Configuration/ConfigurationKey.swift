import DataStructures
package import Protocol

/// One key of the configuration: what it is called, what it takes, what it means, where it goes.
///
/// The tables of keys (`ConfigurationKey+Lane.swift` and its neighbours) drive the reader, the text
/// of its problems, the nearest known name and the reference in `docs/configuration.md`. Other files
/// that people write, as the scenarios of the load harness, are read by tables of the same form.
package struct ConfigurationKey<Target> {
    /// What takes a value that was given: checks it and stores it, or adds problems.
    package typealias Store = (JSONValue, String, inout Target, inout ConfigurationProblems) -> Void

    /// Its name in snake_case; a number's unit is in it.
    package let name: String
    /// What it takes, for example `an integer from 1 to 64`.
    package let allowed: String
    /// What it means, one line.
    package let summary: String
    /// The default as it is written in the reference, given an untouched target.
    package let shownDefault: (Target) -> String
    /// Bounds of a number; nil for everything else.
    package var bounds: ClosedRange<Int64>?
    /// The keys of a nested object; empty for everything else.
    package var children: [ConfigurationKey<Target>] = []
    /// True for a name that is known and that this version does not carry out.
    package var isRefused = false
    /// Takes a value.
    package let store: Store

    /// Describes a key.
    package init(
        name: String,
        allowed: String,
        summary: String,
        shownDefault: @escaping (Target) -> String,
        bounds: ClosedRange<Int64>? = nil,
        children: [ConfigurationKey<Target>] = [],
        isRefused: Bool = false,
        store: @escaping Store
    ) {
        self.name = name
        self.allowed = allowed
        self.summary = summary
        self.shownDefault = shownDefault
        self.bounds = bounds
        self.children = children
        self.isRefused = isRefused
        self.store = store
    }

    /// Stores every member of an object by the key of its name, and refuses names without a key.
    ///
    /// - Parameters:
    ///   - keys: The known names.
    ///   - value: What was given; anything but an object is a problem.
    ///   - path: Where it was given; empty for the whole configuration.
    ///   - target: Gets what is right, also beside what is wrong.
    ///   - problems: Gets what is wrong.
    package static func apply(
        _ keys: [ConfigurationKey],
        from value: JSONValue,
        at path: String,
        to target: inout Target,
        problems: inout ConfigurationProblems
    ) {
        guard case .object(let members) = value else {
            problems.add(path, "\(value.excerpt) is not an object", allowed: "an object")
            return
        }
        for (name, member) in members {
            let place = (path.isEmpty ? "" : "\(path).") + JSONValue.pathComponent(name)
            guard let key = keys.first(where: { $0.name == name }) else {
                let known = keys.filter { !$0.isRefused }.map(\.name)
                problems.add(place, "unknown key", allowed: hint(for: name, among: known))
                continue
            }
            key.store(member, place, &target, &problems)
        }
    }

    /// What to say about a name that is not known.
    ///
    /// - Returns: The nearest known name, or all of them.
    package static func hint(for name: String, among known: [String]) -> String {
        if let nearest = NearestName.suggestion(for: name, among: known) {
            return "did you mean \"\(nearest)\"?"
        }
        return "one of " + known.joined(separator: ", ")
    }

    /// The same key for the owner of its target.
    package func lifted<Owner>(
        _ place: WritableKeyPath<Owner, Target>
    ) -> ConfigurationKey<Owner> {
        let key = self
        return ConfigurationKey<Owner>(
            name: name,
            allowed: allowed,
            summary: summary,
            shownDefault: { key.shownDefault($0[keyPath: place]) },
            bounds: bounds,
            children: children.map { $0.lifted(place) },
            isRefused: isRefused,
            store: { value, path, owner, problems in
                key.store(value, path, &owner[keyPath: place], &problems)
            }
        )
    }

    /// The same key with one more rule, asked after a value was stored without a problem.
    func and(
        _ rule: @escaping (Target, String, inout ConfigurationProblems) -> Void
    ) -> ConfigurationKey {
        replacing(
            shownDefault: shownDefault,
            store: { [store] value, path, target, problems in
                var own = ConfigurationProblems()
                store(value, path, &target, &own)
                if own.isEmpty { rule(target, path, &own) }
                problems.add(own)
            }
        )
    }

    /// The same key with another text for its default.
    package func showing(_ text: String) -> ConfigurationKey {
        replacing(shownDefault: { _ in text }, store: store)
    }

    /// The same key with another default and another way to take a value.
    func replacing(
        shownDefault: @escaping (Target) -> String,
        store: @escaping Store
    ) -> ConfigurationKey {
        ConfigurationKey(
            name: name,
            allowed: allowed,
            summary: summary,
            shownDefault: shownDefault,
            bounds: bounds,
            children: children,
            isRefused: isRefused,
            store: store
        )
    }
}

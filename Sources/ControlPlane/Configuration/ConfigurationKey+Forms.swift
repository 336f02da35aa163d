import DataStructures
package import Protocol

/// The forms that a key's value can have.
extension ConfigurationKey {
    // MARK: Numbers

    package static func number(
        _ name: String,
        _ place: WritableKeyPath<Target, UInt64>,
        _ bounds: ClosedRange<Int64>,
        _ summary: String
    ) -> ConfigurationKey {
        integer(
            name,
            bounds,
            summary,
            shownDefault: { "\($0[keyPath: place])" },
            set: { $0[keyPath: place] = UInt64($1) }
        )
    }

    package static func count(
        _ name: String,
        _ place: WritableKeyPath<Target, Int>,
        _ bounds: ClosedRange<Int64>,
        _ summary: String
    ) -> ConfigurationKey {
        integer(
            name,
            bounds,
            summary,
            shownDefault: { "\($0[keyPath: place])" },
            set: { $0[keyPath: place] = Int($1) }
        )
    }

    package static func integer(
        _ name: String,
        _ bounds: ClosedRange<Int64>,
        _ summary: String,
        shownDefault: @escaping (Target) -> String,
        set: @escaping (inout Target, Int64) -> Void
    ) -> ConfigurationKey {
        let allowed =
            bounds.lowerBound == bounds.upperBound
            ? "\(bounds.lowerBound)"
            : "an integer from \(bounds.lowerBound) to \(bounds.upperBound)"
        return ConfigurationKey(
            name: name,
            allowed: allowed,
            summary: summary,
            shownDefault: shownDefault,
            bounds: bounds,
            store: { value, path, target, problems in
                guard case .integer(let number) = value else {
                    problems.add(path, "\(value.excerpt) is not an integer", allowed: allowed)
                    return
                }
                guard number >= bounds.lowerBound else {
                    let what = "\(number) is below \(bounds.lowerBound)"
                    problems.add(path, what, allowed: allowed)
                    return
                }
                guard number <= bounds.upperBound else {
                    let what = "\(number) is above \(bounds.upperBound)"
                    problems.add(path, what, allowed: allowed)
                    return
                }
                set(&target, number)
            }
        )
    }

    // MARK: Words

    /// One of a few words: `choices` in the order in which they are shown, with what they mean.
    package static func choice<Value: Equatable>(
        _ name: String,
        _ place: WritableKeyPath<Target, Value>,
        _ choices: [(word: String, value: Value)],
        _ summary: String
    ) -> ConfigurationKey {
        let words = choices.map(\.word)
        let allowed = "one of " + words.joined(separator: ", ")
        return ConfigurationKey(
            name: name,
            allowed: allowed,
            summary: summary,
            shownDefault: { target in
                let word = choices.first { $0.value == target[keyPath: place] }?.word
                return word.map { "`\($0)`" } ?? "none: must be given"
            },
            store: { value, path, target, problems in
                guard case .string(let text) = value else {
                    problems.add(path, "\(value.excerpt) is not a string", allowed: allowed)
                    return
                }
                guard let choice = choices.first(where: { $0.word == text }) else {
                    let nearest = NearestName.suggestion(for: text, among: words)
                    let hint = nearest.map { "; did you mean \"\($0)\"?" } ?? ""
                    problems.add(path, "\(value.excerpt) is not known", allowed: allowed + hint)
                    return
                }
                target[keyPath: place] = choice.value
            }
        )
    }

    /// A string with which `problem` finds nothing wrong.
    package static func text(
        _ name: String,
        _ place: WritableKeyPath<Target, String>,
        _ allowed: String,
        _ summary: String,
        problem: @escaping (String) -> String?
    ) -> ConfigurationKey {
        ConfigurationKey(
            name: name,
            allowed: allowed,
            summary: summary,
            shownDefault: { target in
                let value = target[keyPath: place]
                return value.isEmpty ? "empty" : "`\(value)`"
            },
            store: { value, path, target, problems in
                guard case .string(let text) = value else {
                    problems.add(path, "\(value.excerpt) is not a string", allowed: allowed)
                    return
                }
                if let problem = problem(text) {
                    problems.add(path, "\(value.excerpt) \(problem)", allowed: allowed)
                    return
                }
                target[keyPath: place] = text
            }
        )
    }

    // MARK: Lists

    /// A list of at most `countMax` items, different ones unless repeats are allowed.
    ///
    /// `parse` turns one item into its value, or returns what is wrong with it.
    static func list<Item: Equatable>(
        _ name: String,
        _ place: WritableKeyPath<Target, [Item]>,
        countMax: Int,
        _ allowed: String,
        _ summary: String,
        shownDefault: @escaping (Target) -> String = { _ in "empty" },
        allowsRepeats: Bool = false,
        parse: @escaping (JSONValue) -> Result<Item, ConfigurationProblems>
    ) -> ConfigurationKey {
        ConfigurationKey(
            name: name,
            allowed: allowed,
            summary: summary,
            shownDefault: shownDefault,
            store: { value, path, target, problems in
                guard case .array(let values) = value else {
                    problems.add(path, "\(value.excerpt) is not a list", allowed: allowed)
                    return
                }
                guard values.count <= countMax else {
                    let what = "\(values.count) items are above \(countMax)"
                    problems.add(path, what, allowed: allowed)
                    return
                }
                var items: [Item] = []
                for (index, value) in values.enumerated() {
                    switch parse(value) {
                    case .success(let item) where !allowsRepeats && items.contains(item):
                        let what = "\(value.excerpt) is given twice"
                        problems.add("\(path)[\(index)]", what, allowed: allowed)
                    case .success(let item):
                        items.append(item)
                    case .failure(let failure):
                        for problem in failure.items {
                            let clause = problem.allowed.isEmpty ? allowed : problem.allowed
                            problems.add("\(path)[\(index)]", problem.what, allowed: clause)
                        }
                    }
                }
                target[keyPath: place] = items
            }
        )
    }

    // MARK: Objects

    /// An object with keys of its own; what it leaves out keeps its value.
    package static func section<Inner>(
        _ name: String,
        _ place: WritableKeyPath<Target, Inner>,
        _ keys: [ConfigurationKey<Inner>],
        _ summary: String
    ) -> ConfigurationKey {
        ConfigurationKey(
            name: name,
            allowed: "an object",
            summary: summary,
            shownDefault: { _ in "" },
            children: keys.map { $0.lifted(place) },
            store: { value, path, target, problems in
                ConfigurationKey<Inner>.apply(
                    keys,
                    from: value,
                    at: path,
                    to: &target[keyPath: place],
                    problems: &problems
                )
            }
        )
    }

    /// An object with keys of its own that takes the place of what was said before as a whole.
    static func whole<Inner>(
        _ name: String,
        _ place: WritableKeyPath<Target, Inner>,
        _ empty: Inner,
        _ keys: [ConfigurationKey<Inner>],
        _ summary: String
    ) -> ConfigurationKey {
        let section = section(name, place, keys, summary)
        return section.replacing(
            shownDefault: section.shownDefault,
            store: { value, path, target, problems in
                target[keyPath: place] = empty
                section.store(value, path, &target, &problems)
            }
        )
    }

    /// An object that is kept as it is and read later.
    package static func object(
        _ name: String,
        _ place: WritableKeyPath<Target, JSONValue>,
        _ allowed: String,
        _ summary: String
    ) -> ConfigurationKey {
        ConfigurationKey(
            name: name,
            allowed: allowed,
            summary: summary,
            shownDefault: { _ in "empty" },
            store: { value, path, target, problems in
                guard case .object = value else {
                    problems.add(path, "\(value.excerpt) is not an object", allowed: allowed)
                    return
                }
                target[keyPath: place] = value
            }
        )
    }

    // MARK: Names that are not carried out

    /// A known name that this version does not carry out: only an empty object may stand there.
    static func notCarriedOut(_ name: String, _ summary: String) -> ConfigurationKey {
        ConfigurationKey(
            name: name,
            allowed: "leave it out",
            summary: summary,
            shownDefault: { _ in "" },
            isRefused: true,
            store: { value, path, _, problems in
                if case .object(let members) = value, members.isEmpty { return }
                problems.add(path, "not carried out by this version", allowed: "leave it out")
            }
        )
    }
}

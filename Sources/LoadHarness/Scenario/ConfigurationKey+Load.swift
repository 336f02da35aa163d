import ControlPlane
import Protocol

/// The forms that a member of a scenario can have beside those of the configuration.
extension ConfigurationKey {
    // MARK: Lengths of time

    /// A length of time, as a whole number of the unit in its name.
    static func span(
        _ name: String,
        _ place: WritableKeyPath<Target, Interval>,
        _ unit: SpanUnit,
        _ bounds: ClosedRange<Int64>,
        _ summary: String
    ) -> ConfigurationKey {
        integer(
            name,
            bounds,
            summary,
            shownDefault: { "\(unit.count(of: $0[keyPath: place]))" },
            set: { $0[keyPath: place] = unit.interval($1) }
        )
    }

    /// A length of time that need not be given.
    static func span(
        _ name: String,
        _ place: WritableKeyPath<Target, Interval?>,
        _ unit: SpanUnit,
        _ bounds: ClosedRange<Int64>,
        _ summary: String
    ) -> ConfigurationKey {
        integer(
            name,
            bounds,
            summary,
            shownDefault: { $0[keyPath: place].map { "\(unit.count(of: $0))" } ?? "none" },
            set: { $0[keyPath: place] = unit.interval($1) }
        )
    }

    /// The shortest and the longest length of time, as a list of two whole numbers of milliseconds.
    static func range(
        _ name: String,
        _ place: WritableKeyPath<Target, ClosedRange<Interval>>,
        _ bounds: ClosedRange<Int64>,
        _ summary: String
    ) -> ConfigurationKey {
        let allowed =
            "[shortest, longest], each an integer from \(bounds.lowerBound) to \(bounds.upperBound)"
        return ConfigurationKey(
            name: name,
            allowed: allowed,
            summary: summary,
            shownDefault: { target in
                let range = target[keyPath: place]
                return "[\(range.lowerBound.wholeMilliseconds),"
                    + " \(range.upperBound.wholeMilliseconds)]"
            },
            store: { value, path, target, problems in
                guard case .array(let items) = value, items.count == 2,
                    case .integer(let shortest) = items[0],
                    case .integer(let longest) = items[1]
                else {
                    problems.add(path, "\(value.excerpt) is not a pair", allowed: allowed)
                    return
                }
                guard bounds.contains(shortest), bounds.contains(longest) else {
                    let what = "[\(shortest), \(longest)] is out of range"
                    problems.add(path, what, allowed: allowed)
                    return
                }
                guard shortest <= longest else {
                    let what = "\(shortest) is above \(longest)"
                    problems.add(path, what, allowed: allowed)
                    return
                }
                let unit = SpanUnit.milliseconds
                target[keyPath: place] = unit.interval(shortest)...unit.interval(longest)
            }
        )
    }

    // MARK: Numbers that need not be given

    /// A whole number that need not be given.
    static func count(
        _ name: String,
        _ place: WritableKeyPath<Target, Int?>,
        _ bounds: ClosedRange<Int64>,
        _ summary: String
    ) -> ConfigurationKey {
        integer(
            name,
            bounds,
            summary,
            shownDefault: { $0[keyPath: place].map { "\($0)" } ?? "none" },
            set: { $0[keyPath: place] = Int($1) }
        )
    }

    /// A number, whole or not, that need not be given.
    static func decimal(
        _ name: String,
        _ place: WritableKeyPath<Target, Double?>,
        _ bounds: ClosedRange<Double>,
        _ summary: String
    ) -> ConfigurationKey {
        let allowed = "a number from \(bounds.lowerBound) to \(bounds.upperBound)"
        return ConfigurationKey(
            name: name,
            allowed: allowed,
            summary: summary,
            shownDefault: { $0[keyPath: place].map { "\($0)" } ?? "none" },
            store: { value, path, target, problems in
                let number: Double
                switch value {
                case .integer(let whole): number = Double(whole)
                case .double(let given): number = given
                case .null, .bool, .string, .array, .object:
                    problems.add(path, "\(value.excerpt) is not a number", allowed: allowed)
                    return
                }
                guard bounds.contains(number) else {
                    problems.add(path, "\(value.excerpt) is out of range", allowed: allowed)
                    return
                }
                target[keyPath: place] = number
            }
        )
    }
}

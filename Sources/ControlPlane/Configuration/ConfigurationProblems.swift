/// Everything that is wrong with a configuration, in the order in which it was found.
public struct ConfigurationProblems: Error, Equatable, Sendable, CustomStringConvertible {
    /// The most problems that are kept; further ones are counted.
    public static let countMax = 500

    /// The first `countMax` problems.
    public private(set) var items: [ConfigurationProblem] = []
    /// How many more there are.
    public private(set) var omittedCount = 0

    /// Creates an empty list.
    public init() {}

    /// Creates a list with one problem.
    public init(_ problem: ConfigurationProblem) {
        items = [problem]
    }

    /// True if nothing is wrong.
    public var isEmpty: Bool { items.isEmpty }

    /// One line for each problem, at most `countMax` and one that counts the rest.
    public var lines: [String] {
        let rest = omittedCount == 0 ? [] : ["and \(omittedCount) more"]
        return items.map(\.description) + rest
    }

    /// The lines, joined by line feeds.
    public var description: String { lines.joined(separator: "\n") }

    package mutating func add(_ path: String, _ what: String, allowed: String = "") {
        guard items.count < Self.countMax else {
            omittedCount += 1
            return
        }
        items.append(ConfigurationProblem(path, what, allowed: allowed))
    }

    /// Adds what another list holds.
    package mutating func add(_ others: ConfigurationProblems) {
        for item in others.items { add(item.path, item.what, allowed: item.allowed) }
        omittedCount += others.omittedCount
    }
}

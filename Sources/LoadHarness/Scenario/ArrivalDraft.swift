import ControlPlane
import Protocol

/// How missions arrive while it is read.
struct ArrivalDraft {
    /// Nil until it is named.
    var kind: ArrivalKind?
    var perSecond: Double?
    var load: Double?
    var count: Int?
    var every: Interval?
    var openCount: Int?

    /// The members that were given beside `kind`, each with the kind that it belongs to.
    private var given: [(name: String, kind: ArrivalKind)] {
        let members: [(name: String, kind: ArrivalKind, isGiven: Bool)] = [
            ("per_second", .poisson, perSecond != nil), ("load", .poisson, load != nil),
            ("count", .burst, count != nil), ("every_ms", .burst, every != nil),
            ("open", .closed, openCount != nil),
        ]
        return members.filter(\.isGiven).map { ($0.name, $0.kind) }
    }

    /// Applies the rules that concern more than one member.
    ///
    /// - Parameters:
    ///   - path: Where it is.
    ///   - problems: Gets what is wrong.
    /// - Returns: Nil if there were problems.
    func finished(at path: String, problems: inout ConfigurationProblems) -> Arrival? {
        guard let kind else {
            let words = ArrivalKind.allCases.map(\.rawValue).joined(separator: ", ")
            problems.add("\(path).kind", "missing", allowed: "one of \(words)")
            return nil
        }
        let strangers = given.filter { $0.kind != kind }
        for stranger in strangers {
            problems.add(
                "\(path).\(stranger.name)",
                "means nothing to the kind \(kind.rawValue)",
                allowed: "leave it out, or the kind \(stranger.kind.rawValue)"
            )
        }
        guard strangers.isEmpty else { return nil }
        return switch kind {
        case .poisson: poisson(at: path, problems: &problems)
        case .burst: burst(at: path, problems: &problems)
        case .closed: closed(at: path, problems: &problems)
        }
    }

    private func poisson(at path: String, problems: inout ConfigurationProblems) -> Arrival? {
        switch (perSecond, load) {
        case (nil, nil):
            problems.add("\(path).load", "missing", allowed: "load or per_second")
            return nil
        case (_?, _?):
            problems.add("\(path).load", "stands beside per_second", allowed: "one of them")
            return nil
        case (let perSecond?, nil): return .poisson(perSecond: perSecond, load: 0)
        case (nil, let load?): return .poisson(perSecond: nil, load: load)
        }
    }

    private func burst(at path: String, problems: inout ConfigurationProblems) -> Arrival? {
        if count == nil {
            problems.add("\(path).count", "missing", allowed: "how many come at once")
        }
        if every == nil {
            problems.add("\(path).every_ms", "missing", allowed: "the time between two bursts")
        }
        guard let count, let every else { return nil }
        return .burst(count: count, every: every)
    }

    private func closed(at path: String, problems: inout ConfigurationProblems) -> Arrival? {
        guard let openCount else {
            problems.add("\(path).open", "missing", allowed: "how many are open at any time")
            return nil
        }
        return .closed(openCount: openCount)
    }
}

import ControlPlane
import Protocol

/// A rule for faults while it is read.
struct FaultDraft {
    /// Nil until it is named.
    var kind: FaultKind?
    var every: Interval?
    var countMax: Int?
    var lastsFor: Interval?

    /// Applies the rules that concern more than one member.
    ///
    /// - Parameters:
    ///   - path: Where it is.
    ///   - problems: Gets what is wrong.
    /// - Returns: Nil if there were problems.
    func finished(at path: String, problems: inout ConfigurationProblems) -> FaultRule? {
        if kind == nil {
            let words = FaultKind.allCases.map(\.rawValue).joined(separator: ", ")
            problems.add("\(path).kind", "missing", allowed: "one of \(words)")
        }
        if every == nil {
            problems.add("\(path).every_ms", "missing", allowed: "the time between two of them")
        }
        guard let kind, let every else { return nil }
        if lastsFor != nil, !kind.lasts {
            problems.add(
                "\(path).lasts_ms",
                "\(kind.rawValue) does not last",
                allowed: "leave it out"
            )
            return nil
        }
        var rule = FaultRule(kind: kind, every: every, countMax: countMax)
        if let lastsFor { rule.lastsFor = lastsFor }
        return rule
    }
}

import Protocol

/// A lane's `rollout` while it is read.
struct RolloutDraft {
    /// Nil where it is not given.
    var stage: RolloutStage?
    /// Nil where it is not given.
    var percent: Int?

    /// What it comes to; nil if it says nothing, or its parts do not go together.
    var rollout: Rollout? { stage.flatMap { Rollout($0, percent: percent) } }

    /// Applies the rule that concerns both keys.
    ///
    /// - Parameters:
    ///   - path: Where the rollout is.
    ///   - problems: Gets what is wrong.
    func check(at path: String, problems: inout ConfigurationProblems) {
        switch (stage, percent) {
        case (.canary, nil):
            problems.add("\(path).percent", "missing", allowed: "how much a canary gets, 0 to 100")
        case (.canary, .some), (_, nil):
            break
        case (_, .some):
            problems.add("\(path).percent", "only a canary has one", allowed: "leave it out")
        }
    }
}

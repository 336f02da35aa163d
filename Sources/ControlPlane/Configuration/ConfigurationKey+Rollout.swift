import Protocol

extension ConfigurationKey<RolloutDraft> {
    /// The keys of `rollout`.
    static var all: [ConfigurationKey] {
        [
            stage,
            .integer(
                "percent",
                0...100,
                "Of 100 missions, how many a canary may get; by a stable hash of the mission id.",
                shownDefault: { _ in "none: `canary` must have it" },
                set: { $0.percent = Int($1) }
            ),
        ]
    }

    /// One of the stages.
    private static var stage: ConfigurationKey {
        ConfigurationKey.choice(
            "stage",
            \.stage,
            RolloutStage.allCases.map { (word: $0.rawValue, value: RolloutStage?.some($0)) },
            "Which missions without a pin it gets: none, a percentage, all, none as an emergency, or "
                + "none but copies."
        )
        .showing("what the environment says, else `on`")
    }
}

extension ConfigurationKey<LaneDraft> {
    /// A lane that names its rollout takes nothing of that of `defaults` over: a percentage means
    /// nothing without its stage.
    static var rollout: ConfigurationKey {
        ConfigurationKey.whole(
            "rollout",
            \.rollout,
            RolloutDraft(),
            ConfigurationKey<RolloutDraft>.all,
            "Which missions without a pin it gets; replaces that of `defaults` as a whole."
        )
        .and { lane, path, problems in lane.rollout.check(at: path, problems: &problems) }
    }
}

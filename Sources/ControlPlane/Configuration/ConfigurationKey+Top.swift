extension ConfigurationKey<ConfigurationDraft> {
    /// The sections of the configuration.
    static var all: [ConfigurationKey] {
        [
            .count("version", \.version, 1...1, "The version of this layout."),
            .section(
                "supervisor",
                \.supervisor,
                ConfigurationKey<SupervisorPolicy>.all,
                "What concerns the supervisor as a whole."
            ),
            .section(
                "defaults",
                \.defaults,
                ConfigurationKey<LaneDraft>.all,
                "What holds for every lane that does not say otherwise, key by key."
            ),
            .object(
                "profiles",
                \.profiles,
                "at most 64 profiles by name",
                "How runtimes are started; `shell` is always there."
            ),
            .object("lanes", \.lanes, "1 to 64 lanes by name", "The lanes."),
            .object("pools", \.pools, "at most 64 pools by name", "What lanes share."),
            .section(
                "classes",
                \.classes,
                ConfigurationKey<ClassDraft>.all,
                "How classes and sources share lanes and pools."
            ),
            .section(
                "retention",
                \.retention,
                ConfigurationKey<RetentionPolicy>.all,
                "How long finished things are kept."
            ),
            .section(
                "roles",
                \.roles,
                ConfigurationKey<RolePolicy>.all,
                "Who may do what on the control socket, besides root and the supervisor's own "
                    + "user, who may do everything."
            ),
            .section(
                "rollback",
                \.defaults.policy.rollback,
                ConfigurationKey<RollbackPolicy>.all,
                "What happens by itself when a lane does badly; `rollback` of a lane changes it for "
                    + "that lane."
            ),
            .notCarriedOut("callbacks", "Whom to tell of a mission's end."),
            .notCarriedOut("http", "Metrics over HTTP."),
        ]
    }
}

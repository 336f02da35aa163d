import Protocol

extension ConfigurationKey<RolePolicy> {
    /// The keys of `roles`.
    static var all: [ConfigurationKey] {
        [
            ids("operator_uids", \.operatorUIDs, "User ids that may do everything."),
            ids("operator_gids", \.operatorGIDs, "Group ids whose members may do everything."),
            ids("submitter_uids", \.submitterUIDs, "User ids that may submit."),
            ids("submitter_gids", \.submitterGIDs, "Group ids whose members may submit."),
            ids("viewer_uids", \.viewerUIDs, "User ids that may look."),
            ids("viewer_gids", \.viewerGIDs, "Group ids whose members may look."),
        ]
    }

    /// The highest number is no id: it means "none" to the kernel.
    private static func ids(
        _ name: String,
        _ place: WritableKeyPath<RolePolicy, [UInt32]>,
        _ summary: String
    ) -> ConfigurationKey {
        let allowed = "at most 64 different integers from 0 to \(UInt32.max - 1)"
        return .list(name, place, countMax: 64, allowed, summary) { value in
            guard case .integer(let number) = value, let id = UInt32(exactly: number),
                id < UInt32.max
            else {
                let what = "\(value.excerpt) is not an id"
                return .failure(ConfigurationProblems(ConfigurationProblem("", what)))
            }
            return .success(id)
        }
    }
}

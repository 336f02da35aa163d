@testable import ControlPlane

/// The reference of `docs/configuration.md`, made from the tables of keys.
enum ConfigurationReference {
    static let begin = "<!-- reference: begin -->\n"
    static let end = "<!-- reference: end -->\n"

    /// One line for each key, nested keys with their path.
    static var markdown: String {
        table("Sections", ConfigurationKey<ConfigurationDraft>.all, ConfigurationDraft(), depth: 0)
            + nested("supervisor", ConfigurationKey<SupervisorPolicy>.all, SupervisorPolicy())
            + nested("defaults, lanes.<name>", ConfigurationKey<LaneDraft>.all, LaneDraft())
            + nested("pools.<name>", ConfigurationKey<PoolDraft>.all, PoolDraft())
            + nested("classes", ConfigurationKey<ClassDraft>.all, ClassDraft())
            + nested("profiles.<name>", ConfigurationKey<ProfileDraft>.all, ProfileDraft())
            + nested("retention", ConfigurationKey<RetentionPolicy>.all, RetentionPolicy())
            + nested("roles", ConfigurationKey<RolePolicy>.all, RolePolicy())
            + nested(
                "rollback, lanes.<name>.rollback",
                ConfigurationKey<RollbackPolicy>.all,
                RollbackPolicy()
            )
    }

    private static func nested<Target>(
        _ title: String,
        _ keys: [ConfigurationKey<Target>],
        _ target: Target
    ) -> String {
        table("`\(title)`", keys, target, depth: 1)
    }

    private static func table<Target>(
        _ title: String,
        _ keys: [ConfigurationKey<Target>],
        _ target: Target,
        depth: Int
    ) -> String {
        let rows = keys.flatMap { self.rows(of: $0, prefix: "", target, depth: depth) }
        return "\n### \(title)\n\n| key | value | default | meaning |\n|---|---|---|---|\n"
            + rows.joined()
    }

    private static func rows<Target>(
        of key: ConfigurationKey<Target>,
        prefix: String,
        _ target: Target,
        depth: Int
    ) -> [String] {
        let name = prefix + key.name
        if key.isRefused {
            return ["| `\(name)` | not carried out by this version | | \(key.summary) |\n"]
        }
        let shown = key.shownDefault(target)
        let row = "| `\(name)` | \(code(key.allowed)) | \(shown) | \(key.summary) |\n"
        guard depth > 0 else { return [row] }
        return [row]
            + key.children.flatMap { rows(of: $0, prefix: "\(name).", target, depth: depth + 1) }
    }

    /// Placeholders are template syntax to some renderers of Markdown.
    private static func code(_ text: String) -> String {
        text.replacing("{{", with: "`{{").replacing("}}", with: "}}`")
    }
}

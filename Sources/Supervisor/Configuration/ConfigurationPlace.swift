import DataStructures

/// Where the configuration file is looked for.
struct ConfigurationPlace: Equatable {
    /// The state folder of a system install.
    static let systemStateFolder = "/var/lib/lanekeeper"

    /// The file.
    let path: String
    /// True if an operator named it: then it must exist.
    let isRequired: Bool

    /// Finds the place.
    ///
    /// - Parameters:
    ///   - option: The value of `--config`; nil without one.
    ///   - stateFolder: The state folder, without a slash at its end.
    ///   - environment: The supervisor's environment.
    /// - Returns: Nil if there is no place to look at: no option, no `XDG_CONFIG_HOME`, no `HOME`.
    static func find(
        option: String?,
        stateFolder: String,
        environment: OrderedTable<String, String>
    ) -> ConfigurationPlace? {
        if let option { return ConfigurationPlace(path: option, isRequired: true) }
        if stateFolder == systemStateFolder {
            return ConfigurationPlace(path: "/etc/lanekeeper/lanekeeper.json", isRequired: false)
        }
        return folder(in: environment).map { folder in
            ConfigurationPlace(path: "\(folder)/lanekeeper/lanekeeper.json", isRequired: false)
        }
    }

    /// A relative path counts as none.
    ///
    /// Source: XDG Base Directory Specification 0.8.
    private static func folder(in environment: OrderedTable<String, String>) -> String? {
        if let folder = environment["XDG_CONFIG_HOME"], folder.hasPrefix("/") { return folder }
        guard let home = environment["HOME"], home.hasPrefix("/") else { return nil }
        return "\(home)/.config"
    }
}

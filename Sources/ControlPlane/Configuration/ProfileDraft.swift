import DataStructures
import Protocol

/// A runtime profile while it is read.
struct ProfileDraft {
    /// How a runtime is driven.
    enum Adapter: Equatable {
        /// `argv` is run as it is.
        case exec
        /// There is no process: the worker completes each run at once.
        case noop
        /// `/bin/sh` runs the objective.
        case shell
    }

    /// Nil until it is named.
    var adapter: Adapter?
    /// Empty until it is named.
    var argv: [String] = []
    /// Everything of it but `argv`.
    var launch = LaunchProfile(name: "", argv: [])
    /// Nil until they are named.
    var capabilities: [Capability]?
    /// The same, for the key: naming them, even none, makes them given.
    var givenCapabilities: [Capability] {
        get { capabilities ?? [] }
        set { capabilities = newValue }
    }
    /// What its runs change outside their workspace.
    var sideEffects = SideEffects.external
    /// Names of entries that are passed on.
    var passedNames: [String] = []

    /// Applies the rules that concern more than one key.
    ///
    /// - Parameters:
    ///   - name: Its name.
    ///   - path: Where it is.
    ///   - environment: Where the values of `pass_env` come from.
    ///   - absentEntries: What names are that `environment` does not have.
    ///   - problems: Gets what is wrong; it never holds a value of the environment.
    /// - Returns: The profile; of no use if there were problems.
    func finished(
        name: String,
        at path: String,
        environment: OrderedTable<String, String>,
        absentEntries: ConfigurationReader.AbsentEntries,
        problems: inout ConfigurationProblems
    ) -> RuntimeProfile {
        var profile = base(name: name, at: path, problems: &problems)
        profile.launch.name = name
        for (index, passed) in passedNames.enumerated() {
            let place = "\(path).pass_env[\(index)]"
            if launch.environment.contains(passed) {
                problems.add(place, "\(passed) stands in environment too", allowed: "one of them")
            }
            guard let value = environment[passed] else {
                if absentEntries == .leftOut { continue }
                let what = "\(passed) is not set in the supervisor's environment"
                problems.add(place, what, allowed: "set it, or leave it out")
                continue
            }
            profile.launch.environment[passed] = value
        }
        return profile
    }

    private func base(
        name: String,
        at path: String,
        problems: inout ConfigurationProblems
    ) -> RuntimeProfile {
        var profile = RuntimeProfile(launch: launch, capabilities: capabilities ?? [])
        profile.sideEffects = sideEffects
        switch adapter {
        case nil:
            problems.add("\(path).adapter", "missing", allowed: "one of exec, noop, shell")
        case .exec:
            if argv.isEmpty {
                problems.add("\(path).argv", "missing", allowed: "the program and its arguments")
            }
            checkOwnName(name, at: path, problems: &problems)
            profile.launch.argv = argv
        case .noop:
            checkOwnName(name, at: path, problems: &problems)
            checkNothingIsStarted(at: path, problems: &problems)
            profile.launch.kind = .noop
        case .shell:
            if !argv.isEmpty {
                let what = "the adapter shell has its own"
                problems.add("\(path).argv", what, allowed: "leave it out, or adapter exec")
            }
            profile.launch.argv = RuntimeProfile.shell.launch.argv
            profile.capabilities = capabilities ?? RuntimeProfile.shell.capabilities
        }
        return profile
    }

    private func checkOwnName(
        _ name: String,
        at path: String,
        problems: inout ConfigurationProblems
    ) {
        guard name == RuntimeProfile.shell.launch.name else { return }
        let what = "the profile \"shell\" is the built-in one"
        problems.add("\(path).adapter", what, allowed: "shell, or another name")
    }

    /// What concerns a process has no meaning without one, and is not ignored.
    private func checkNothingIsStarted(at path: String, problems: inout ConfigurationProblems) {
        let nothing = LaunchProfile(name: launch.name, argv: [])
        guard !argv.isEmpty || !passedNames.isEmpty || launch != nothing else { return }
        let what = "the adapter noop starts no process"
        let allowed = "beside it only capabilities and side_effects"
        problems.add("\(path).adapter", what, allowed: allowed)
    }
}

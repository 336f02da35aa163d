import DataStructures
import Protocol

extension ConfigurationKey<ProfileDraft> {
    /// The keys of each profile.
    static var all: [ConfigurationKey] {
        program + [environment, passedNames] + limits
    }

    private static var program: [ConfigurationKey] {
        [
            .choice(
                "adapter",
                \.adapter,
                [("exec", .exec), ("noop", .noop), ("shell", .shell)],
                "How the runtime is driven: `exec` runs `argv`, `shell` runs the objective, `noop` "
                    + "completes each mission without a process."
            ),
            argv,
            .choice(
                "input",
                \.launch.input,
                LaunchProfile.Input.allCases.map { ($0.rawValue, $0) },
                "What the runtime reads on standard input: nothing, or the objective."
            ),
            .choice(
                "output",
                \.launch.output,
                LaunchProfile.Output.allCases.map { ($0.rawValue, $0) },
                "Whether lines of standard output may be reports."
            ),
            capabilities,
            .choice(
                "side_effects",
                \.sideEffects,
                SideEffects.allCases.map { ($0.rawValue, $0) },
                "What its runs change outside their workspace: your promise. Shadow copies run on "
                    + "`none` only."
            ),
            .text(
                "path",
                \.launch.path,
                "absolute folders joined by `:`, at most 4096 bytes",
                "The value of `PATH`.",
                problem: ConfigurationText.problemOfSearchPath
            ),
        ]
    }

    private static var argv: ConfigurationKey {
        .list(
            "argv",
            \.argv,
            countMax: 256,
            "1 to 256 strings; "
                + "as whole elements: \(ConfigurationText.placeholders.joined(separator: ", "))",
            "Program and arguments; for `exec` only.",
            shownDefault: { _ in "none: `exec` must have it" },
            allowsRepeats: true
        ) { value in
            guard case .string(let text) = value else {
                let what = "\(value.excerpt) is not a string"
                return .failure(ConfigurationProblems(ConfigurationProblem("", what)))
            }
            guard let problem = ConfigurationText.problemOfArgument(text) else {
                return .success(text)
            }
            let what = "\(value.excerpt) \(problem)"
            return .failure(ConfigurationProblems(ConfigurationProblem("", what)))
        }
        .and { draft, path, problems in
            guard let program = draft.argv.first else {
                problems.add(path, "an empty list", allowed: "the program and its arguments")
                return
            }
            if program.isEmpty || program.hasPrefix("{{") {
                let what = "\(JSONValue.string(program).excerpt) is not a program"
                problems.add("\(path)[0]", what, allowed: "a name in `path`, or an absolute path")
            }
        }
    }

    private static var capabilities: ConfigurationKey {
        let words = Capability.allCases.map(\.rawValue)
        return ConfigurationKey<[Capability]>.list(
            "capabilities",
            \.self,
            countMax: words.count,
            "any of " + words.joined(separator: ", "),
            "What it can do; a mission that requires more is refused."
        ) { value in
            if case .string(let word) = value, let capability = Capability(rawValue: word) {
                return .success(capability)
            }
            var hint = ""
            if case .string(let word) = value {
                hint = ConfigurationKey.hint(for: word, among: words)
            }
            let what = "\(value.excerpt) is not a capability"
            return .failure(ConfigurationProblems(ConfigurationProblem("", what, allowed: hint)))
        }
        .lifted(\ProfileDraft.givenCapabilities)
        .showing("none; `shell`: tools, cancel, streaming, usage")
    }

    private static var environment: ConfigurationKey {
        let allowed = "at most 256 names, each with a string of at most 32768 bytes"
        return ConfigurationKey(
            name: "environment",
            allowed: allowed,
            summary: "Entries for the environment of a run; they are stored as they stand here.",
            shownDefault: { _ in "empty" },
            store: { value, path, draft, problems in
                guard case .object(let members) = value else {
                    problems.add(path, "\(value.excerpt) is not an object", allowed: allowed)
                    return
                }
                guard members.count <= 256 else {
                    problems.add(path, "\(members.count) entries are above 256", allowed: allowed)
                    return
                }
                for (name, member) in members {
                    let place = "\(path).\(JSONValue.pathComponent(name))"
                    if let problem = ConfigurationText.problemOfEnvironmentName(name) {
                        problems.add(place, problem, allowed: "letters, digits, _; not LANE_*")
                    }
                    guard case .string(let text) = member, !text.utf8.contains(0),
                        text.utf8.count <= ConfigurationText.argumentByteCountMax
                    else {
                        let allowed = "a string of at most 32768 bytes without NUL"
                        problems.add(
                            place,
                            "\(member.kind) that cannot be a value",
                            allowed: allowed
                        )
                        continue
                    }
                    draft.launch.environment[name] = text
                }
            }
        )
    }

    private static var passedNames: ConfigurationKey {
        .list(
            "pass_env",
            \.passedNames,
            countMax: 256,
            "at most 256 different names",
            "Names whose values are taken from the supervisor's environment; never stored or "
                + "logged."
        ) { value in
            guard case .string(let name) = value else {
                let what = "\(value.excerpt) is not a string"
                return .failure(ConfigurationProblems(ConfigurationProblem("", what)))
            }
            guard let problem = ConfigurationText.problemOfEnvironmentName(name) else {
                return .success(name)
            }
            let what = "\(value.excerpt) \(problem)"
            return .failure(ConfigurationProblems(ConfigurationProblem("", what)))
        }
    }

    private static var limits: [ConfigurationKey] {
        [
            .number(
                "term_grace_ms",
                \.launch.termGraceMilliseconds,
                0...600_000,
                "How long the tree of a run has from SIGTERM to SIGKILL."
            ),
            .number(
                "leftover_grace_ms",
                \.launch.leftoverGraceMilliseconds,
                0...600_000,
                "The same for what is left after the leader's own end."
            ),
            .number(
                "log_max_bytes",
                \.launch.logByteCountMax,
                4096...1_073_741_824,
                "The most bytes of log kept for one attempt."
            ),
        ]
    }
}

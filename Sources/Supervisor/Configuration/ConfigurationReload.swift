import ControlPlane
import DataStructures
import Protocol
import System

/// The reload of the configuration file while the supervisor runs: all of it holds, or nothing
/// changes.
struct ConfigurationReload {
    /// Why the file is not applied.
    struct Refusal: Error {
        /// The answer to whoever asked.
        let error: ControlError
        /// What is wrong with the file, a line each; empty where nothing is, but it cannot be kept.
        let problems: [String]
    }

    let file: ConfigurationFile
    let paths: InstancePaths
    let log: EventLog

    /// Says whether the file could be applied; keeps nothing.
    func validate() -> ControlReply {
        do throws(Refusal) {
            let loaded = try load()
            let line = "\(loaded.origin) is valid: \(loaded.configuration.lanes.count) lanes"
            return Self.answer(isChanged: false, line)
        } catch {
            return .error(error.error)
        }
    }

    /// Reads the file and keeps it for a later start, which might not find it.
    ///
    /// - Returns: What holds from now on.
    /// - Throws: `Refusal`; what was kept before still is.
    func apply() throws(Refusal) -> LoadedConfiguration {
        do throws(Refusal) {
            let loaded = try load()
            try keep(loaded)
            log.info("configuration.loaded", loaded.origin)
            return loaded
        } catch {
            for line in error.problems { log.error("configuration.invalid", line) }
            throw error
        }
    }

    /// The answer to whoever asked for a reload that holds now.
    static func answer(to loaded: LoadedConfiguration) -> ControlReply {
        answer(isChanged: true, "\(loaded.origin) is in force; what runs is not touched")
    }

    private static func answer(isChanged: Bool, _ line: String) -> ControlReply {
        .changed(
            Change(
                object: "configuration",
                isChanged: isChanged,
                isDryRun: !isChanged,
                lines: [line]
            )
        )
    }

    private func load() throws(Refusal) -> LoadedConfiguration {
        switch file.load() {
        case .success(let loaded):
            let problems = paths.problems(of: loaded.configuration.lanes.keys)
            guard problems.isEmpty else { throw refusal(problems) }
            return loaded
        case .failure(let problems):
            throw refusal(problems.lines)
        }
    }

    private func refusal(_ lines: [String]) -> Refusal {
        let error = ControlError(
            .configuration,
            .configurationInvalid,
            lines.joined(separator: "; "),
            object: file.path
        )
        return Refusal(error: error, problems: lines)
    }

    private func keep(_ loaded: LoadedConfiguration) throws(Refusal) {
        do throws(SystemError) {
            try file.accept(loaded)
        } catch {
            log.error("configuration.notKept", error.description)
            let message =
                "the configuration cannot be kept, and is not applied: \(error.description)"
            let refusal =
                error.isNoSpace
                ? ControlError(.temporary, .diskLow, message, hint: "free some space")
                : ControlError(.internalFailure, .internalFailure, message)
            throw Refusal(error: refusal, problems: [])
        }
    }
}

import ControlPlane
import DataStructures
import System

/// The configuration file of one supervisor, and the last one that was accepted.
struct ConfigurationFile {
    /// The most bytes of a file.
    static let byteCountMax = 1024 * 1024

    /// Where the file is looked for; nil if there is no place.
    let place: ConfigurationPlace?
    /// Where the bytes of the last accepted file are kept.
    let lastAcceptedPath: String
    /// Names and values for `pass_env`, and the switches of a rollout.
    let environment: OrderedTable<String, String>

    /// Describes the files.
    ///
    /// - Parameters:
    ///   - option: The value of `--config`; nil without one.
    ///   - stateFolder: An existing folder.
    ///   - environment: The supervisor's environment.
    init(_ option: String?, stateFolder: String, environment: OrderedTable<String, String>) {
        place = .find(option: option, stateFolder: stateFolder, environment: environment)
        lastAcceptedPath = "\(stateFolder)/last-accepted.json"
        self.environment = environment
    }

    /// The path of the file; nil if there is no place for one.
    var path: String? { place?.path }

    /// Reads the file now, to apply or to validate it; keeps nothing.
    ///
    /// - Returns: The file's configuration, the built-in one without a file, or every problem.
    func load() -> Result<LoadedConfiguration, ConfigurationProblems> {
        do throws(ConfigurationProblems) {
            guard let place, let bytes = try bytes(of: place) else {
                let configuration = try ConfigurationReader.builtIn(environment: environment).get()
                return .success(
                    LoadedConfiguration(configuration: configuration, origin: "built-in")
                )
            }
            let configuration = try read(bytes, .problems)
            return .success(
                LoadedConfiguration(
                    configuration: configuration,
                    origin: place.path,
                    text: bytes
                )
            )
        } catch {
            return .failure(error)
        }
    }

    /// Reads the configuration to start with.
    ///
    /// - Returns: As `load`; but if the file has problems, the last accepted configuration with
    ///   these problems, unless there is none or it is not valid any more.
    func loadAtBoot() -> Result<LoadedConfiguration, ConfigurationProblems> {
        let result = load()
        guard case .failure(let problems) = result, let configuration = lastAccepted() else {
            return result
        }
        return .success(
            LoadedConfiguration(
                configuration: configuration,
                origin: "last accepted",
                problems: problems.lines
            )
        )
    }

    /// Keeps what is in force now for a start with an invalid file.
    ///
    /// - Parameter loaded: From `load` or `loadAtBoot`; what was not read from the file is not kept.
    /// - Throws: `SystemError`; the one kept before still is.
    func accept(_ loaded: LoadedConfiguration) throws(SystemError) {
        guard let text = loaded.text else { return }
        try Files.writeAtomically(text, to: lastAcceptedPath, mode: 0o600)
    }

    /// Returns the bytes of the file; nil if there is none and none is required.
    private func bytes(
        of place: ConfigurationPlace
    ) throws(ConfigurationProblems) -> [UInt8]? {
        do throws(SystemError) {
            return try contents(of: place.path)
        } catch {
            if error.isNotFound, !place.isRequired { return nil }
            throw ConfigurationProblems(ConfigurationProblem("", "\(error)"))
        }
    }

    /// Reads a file; what waits for a writer, or never ends, is not opened.
    private func contents(of path: String) throws(SystemError) -> [UInt8] {
        let target = try Files.resolve(path)
        let kind = try Files.information(target)?.kind
        guard kind == .file || kind == nil else {
            throw SystemError(
                call: "read",
                object: path,
                errno: kind == .folder ? .isFolder : .invalidArgument,
                remedy: "it must be a regular file"
            )
        }
        return try Files.read(target, byteCountMax: Self.byteCountMax)
    }

    private func read(
        _ bytes: [UInt8],
        _ absentEntries: ConfigurationReader.AbsentEntries
    ) throws(ConfigurationProblems) -> Configuration {
        let value = try ConfigurationSyntax.parse(bytes).get()
        return try ConfigurationReader.read(
            value,
            environment: environment,
            absentEntries: absentEntries
        ).get()
    }

    /// What was accepted under another environment still is: a run that lacks an entry says so by
    /// itself, and every other lane goes on.
    private func lastAccepted() -> Configuration? {
        do {
            return try read(try contents(of: lastAcceptedPath), .leftOut)
        } catch {
            return nil
        }
    }
}

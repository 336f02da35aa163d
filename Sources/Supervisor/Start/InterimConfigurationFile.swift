import ControlPlane
import Protocol
import System

struct LoadedConfiguration {
    var configuration: Configuration
    var origin: String
    var problems: [String]
}
struct ConfigurationFileProblems: Error { var lines: [String] }
struct ConfigurationFile {
    let path: String?
    init(_ path: String?, stateFolder: String) { self.path = path }
    func load() -> Result<LoadedConfiguration, ConfigurationFileProblems> {
        .success(LoadedConfiguration(configuration: .builtIn, origin: "built-in", problems: []))
    }
    func loadAtBoot() -> Result<LoadedConfiguration, ConfigurationFileProblems> { load() }
    func accept(_ loaded: LoadedConfiguration) throws(SystemError) {}
}

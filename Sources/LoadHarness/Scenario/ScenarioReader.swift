import ControlPlane
import DataStructures
import Protocol

/// Turns the text of a scenario into one, or says everything that is wrong with it.
///
/// A scenario is JSON with comments, as the configuration is: the same syntax, the same form of
/// problems (where, what is wrong, what is allowed), a nearest name for one that is not known.
enum ScenarioReader {
    /// Reads a whole scenario.
    ///
    /// What is not given keeps the default of `Scenario`. Rules between members, and the
    /// supervisor's own rules for `configuration`, are asked once each member by itself is right.
    ///
    /// - Parameters:
    ///   - bytes: UTF-8; the caller bounds their number.
    ///   - name: What it is called: the file's name without `.json`.
    /// - Returns: A scenario with every value in its bounds, or every problem.
    static func read(
        _ bytes: [UInt8],
        name: String
    ) -> Result<Scenario, ConfigurationProblems> {
        switch ConfigurationSyntax.parse(bytes) {
        case .failure(let problems): .failure(problems)
        case .success(let value): read(value, name: name)
        }
    }

    private static func read(
        _ value: JSONValue,
        name: String
    ) -> Result<Scenario, ConfigurationProblems> {
        var scenario = Scenario()
        scenario.name = name
        var problems = ConfigurationProblems()
        ConfigurationKey.apply(keys, from: value, at: "", to: &scenario, problems: &problems)
        if problems.isEmpty { problems.add(ScenarioRules.problems(of: scenario)) }
        return problems.isEmpty ? .success(scenario) : .failure(problems)
    }
}

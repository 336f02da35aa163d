// A scripted runtime: what a lane runs when a test wants to know exactly what the run does.
//
// The script is read whole (`Script`, by the table `InstructionForm.all`, which is also the help),
// then carried out from top to bottom (`Interpreter`). Rules, and why:
//
// - A mistake in the script ends it before its first instruction, with exit code 2 and one line: a
//   test must not pass because half of its script was skipped.
// - What the machine refuses ends it with 74. Neither is a code that the exit contract gives a
//   meaning of its own, so both count as a failed attempt.
// - A file that `include` names is read when its turn comes, so that what runs hear can be changed
//   while others wait; a mistake in it ends the script there, with 2 as well.
// - `mark` and `endmark` are synced before the next instruction: lost and duplicated missions are
//   counted from these lines, and the process may be killed at any moment.
// - A grandchild is this program again. `grandchild` returns when the new process is what it is
//   asked to be (it closes a pipe to say so), so that a test can act at once without racing it.
// - Output is written without a buffer: what was said before a kill has been said.

internal import System

/// Reads the script from the arguments, else from the objective, else from stdin.
private func scriptText(_ environment: Environment) throws(SystemError) -> String {
    let arguments = CommandLine.arguments.dropFirst()
    guard arguments.isEmpty else { return arguments.joined(separator: "\n") }
    let path = environment["LANE_OBJECTIVE_FILE"] ?? "/dev/stdin"
    return try Files.readText(path, byteCountMax: 1 << 20)
}

private func run() -> Int32 {
    do {
        if CommandLine.arguments.dropFirst().first == "--help" {
            try Channel.output.write(line: Help.text)
            return 0
        }
        let environment = try Environment()
        let script = try Script(try scriptText(environment))
        var interpreter = Interpreter(environment: environment)
        try interpreter.run(script)
        return 0
    } catch let error as ScriptError {
        // Nobody is left to tell when stderr is gone too.
        try? Channel.errors.write(line: "fake-runtime: \(error.message)")
        return error.exitCode
    } catch {
        // As above.
        try? Channel.errors.write(line: "fake-runtime: \(error)")
        return 74
    }
}

CurrentProcess.exit(run())

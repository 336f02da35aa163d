import System

let program = Program(world: .process, console: StandardConsole())
CurrentProcess.exit(program.run(Array(CommandLine.arguments.dropFirst())))

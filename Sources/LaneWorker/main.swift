import System

CurrentProcess.exit(WorkerProgram.run(Array(CommandLine.arguments.dropFirst())))

import System

var runner = Runner(arguments: Array(CommandLine.arguments.dropFirst()))
CurrentProcess.exit(runner.run())

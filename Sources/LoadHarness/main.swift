import Protocol
import System

let code = LoadMain().run(Array(CommandLine.arguments.dropFirst()))
CurrentProcess.exit(code.rawValue)

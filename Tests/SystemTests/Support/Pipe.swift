import System

/// XCTest brings Foundation's `Pipe` with it.
typealias Pipe = System.Pipe

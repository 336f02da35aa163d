import Protocol
import SQLite
import System

/// Why a number could not be measured: one line.
struct BenchmarkError: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) {
        self.description = description
    }

    /// Runs `body` and turns what it throws into a line.
    static func describing<Value, Failure: Error>(
        _ body: () throws(Failure) -> Value
    ) throws(BenchmarkError) -> Value {
        do throws(Failure) {
            return try body()
        } catch {
            throw BenchmarkError("\(error)")
        }
    }
}

import Foundation

/// A sum that two threads may see.
final class Counter: @unchecked Sendable {
    private let lock = NSLock()
    private var sum = 0

    /// Adds and returns the new sum.
    func add(_ number: Int) -> Int {
        lock.withLock {
            sum += number
            return sum
        }
    }
}

/// A small, fast, seedable random number generator (SplitMix64).
///
/// Source: Steele, Lea and Flood, "Fast Splittable Pseudorandom Number Generators", OOPSLA 2014.
public struct SeededGenerator: RandomNumberGenerator, Equatable, Sendable {
    private var state: UInt64

    /// Creates a generator whose whole output is a function of `seed`.
    public init(seed: UInt64) {
        state = seed
    }

    /// Returns the next 64 random bits.
    public mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// Returns true `percent` times in a hundred.
    public mutating func chance(percent: UInt64) -> Bool {
        next(below: 100) < percent
    }

    /// Returns a number from 0 up to but not including `bound`, each equally often.
    ///
    /// The algorithm is part of this type, and not the standard library's, because a seed must mean
    /// the same run with every compiler.
    ///
    /// - Parameter bound: At least 1; 0 traps.
    /// - Returns: At most `bound - 1`.
    ///
    /// Source: Lemire, "Fast Random Integer Generation in an Interval", ACM TOMACS 29 (2019).
    public mutating func next(below bound: UInt64) -> UInt64 {
        guard bound > 0 else { fatalError("SeededGenerator: no number is below 0") }
        var product = next().multipliedFullWidth(by: bound)
        guard product.low < bound else { return product.high }
        // The lowest 2^64 mod `bound` products would come up once too often.
        let rejected = (0 &- bound) % bound
        while product.low < rejected {
            product = next().multipliedFullWidth(by: bound)
        }
        return product.high
    }

    /// Returns a number of `range`, each equally often.
    public mutating func next(in range: ClosedRange<UInt64>) -> UInt64 {
        let distance = range.upperBound - range.lowerBound
        guard distance < UInt64.max else { return next() }
        return range.lowerBound + next(below: distance + 1)
    }

    /// Returns an element of `elements`, each equally often.
    ///
    /// - Parameter elements: At least one; an empty array traps.
    /// - Returns: The element.
    public mutating func pick<Element>(from elements: [Element]) -> Element {
        elements[Int(next(below: UInt64(elements.count)))]
    }

    /// Puts `elements` in a random order, each order equally often.
    public mutating func shuffle<Element>(_ elements: inout [Element]) {
        for index in elements.indices.dropFirst().reversed() {
            elements.swapAt(index, Int(next(below: UInt64(index) + 1)))
        }
    }
}

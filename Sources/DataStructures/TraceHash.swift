/// A running hash over integers, by which two runs of one seed are compared.
///
/// The same in every process, unlike `Hasher`. Each step is a bijection of the state and of the
/// folded word: two traces that differ in exactly one word never have the same hash. Not for
/// security.
///
/// Source: the multiplier is 2^64 divided by the golden ratio, made odd, as in Knuth, "The Art of
/// Computer Programming", volume 3, 6.4; the shift carries the well-mixed high bits down, as in
/// SplitMix64.
public struct TraceHash: Hashable, Sendable, CustomStringConvertible {
    /// The hash of what was folded so far.
    public private(set) var value: UInt64 = 0xCBF2_9CE4_8422_2325

    /// Creates the hash of the empty trace.
    public init() {}

    /// Folds one word in; the order of words matters.
    @inline(__always)
    public mutating func fold(_ word: UInt64) {
        let product = (value ^ word) &* 0x9E37_79B9_7F4A_7C15
        value = product ^ (product >> 32)
    }

    /// Folds one integer of any width in, extended to 64 bits with its sign and truncated above
    /// that.
    @inlinable
    public mutating func fold(_ integer: some BinaryInteger) {
        fold(UInt64(truncatingIfNeeded: integer))
    }

    /// The value as 16 lower-case hexadecimal digits.
    public var description: String {
        let digits = String(value, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}

/// The hash FNV-1a with 128 bits, over strings that are folded with their lengths, so that no two
/// sequences of strings are the same bytes.
///
/// Source: Fowler, Noll, Vo, "The FNV Non-Cryptographic Hash Algorithm", RFC 9923, section 5: the
/// prime is 2^88 + 2^8 + 0x3b.
struct FNV1a128 {
    private static let prime: UInt128 = (1 << 88) + 0x13B

    private(set) var value: UInt128 = 0x6C62_272E_07BB_0142_62B8_2175_6295_C58D

    /// Folds the length of a text as 8 bytes, lowest first, then its bytes in UTF-8.
    mutating func fold(_ text: String) {
        fold(UInt64(text.utf8.count))
        let bytes = text.utf8Span.span
        for index in bytes.indices { fold(byte: bytes[index]) }
    }

    /// Folds 8 bytes, lowest first.
    mutating func fold(_ number: UInt64) {
        for shift in stride(from: 0, to: 64, by: 8) {
            fold(byte: UInt8(truncatingIfNeeded: number >> shift))
        }
    }

    /// Folds one byte.
    mutating func fold(byte: UInt8) {
        value = (value ^ UInt128(byte)) &* Self.prime
    }
}

extension WallTime: CustomStringConvertible {
    /// Reads a time in the form of RFC 3339, or returns nil if `text` is not of that form.
    ///
    /// `2026-11-21T10:42:00Z`, with an optional fraction of 1 to 9 digits, and `Z` or an offset such
    /// as `+02:00`; `t` and `z` may be small. Years 1678 to 2261, which is what 64 bits of
    /// nanoseconds hold. A leap second (`:60`) is refused, because the clock has none.
    public init?(_ text: String) {
        var reader = RFC3339Reader(text)
        guard let nanoseconds = reader.readTime() else { return nil }
        self.init(nanoseconds: nanoseconds)
    }

    /// RFC 3339 in UTC with milliseconds, rounded down: `2026-11-21T10:42:00.000Z`.
    public var description: String {
        let milliseconds = nanoseconds.flooredQuotient(1_000_000)
        let seconds = milliseconds.flooredQuotient(1_000)
        let days = seconds.flooredQuotient(86_400)
        let second = seconds - days * 86_400
        let date = CivilDate(daysSinceEpoch: days)
        var text: [UInt8] = []
        text.reserveCapacity(24)
        text.append(date.year, digitCount: 4)
        text.append(date.month, digitCount: 2, after: "-")
        text.append(date.day, digitCount: 2, after: "-")
        text.append(second / 3_600, digitCount: 2, after: "T")
        text.append(second / 60 % 60, digitCount: 2, after: ":")
        text.append(second % 60, digitCount: 2, after: ":")
        text.append(milliseconds - seconds * 1_000, digitCount: 3, after: ".")
        text.append(UInt8(ascii: "Z"))
        return String(decoding: text, as: UTF8.self)
    }
}

extension WallTime {
    /// What rounding down to milliseconds takes away: 0 to 999,999.
    var nanosecondsInMillisecond: Int64 {
        nanoseconds - nanoseconds.flooredQuotient(1_000_000) * 1_000_000
    }
}

extension Int64 {
    /// The quotient rounded towards negative infinity.
    fileprivate func flooredQuotient(_ divisor: Int64) -> Int64 {
        let quotient = self / divisor
        return self % divisor < 0 ? quotient - 1 : quotient
    }
}

extension [UInt8] {
    /// Appends a separator and a decimal number with leading zeros.
    fileprivate mutating func append(
        _ number: Int64,
        digitCount: Int,
        after separator: Unicode.Scalar? = nil
    ) {
        if let separator { append(UInt8(ascii: separator)) }
        var divisor: Int64 = 1
        for _ in 1..<digitCount { divisor *= 10 }
        while divisor > 0 {
            append(UInt8(ascii: "0") + UInt8(number / divisor % 10))
            divisor /= 10
        }
    }
}

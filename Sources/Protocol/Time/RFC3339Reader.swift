/// Reads a time text from left to right.
struct RFC3339Reader {
    private var rest: Substring.UTF8View

    init(_ text: String) {
        rest = text[...].utf8
    }

    /// Returns nanoseconds since the epoch, or nil if the text is no time or is out of range.
    mutating func readTime() -> Int64? {
        guard let date = readDate(), readLetter("T", or: "t") != nil,
            let second = readSecondOfDay(),
            let fraction = readFraction(), let offset = readOffset(), rest.isEmpty
        else { return nil }
        let seconds = date.daysSinceEpoch * 86_400 + second - offset
        let (whole, isTooLarge) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
        let (sum, isSumTooLarge) = whole.addingReportingOverflow(fraction)
        return isTooLarge || isSumTooLarge ? nil : sum
    }

    private mutating func readDate() -> CivilDate? {
        guard let year = readNumber(digitCount: 4), readLetter("-") != nil,
            let month = readNumber(digitCount: 2), readLetter("-") != nil,
            let day = readNumber(digitCount: 2)
        else { return nil }
        let date = CivilDate(year: year, month: month, day: day)
        return date.isValid ? date : nil
    }

    private mutating func readSecondOfDay() -> Int64? {
        guard let hour = readNumber(digitCount: 2, below: 24), readLetter(":") != nil,
            let minute = readNumber(digitCount: 2, below: 60), readLetter(":") != nil,
            let second = readNumber(digitCount: 2, below: 60)
        else { return nil }
        return (hour * 60 + minute) * 60 + second
    }

    /// Nanoseconds; 0 if there is no fraction.
    private mutating func readFraction() -> Int64? {
        guard readLetter(".") != nil else { return 0 }
        var nanoseconds: Int64 = 0
        var unit: Int64 = 100_000_000
        var digitCount = 0
        while let digit = readDigit() {
            guard unit > 0 else { return nil }
            nanoseconds += digit * unit
            unit /= 10
            digitCount += 1
        }
        return digitCount > 0 ? nanoseconds : nil
    }

    /// Seconds that the local time is ahead of UTC.
    private mutating func readOffset() -> Int64? {
        guard let letter = rest.popFirst() else { return nil }
        switch letter {
        case UInt8(ascii: "Z"), UInt8(ascii: "z"):
            return 0
        case UInt8(ascii: "+"), UInt8(ascii: "-"):
            guard let hour = readNumber(digitCount: 2, below: 24), readLetter(":") != nil,
                let minute = readNumber(digitCount: 2, below: 60)
            else { return nil }
            let offset = (hour * 60 + minute) * 60
            return letter == UInt8(ascii: "+") ? offset : -offset
        default:
            return nil
        }
    }

    private mutating func readNumber(digitCount: Int, below limit: Int64 = .max) -> Int64? {
        var number: Int64 = 0
        for _ in 0..<digitCount {
            guard let digit = readDigit() else { return nil }
            number = number * 10 + digit
        }
        return number < limit ? number : nil
    }

    private mutating func readDigit() -> Int64? {
        guard let byte = rest.first, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) else {
            return nil
        }
        rest.removeFirst()
        return Int64(byte - UInt8(ascii: "0"))
    }

    private mutating func readLetter(
        _ letter: Unicode.Scalar,
        or other: Unicode.Scalar? = nil
    ) -> UInt8? {
        guard let byte = rest.first,
            byte == UInt8(ascii: letter) || other.map({ byte == UInt8(ascii: $0) }) == true
        else { return nil }
        rest.removeFirst()
        return byte
    }
}

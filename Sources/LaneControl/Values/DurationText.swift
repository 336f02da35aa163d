/// Reads lengths of time as people type them: `90`, `90s`, `10m`, `1h30m`, `2d`.
enum DurationText {
    /// The longest that is read, a year: what is longer is a slip of the finger.
    static let secondsMax: UInt64 = 366 * 86_400

    /// Whole seconds, or nil if `text` is no length of time or longer than `secondsMax`.
    ///
    /// Units are `d`, `h`, `m`, `s`, each at most once and in this order; a number alone is seconds.
    static func seconds(_ text: String) -> UInt64? {
        var total: UInt64 = 0
        var number: UInt64?
        var unitMax: UInt64 = .max
        for byte in text.utf8 {
            if (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) {
                let digit = UInt64(byte - UInt8(ascii: "0"))
                let value = (number ?? 0) * 10 + digit
                guard value <= secondsMax else { return nil }
                number = value
                continue
            }
            guard let count = number, let unit = unit(byte), unit < unitMax else { return nil }
            total += count * unit
            (number, unitMax) = (nil, unit)
        }
        if let number {
            guard unitMax == .max else { return nil }
            total = number
        } else if unitMax == .max {
            return nil
        }
        return total <= secondsMax ? total : nil
    }

    private static func unit(_ byte: UInt8) -> UInt64? {
        switch byte {
        case UInt8(ascii: "d"): 86_400
        case UInt8(ascii: "h"): 3_600
        case UInt8(ascii: "m"): 60
        case UInt8(ascii: "s"): 1
        default: nil
        }
    }
}

import Protocol

/// Reads values of the command line; nil for what is none.
enum OptionText {
    private static let durationMax = Interval.seconds(24 * 3600)

    /// A decimal number in a range.
    static func count(_ text: String, in range: ClosedRange<Int>) -> Int? {
        guard text.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }),
            let count = Int(text), range.contains(count)
        else { return nil }
        return count
    }

    /// A number with `ms`, `s` (also without), `m` or `h`: 1 ms to 24 h.
    static func duration(_ text: String) -> Interval? {
        let digits = text.prefix { $0.isASCII && $0.isNumber }
        guard let count = UInt64(digits), (1...86_400_000).contains(count) else { return nil }
        let span: Interval
        switch text[digits.endIndex...] {
        case "ms": span = .milliseconds(count)
        case "", "s": span = .seconds(count)
        case "m": span = .seconds(count * 60)
        case "h": span = .seconds(count * 3600)
        default: return nil
        }
        return span <= durationMax ? span : nil
    }

    /// Three numbers from 0 to 1000 with colons between, not all 0.
    static func weights(_ text: String) -> ClassMix? {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        let numbers = parts.compactMap { count(String($0), in: 0...1000).map { UInt64($0) } }
        guard parts.count == 3, numbers.count == 3, numbers.contains(where: { $0 > 0 }) else {
            return nil
        }
        return ClassMix(
            interactiveWeight: numbers[0],
            deadlineWeight: numbers[1],
            backgroundWeight: numbers[2]
        )
    }

    /// Names of faults with commas between, each once; `none` for no faults.
    static func faults(_ text: String) -> [FaultKind]? {
        if text == "none" { return [] }
        let words = text.split(separator: ",", omittingEmptySubsequences: false)
        var kinds: [FaultKind] = []
        for word in words {
            guard let kind = FaultKind(rawValue: String(word)) else { return nil }
            if !kinds.contains(kind) { kinds.append(kind) }
        }
        return kinds
    }
}

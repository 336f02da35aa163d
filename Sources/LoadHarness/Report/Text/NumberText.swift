import Harness
import Protocol

/// Writes numbers for people.
enum NumberText {
    /// A whole number with a comma between each three digits: `1,234,567`.
    static func count(_ number: Int) -> String {
        let digits = Array(String(number.magnitude))
        var text = number < 0 ? "-" : ""
        for (index, digit) in digits.enumerated() {
            if index > 0, (digits.count - index).isMultiple(of: 3) { text += "," }
            text.append(digit)
        }
        return text
    }

    /// Three significant digits below a thousand, whole and grouped above.
    ///
    /// - Returns: `-` for what is no number or has more than 15 digits.
    static func value(_ value: Double) -> String {
        guard abs(value) < 1e15 else { return "-" }
        guard abs(value) >= 1000 else { return Decimals.text(value) }
        return count(Int(value.rounded()))
    }

    /// A value and its unit: `12.3 ms`.
    static func measure(_ value: Double, _ unit: String) -> String {
        unit.isEmpty ? self.value(value) : "\(self.value(value)) \(unit)"
    }

    /// A length of time in the unit in which it has one to three digits before the point: `250 ms`,
    /// `1.50 s`, `12 min`.
    static func span(_ span: Interval) -> String {
        let seconds = span.secondCount
        if seconds < 1 { return measure(span.millisecondCount, "ms") }
        if seconds < 600 { return measure(seconds, "s") }
        return seconds < 36_000 ? measure(seconds / 60, "min") : measure(seconds / 3600, "h")
    }

    /// A count and its noun, which gets an `s` unless there is one: `3 lanes`.
    static func counted(_ number: Int, _ noun: String) -> String {
        "\(count(number)) \(noun)\(number == 1 ? "" : "s")"
    }

    /// Seconds with exactly three digits behind the point: `12.034 s`.
    static func milliseconds(_ seconds: Double) -> String {
        guard abs(seconds) < 1e12 else { return "-" }
        let milliseconds = Int((seconds * 1000).rounded())
        let rest = String(milliseconds.magnitude % 1000)
        let zeros = String(repeating: "0", count: 3 - rest.count)
        return "\(milliseconds < 0 ? "-" : "")\(milliseconds.magnitude / 1000).\(zeros)\(rest) s"
    }
}

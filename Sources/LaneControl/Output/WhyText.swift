import DataStructures
import Protocol

/// The answer to `why` as people read it.
enum WhyText {
    /// The sentence, its code, the numbers, and what to do.
    static func text(_ why: WhyAnswer, name: String) -> String {
        var text = "\(name): \(SafeText.line(why.summary)) (\(why.reason.rawValue))\n"
        if !why.figures.isEmpty {
            let figures = why.figures.map { "\($0.key)=\($0.value)" }.joined(separator: " ")
            text += "  figures: \(SafeText.line(figures))\n"
        }
        if let start = why.earliestStartAt { text += "  earliest start: \(start)\n" }
        if let remedy = why.remedy { text += "  remedy: \(SafeText.line(remedy))\n" }
        return text
    }
}

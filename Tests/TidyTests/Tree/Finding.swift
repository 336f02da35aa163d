/// One place that breaks one rule.
struct Finding: Equatable, CustomStringConvertible {
    /// Relative to the package root.
    let path: String

    /// From 1; 0 when the finding is about the file as a whole.
    let line: Int

    /// What is wrong and what to do instead.
    let message: String

    /// The form that editors and terminals turn into a link.
    var description: String {
        line == 0 ? "\(path): \(message)" : "\(path):\(line): \(message)"
    }
}

extension Substring {
    /// The text without white space at both ends.
    func trimmingBlanks() -> Substring {
        var text = self
        while let last = text.last, last.isWhitespace { text.removeLast() }
        return text.drop(while: \.isWhitespace)
    }
}

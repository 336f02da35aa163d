extension String {
    /// The longest beginning that has at most `byteCountMax` bytes and does not cut a character.
    ///
    /// - Parameter byteCountMax: The bound, at least 0.
    /// - Returns: The text itself if it fits.
    public func prefix(utf8Max byteCountMax: Int) -> String {
        guard utf8.count > byteCountMax else { return self }
        var end = utf8.index(startIndex, offsetBy: byteCountMax)
        while end > startIndex, Index(end, within: self) == nil {
            end = utf8.index(before: end)
        }
        return String(self[..<end])
    }
}

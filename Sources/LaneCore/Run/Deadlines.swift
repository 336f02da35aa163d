import Protocol

/// Returns the earlier of two deadlines, where nil means none.
func earlier(_ left: MonotonicTime?, _ right: MonotonicTime?) -> MonotonicTime? {
    guard let left else { return right }
    guard let right else { return left }
    return min(left, right)
}

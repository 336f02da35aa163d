/// A pool's policy while it is read.
struct PoolDraft {
    /// What was said, on top of the built-in defaults.
    var policy = PoolPolicy()

    /// Applies the rules that concern more than one key.
    ///
    /// - Parameters:
    ///   - path: Where the pool is.
    ///   - problems: Gets what is wrong.
    /// - Returns: The policy; of no use if there were problems.
    func finished(at path: String, problems: inout ConfigurationProblems) -> PoolPolicy {
        if policy.reservedSlotCount >= policy.slotCount {
            problems.add(
                "\(path).reserved_slots",
                "\(policy.reservedSlotCount) is not below slots \(policy.slotCount)",
                allowed: "0 to slots - 1"
            )
        }
        return policy
    }
}

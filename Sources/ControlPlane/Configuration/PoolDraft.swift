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
        checkOrder(at: path, problems: &problems)
        return policy
    }

    private func checkOrder(at path: String, problems: inout ConfigurationProblems) {
        if policy.coolingMilliseconds > policy.coolingMaxMilliseconds {
            problems.add(
                "\(path).cooling_ms",
                "\(policy.coolingMilliseconds) is above cooling_max_ms"
                    + " \(policy.coolingMaxMilliseconds)",
                allowed: "at most cooling_max_ms"
            )
        }
        if policy.backgroundGatePercent > policy.deadlineGatePercent {
            problems.add(
                "\(path).background_gate_percent",
                "\(policy.backgroundGatePercent) is above deadline_gate_percent"
                    + " \(policy.deadlineGatePercent)",
                allowed: "at most deadline_gate_percent"
            )
        }
        if policy.outsideAllowancePercent >= policy.backgroundGatePercent {
            problems.add(
                "\(path).outside_allowance_percent",
                "\(policy.outsideAllowancePercent) is not below background_gate_percent"
                    + " \(policy.backgroundGatePercent)",
                allowed: "less than background_gate_percent"
            )
        }
        if policy.deadlineGatePercent > policy.interactiveGatePercent {
            problems.add(
                "\(path).deadline_gate_percent",
                "\(policy.deadlineGatePercent) is above interactive_gate_percent"
                    + " \(policy.interactiveGatePercent)",
                allowed: "at most interactive_gate_percent"
            )
        }
    }
}

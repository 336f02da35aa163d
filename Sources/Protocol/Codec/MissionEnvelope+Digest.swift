import DataStructures

extension MissionEnvelope {
    /// The hash of every field but `mission_id` and `shadow_of`, as 32 lower-case hexadecimal digits.
    ///
    /// The same in every process and release: a field that has its default value is left out, so
    /// that one that is added later does not change the digests of envelopes that do not use it. Two
    /// envelopes under one key are the same submit if their digests are. Not for security.
    ///
    /// - Complexity: O(n) in the bytes of the envelope.
    public var digest: String {
        var hash = FNV1a128()
        for field in Self.comparedFields {
            let text = field.text(self)
            guard text != field.standard else { continue }
            hash.fold(field.name)
            hash.fold(text)
        }
        return Self.hexadecimal(UInt64(truncatingIfNeeded: hash.value >> 64))
            + Self.hexadecimal(UInt64(truncatingIfNeeded: hash.value))
    }

    /// Half a hash: for 128 bits at once `String` divides digit by digit, which takes 20,000
    /// instructions.
    private static func hexadecimal(_ half: UInt64) -> String {
        let digits = String(half, radix: 16)
        return String(repeating: "0", count: 16 - digits.utf8.count) + digits
    }

    /// Returns the name, as on the wire, of the first field in which two envelopes differ.
    ///
    /// - Returns: Nil if nothing differs but `mission_id`; then the digests are the same.
    public func firstDifference(from other: MissionEnvelope) -> String? {
        Self.comparedFields.first { $0.text(self) != $0.text(other) }?.name
    }

    /// A field, and the text that stands for its value: equal exactly where the values are.
    private struct ComparedField: Sendable {
        let name: String
        let text: @Sendable (MissionEnvelope) -> String
        /// The text of an envelope that does not give the field.
        let standard: String

        init(name: String, text: @escaping @Sendable (MissionEnvelope) -> String) {
            self.name = name
            self.text = text
            standard = text(MissionEnvelope(objective: ""))
        }
    }

    /// Everything but `mission_id` and `shadow_of`.
    ///
    /// The order is part of the digest; new fields go to the end.
    private static let comparedFields: [ComparedField] = [
        ComparedField(name: "idempotency_key") { text(of: $0.idempotencyKey) },
        ComparedField(name: "vp_id") { text(of: $0.vpID?.rawValue) },
        ComparedField(name: "mission_type") { $0.missionType },
        ComparedField(name: "objective") { $0.objective },
        ComparedField(name: "class") { $0.missionClass.rawValue },
        ComparedField(name: "deadline_at") { text(of: $0.deadlineAt) },
        ComparedField(name: "expire_at_deadline") { String($0.expireAtDeadline) },
        ComparedField(name: "not_before") { text(of: $0.notBefore) },
        ComparedField(name: "owner") { $0.owner },
        ComparedField(name: "source") { $0.source },
        ComparedField(name: "retry_of") { text(of: $0.retryOf?.rawValue) },
        ComparedField(name: "parent_id") { text(of: $0.parentID?.rawValue) },
        ComparedField(name: "budget") { text(of: $0.budget) },
        ComparedField(name: "constraints") { text(of: $0.constraints) },
        ComparedField(name: "requires") { text(of: $0.requires.map(\.rawValue)) },
        ComparedField(name: "success_criteria") { text(of: $0.successCriteria) },
        ComparedField(name: "checks") { text(of: $0.checks.map(text(of:))) },
        ComparedField(name: "session") { $0.session.rawValue },
        ComparedField(name: "retry") { text(of: $0.retry) },
        ComparedField(name: "labels") { text(of: $0.labels.flatMap { [$0.key, $0.value] }) },
        ComparedField(name: "trace_id") { text(of: $0.traceID) },
        ComparedField(name: "traceparent") { text(of: $0.traceparent) },
        ComparedField(name: "fallback") { text(of: $0.fallback) },
        ComparedField(name: "preemptible") { String($0.isPreemptible) },
        ComparedField(name: "shadow_ok") { String($0.isShadowOK) },
    ]

    private static func text(of text: String?) -> String {
        text.map { "=" + $0 } ?? ""
    }

    /// To the nanosecond, also below what the wire shows.
    private static func text(of time: WallTime?) -> String {
        text(of: time.map { String($0.nanoseconds) })
    }

    /// Each text after its length, so that no two lists have the same text.
    private static func text(of list: [String]) -> String {
        list.map { "\($0.utf8.count):\($0)" }.joined()
    }

    /// None named, none wanted, and some: three different texts.
    private static func text(of lanes: [LaneID]?) -> String {
        text(of: lanes.map { text(of: $0.map(\.rawValue)) })
    }

    private static func text(of budget: Budget) -> String {
        var bounds = [budget.maxRuntimeSeconds, budget.maxIdleSeconds]
        let sums = [budget.maxCallCount, budget.maxTokenCount, budget.maxCostMicroUSD]
        // Left out where there are none, as in envelopes from before there were any.
        if sums.contains(where: { $0 != nil }) { bounds += sums }
        return text(of: bounds.map { $0.map { String($0) } ?? "" })
    }

    private static func text(of constraints: Constraints) -> String {
        let lists = [
            constraints.allowedTools, constraints.forbiddenTools, constraints.approvalRequired,
        ]
        return text(of: lists.map(text(of:)))
    }

    private static func text(of retry: RetryLimits) -> String {
        "\(retry.maxAttempts) \(retry.maxRecoveries) \(retry.maxDeferrals)"
    }
}

import Protocol

/// Sends missions in requests that keep within the bounds of one frame.
struct SubmitBatches {
    /// What was acknowledged.
    struct Submitted {
        /// The missions, in the order given.
        var missions: [MissionView] = []
        /// Each as the supervisor sent it.
        var items: [String] = []
        /// Why the missions behind these were not accepted; nil if all of them were.
        var failure: Failure?
    }

    /// The most missions of one request: half of what is allowed, because the answer has every one of
    /// them with its state, and is one frame too.
    private static let countMax = 500
    /// The most bytes of one request of several missions: half a frame, for the same reason.
    private static let byteCountMax = FrameDecoder.standardByteCountMax / 2

    private let client: ControlClient
    private let envelopes: [MissionEnvelope]

    init(_ client: ControlClient, _ envelopes: [MissionEnvelope]) {
        self.client = client
        self.envelopes = envelopes
    }

    /// Sends all of them; each request is accepted whole or not at all.
    ///
    /// - Returns: What was accepted, and why the rest was not, if it was not.
    /// - Throws: `Failure` of the first request: then nothing was accepted.
    func send() throws(Failure) -> Submitted {
        var submitted = Submitted()
        for batch in batches {
            do throws(Failure) {
                let answer = try client.ask(.missionSubmit(Array(batch), isDryRun: false))
                guard case .missions(let missions, _) = answer.reply,
                    missions.count == batch.count, answer.items.count == batch.count
                else { throw answer.unexpected("the missions") }
                submitted.missions += missions
                submitted.items += answer.items
            } catch {
                guard batch.startIndex > 0 else { throw error }
                submitted.failure = error.after(
                    "the first \(batch.startIndex) missions were accepted, then: ",
                    hint: "submit the rest only, or give each line an idempotency_key"
                )
                return submitted
            }
        }
        return submitted
    }

    /// The requests that ask what would become of them, and change nothing.
    var dryRun: [ControlCommand] {
        batches.map { .missionSubmit(Array($0), isDryRun: true) }
    }

    private var batches: [ArraySlice<MissionEnvelope>] {
        var batches: [ArraySlice<MissionEnvelope>] = []
        var start = 0
        var byteCount = 0
        for (index, envelope) in envelopes.enumerated() {
            let size = Self.byteCount(of: envelope)
            if index - start == Self.countMax
                || (index > start && byteCount + size > Self.byteCountMax)
            {
                batches.append(envelopes[start..<index])
                (start, byteCount) = (index, 0)
            }
            byteCount += size
        }
        batches.append(envelopes[start...])
        return batches
    }

    /// How large an envelope is as a request of its own.
    private static func byteCount(of envelope: MissionEnvelope) -> Int {
        let command = ControlCommand.missionSubmit([envelope], isDryRun: false)
        return ControlRequestFrame(id: .number(1), command: command).encoded().count
    }
}

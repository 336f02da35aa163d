import Protocol

/// What a run has said and used so far.
struct RunFigures: Equatable {
    /// The most tools in flight that are told apart.
    static let toolCountMax = 256
    /// The most artifacts kept.
    static let artifactCountMax = 100
    /// The time between two progress reports of a run, and between two questions.
    static let progressInterval = Interval.seconds(5)

    /// Grows with every byte of output and every report.
    private(set) var progressCounter: UInt64 = 0
    /// What it used.
    private(set) var usage = Usage()
    /// The phase that the next attempt resumes from.
    private(set) var resumePhase: String?
    /// What the runtime calls its own session; the last word counts.
    private(set) var runtimeSession: String?
    /// Files that it made.
    private(set) var artifacts: [String] = []
    /// The last limit by which it was refused.
    private(set) var limit: LimitReport?
    /// What it said about its end; the last word counts.
    private(set) var result: ResultReport?
    /// What it asks; nil unless it waits for an answer.
    private(set) var question: String?
    /// Bytes that its log did not take.
    private(set) var logBytesDropped: UInt64 = 0
    /// Identifiers of tools that have not ended, in the order in which they began.
    private var tools: [String] = []
    /// The newest progress that was not passed on yet.
    private var heldProgress: LaneReport?
    /// When progress may be passed on again.
    private var progressAllowedAt: MonotonicTime?
    private var limitNotices = LimitNotices()

    /// The newest question that was not passed on yet.
    private var heldQuestion: LaneReport?
    /// When a question may be passed on again.
    private var questionAllowedAt: MonotonicTime?
    /// True while a question stands that was passed on.
    private var isQuestionSaid = false

    /// What it asks, as far as that was passed on.
    var standingQuestion: String? { isQuestionSaid ? question : nil }

    /// True while a tool that was announced has not ended.
    var isToolInFlight: Bool { !tools.isEmpty }

    /// When something held is due; nil if nothing is held.
    var noticeDueAt: MonotonicTime? {
        [heldProgress == nil ? nil : progressAllowedAt, limitNotices.dueAt].compactMap { $0 }.min()
    }

    /// When a held question is due; nil if none is held.
    var questionDueAt: MonotonicTime? { heldQuestion == nil ? nil : questionAllowedAt }

    /// Counts output.
    mutating func count(byteCount: UInt64, droppedByteCount: UInt64) {
        progressCounter &+= byteCount
        logBytesDropped &+= droppedByteCount
    }

    /// Takes a report in; returns what must be said because of it, in order.
    mutating func take(
        _ report: RuntimeReport,
        of key: RunKey,
        at now: MonotonicTime
    ) -> [LaneReport] {
        progressCounter &+= 1
        var said: [LaneReport] = []
        if endsQuestion(report) {
            question = nil
            // One that nobody was told of needs no end.
            heldQuestion = nil
            if isQuestionSaid { said.append(.unblocked(runID: key.runID, fence: key.fence)) }
            isQuestionSaid = false
        }
        switch report {
        case .progress(let text, let percent):
            heldProgress = .progress(
                runID: key.runID,
                fence: key.fence,
                text: text,
                percent: percent
            )
            if let due = takeDueProgress(at: now) { said.append(due) }
        case .usage(let increment): usage.add(increment)
        case .usageTotal(let total): usage = total
        case .toolStarted(let id): startTool(id)
        case .toolEnded(let id): tools.removeAll { $0 == id }
        case .phase(let name): resumePhase = name
        case .limit(let report):
            if report.isRejected { limit = report }
            if let news = limitNotices.take(report, at: now) {
                said.append(.limit(runID: key.runID, fence: key.fence, news))
            }
        case .blocked(let text):
            question = text
            heldQuestion = .blocked(runID: key.runID, fence: key.fence, question: text)
            if let due = takeDueQuestion(at: now) { said.append(due) }
        case .artifact(let path): keepArtifact(path)
        case .result(let report): result = report
        case .session(let id): runtimeSession = id
        case .malformed: break
        }
        return said
    }

    /// Returns what is held and may be passed on now.
    mutating func takeDueNotices(of key: RunKey, at now: MonotonicTime) -> [LaneReport] {
        let limits = limitNotices.takeDue(at: now).map {
            LaneReport.limit(runID: key.runID, fence: key.fence, $0)
        }
        return limits + [takeDueProgress(at: now)].compactMap { $0 }
    }

    private mutating func takeDueProgress(at now: MonotonicTime) -> LaneReport? {
        if let allowed = progressAllowedAt, now < allowed { return nil }
        guard let progress = heldProgress else { return nil }
        heldProgress = nil
        progressAllowedAt = now + Self.progressInterval
        return progress
    }

    /// Returns a question that may be passed on now, if any is held.
    ///
    /// A runtime that asks and goes on all the time would write two events each time.
    mutating func takeDueQuestion(at now: MonotonicTime) -> LaneReport? {
        if let allowed = questionAllowedAt, now < allowed { return nil }
        guard let question = heldQuestion else { return nil }
        heldQuestion = nil
        isQuestionSaid = true
        questionAllowedAt = now + Self.progressInterval
        return question
    }

    /// A question is over when the runtime goes on; figures alone do not say so.
    private func endsQuestion(_ report: RuntimeReport) -> Bool {
        guard question != nil else { return false }
        switch report {
        case .progress, .toolStarted, .toolEnded, .phase, .artifact, .result: return true
        case .session, .usage, .usageTotal, .limit, .blocked, .malformed: return false
        }
    }

    private mutating func startTool(_ id: String) {
        guard !tools.contains(id), tools.count < Self.toolCountMax else { return }
        tools.append(id)
    }

    private mutating func keepArtifact(_ path: String) {
        guard !artifacts.contains(path), artifacts.count < Self.artifactCountMax else { return }
        artifacts.append(path)
    }
}

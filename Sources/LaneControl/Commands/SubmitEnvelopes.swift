import DataStructures
import Protocol
import System

/// Makes the envelopes that `submit` was asked for.
struct SubmitEnvelopes {
    /// The most bytes that a file of envelopes may have.
    private static let fileByteCountMax = 256 * 1_024 * 1_024

    private let invocation: Invocation
    private let arguments: ParsedArguments
    private let client: ControlClient

    /// Reads what `invocation` says; `client` is asked only for missions that are to be retried.
    init(_ invocation: Invocation, _ client: ControlClient) {
        self.invocation = invocation
        self.client = client
        arguments = invocation.arguments
    }

    /// The envelopes, each with a key, in the order given; at least one.
    ///
    /// - Throws: `Failure` with 2: the options contradict each other, a value or a line is not as it
    ///   must be, or a file cannot be read; 4 or 6: there is no such mission to retry, more than one,
    ///   or one that has not ended; or the supervisor cannot be asked.
    func read() throws(Failure) -> [MissionEnvelope] {
        var envelopes: [MissionEnvelope] = []
        for var envelope in try readWithoutKeys() {
            if envelope.idempotencyKey == nil { envelope.idempotencyKey = try makeKey() }
            envelopes.append(envelope)
        }
        return envelopes
    }

    private func readWithoutKeys() throws(Failure) -> [MissionEnvelope] {
        guard let path = arguments.text(SubmitOptions.jsonl) else { return [try makeEnvelope()] }
        for option in SubmitOptions.fields + [SubmitOptions.file] where arguments.has(option) {
            throw Failure(usage: "--jsonl takes --\(option.name) from the lines of the file")
        }
        if !invocation.allWords.isEmpty {
            throw Failure(usage: "--jsonl takes the objectives from the lines of the file")
        }
        return try readLines(of: path)
    }

    // MARK: One mission

    private func makeEnvelope() throws(Failure) -> MissionEnvelope {
        var envelope = try makeBeginning()
        try setIdentity(of: &envelope)
        try setFallback(of: &envelope)
        try setTimes(of: &envelope)
        try setLimits(of: &envelope)
        try setConditions(of: &envelope)
        return envelope
    }

    /// What the options are applied to: the defaults, or what an ended mission was.
    private func makeBeginning() throws(Failure) -> MissionEnvelope {
        let objective = try objective()
        guard let prefix = try arguments.mission(SubmitOptions.retryOf) else {
            guard let objective else { throw missingObjective }
            return MissionEnvelope(objective: objective)
        }
        return try RetriedMission(prefix, client).envelope(objective: objective)
    }

    private func setIdentity(of envelope: inout MissionEnvelope) throws(Failure) {
        envelope.missionID = try arguments.mission(SubmitOptions.id)
        envelope.idempotencyKey = try text(SubmitOptions.key, byteCountMax: 200)
        envelope.vpID = try arguments.lane(SubmitOptions.lane) ?? envelope.vpID
        envelope.missionType =
            try text(SubmitOptions.type, byteCountMax: 64) ?? envelope.missionType
        envelope.owner = try text(SubmitOptions.owner, byteCountMax: 128) ?? envelope.owner
        envelope.source = try text(SubmitOptions.source, byteCountMax: 128) ?? envelope.source
        envelope.traceID = try text(SubmitOptions.traceID, byteCountMax: 128) ?? envelope.traceID
        for label in arguments.list(SubmitOptions.label) {
            let parts = label.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard parts.count == 2, !parts[0].isEmpty else {
                throw arguments.bad(SubmitOptions.label, label, "KEY=VALUE")
            }
            envelope.labels[String(parts[0])] = String(parts[1])
        }
    }

    private func setFallback(of envelope: inout MissionEnvelope) throws(Failure) {
        let words = arguments.list(SubmitOptions.fallback)
        let countMax = MissionEnvelope.fallbackCountMax
        guard !arguments.has(SubmitOptions.noFallback) else {
            guard words.isEmpty else {
                throw Failure(usage: "--no-fallback and --fallback exclude each other")
            }
            envelope.fallback = []
            return
        }
        guard !words.isEmpty else { return }
        guard words.count <= countMax else {
            throw Failure(usage: "--fallback names \(words.count) lanes, at most \(countMax)")
        }
        var lanes: [LaneID] = []
        for word in words {
            guard let lane = LaneID(word) else {
                throw arguments.bad(SubmitOptions.fallback, word, "a lane's name")
            }
            guard !lanes.contains(lane), lane != envelope.vpID else {
                throw Failure(usage: "--fallback names \(lane), which is named already")
            }
            lanes.append(lane)
        }
        envelope.fallback = lanes
    }

    private func setTimes(of envelope: inout MissionEnvelope) throws(Failure) {
        // The deadline of a mission that is repeated may have passed: it says nothing any more.
        let deadline = try time(SubmitOptions.deadline)
        envelope.deadlineAt =
            deadline ?? envelope.deadlineAt.flatMap { $0 > invocation.now ? $0 : nil }
        envelope.notBefore = try time(SubmitOptions.notBefore) ?? envelope.notBefore
        if arguments.has(SubmitOptions.expire) { envelope.expireAtDeadline = true }
        let given = arguments.text(SubmitOptions.missionClass).flatMap(MissionClass.init)
        envelope.missionClass = given ?? (deadline == nil ? envelope.missionClass : .deadline)
        let isDeadlineNeeded = envelope.missionClass == .deadline || envelope.expireAtDeadline
        if isDeadlineNeeded, envelope.deadlineAt == nil {
            throw Failure(
                usage: "\(deadlineCause(envelope)) needs --deadline",
                hint: "--deadline +30m"
            )
        }
    }

    private func deadlineCause(_ envelope: MissionEnvelope) -> String {
        let wasGiven =
            arguments.has(SubmitOptions.expire) || arguments.has(SubmitOptions.missionClass)
        if let ended = envelope.retryOf, !wasGiven {
            return "mission \(ended) was due before now: it"
        }
        return envelope.expireAtDeadline ? "--expire-at-deadline" : "--class deadline"
    }

    private func setLimits(of envelope: inout MissionEnvelope) throws(Failure) {
        let week: UInt64 = 604_800
        envelope.budget.maxRuntimeSeconds =
            try arguments.seconds(SubmitOptions.timeout, in: 1...week)
            ?? envelope.budget.maxRuntimeSeconds
        envelope.budget.maxIdleSeconds =
            try arguments.seconds(SubmitOptions.idleTimeout, in: 1...week)
            ?? envelope.budget.maxIdleSeconds
        try setSums(of: &envelope.budget)
        if let count = try arguments.number(SubmitOptions.maxAttempts, in: 1...100) {
            envelope.retry.maxAttempts = count
        }
        if let count = try arguments.number(SubmitOptions.maxRecoveries, in: 0...100) {
            envelope.retry.maxRecoveries = count
        }
    }

    private func setSums(of budget: inout Budget) throws(Failure) {
        budget.maxCallCount =
            try arguments.number(SubmitOptions.maxCalls, in: 1...1_000_000_000).map { UInt64($0) }
            ?? budget.maxCallCount
        budget.maxTokenCount =
            try arguments.number(SubmitOptions.maxTokens, in: 1...1_000_000_000_000_000)
            .map { UInt64($0) } ?? budget.maxTokenCount
        budget.maxCostMicroUSD =
            try arguments.microUSD(SubmitOptions.maxCost) ?? budget.maxCostMicroUSD
    }

    private func setConditions(of envelope: inout MissionEnvelope) throws(Failure) {
        if arguments.has(SubmitOptions.fresh) { envelope.session = .fresh }
        if arguments.has(SubmitOptions.preemptible) { envelope.isPreemptible = true }
        if arguments.has(SubmitOptions.shadowOK) { envelope.isShadowOK = true }
        let requires: [Capability] = try arguments.vocabulary(SubmitOptions.require)
        if !requires.isEmpty { envelope.requires = requires }
        if !arguments.list(SubmitOptions.check).isEmpty { envelope.checks = [] }
        for text in arguments.list(SubmitOptions.check) {
            guard let words = ArgvText.words(text) else {
                throw arguments.bad(SubmitOptions.check, text, "a command with its quotes closed")
            }
            envelope.checks.append(words)
        }
    }

    private func text(_ option: OptionSpec, byteCountMax: Int) throws(Failure) -> String? {
        guard let text = arguments.text(option) else { return nil }
        guard (1...byteCountMax).contains(text.utf8.count) else {
            throw Failure(
                usage: "--\(option.name) has 1 to \(byteCountMax) bytes, not \(text.utf8.count)"
            )
        }
        return text
    }

    private func time(_ option: OptionSpec) throws(Failure) -> WallTime? {
        guard let text = arguments.text(option) else { return nil }
        guard let time = TimeText.time(text, at: invocation.now) else {
            throw arguments.bad(option, text, TimeText.allowed)
        }
        return time
    }

    // MARK: Objective

    /// What is to be done; nil if nothing says it.
    private func objective() throws(Failure) -> String? {
        guard let text = try givenObjective() else { return nil }
        let byteCountMax = MissionEnvelope.objectiveByteCountMax
        guard !text.isEmpty else { throw Failure(usage: "the objective is empty") }
        guard text.utf8.count <= byteCountMax else {
            throw Failure(
                usage: "the objective has \(text.utf8.count) bytes",
                hint: "at most \(byteCountMax); put the rest into a file that it names"
            )
        }
        return text
    }

    private func givenObjective() throws(Failure) -> String? {
        let words = arguments.words
        let file = arguments.text(SubmitOptions.file)
        let sources =
            (words.isEmpty ? 0 : 1) + (arguments.trailing == nil ? 0 : 1)
            + (file == nil ? 0 : 1)
        guard sources > 0 else { return nil }
        guard sources == 1, words.count <= 1 else { throw ambiguousObjective }
        if let trailing = arguments.trailing { return trailing.joined(separator: " ") }
        if let file { return try readText(file) }
        return words[0] == "-" ? try readText("-") : words[0]
    }

    private var missingObjective: Failure {
        Failure(usage: "submit needs an objective", hint: "lanectl submit -- 'what is to be done'")
    }

    private var ambiguousObjective: Failure {
        Failure(
            usage: "the objective is one word, or follows --, or comes from --file",
            hint: "lanectl submit -- several words"
        )
    }

    private func readText(_ path: String) throws(Failure) -> String {
        // One byte more than is allowed, so that the message can tell an exact fit from too much.
        let bytes = try readBytes(path, byteCountMax: MissionEnvelope.objectiveByteCountMax + 1)
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw Failure(usage: "\(name(of: path)) is not UTF-8")
        }
        return text
    }

    private func readBytes(_ path: String, byteCountMax: Int) throws(Failure) -> [UInt8] {
        do throws(SystemError) {
            if path == "-" { return try invocation.world.readInput(byteCountMax) }
            return try Files.read(path, byteCountMax: byteCountMax)
        } catch {
            guard error.errno == .tooLarge else { throw Failure(.usage, error.description) }
            throw Failure(usage: "\(name(of: path)) has more than \(byteCountMax - 1) bytes")
        }
    }

    private func name(of path: String) -> String {
        path == "-" ? "stdin" : "\"\(SafeText.line(path))\""
    }

    // MARK: Many missions

    private func readLines(of path: String) throws(Failure) -> [MissionEnvelope] {
        let bytes = try readBytes(path, byteCountMax: Self.fileByteCountMax)
        var envelopes: [MissionEnvelope] = []
        var number = 0
        for line in bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
            number += 1
            guard line.contains(where: { $0 > UInt8(ascii: " ") }) else { continue }
            let place = "\(name(of: path)) line \(number)"
            envelopes.append(try withWholeIDs(try envelope(line, at: place), at: place))
        }
        guard !envelopes.isEmpty else {
            throw Failure(usage: "\(name(of: path)) has no missions", hint: "one envelope a line")
        }
        return envelopes
    }

    /// Reads one line by the rules of the wire, so that a mistake is found before anything is sent.
    private func envelope(
        _ line: ArraySlice<UInt8>,
        at place: String
    ) throws(Failure) -> MissionEnvelope {
        let head = #"{"id":1,"jsonrpc":"2.0","method":"mission.submit","params":{"missions":["#
        let frame = Array(head.utf8) + line + Array("]}}".utf8)
        let request: ControlRequestFrame
        do throws(RefusedRequest) {
            request = try ControlRequestFrame(decoding: frame[...])
        } catch {
            throw Failure(error.error.code, "\(place): \(problem(error.error, line))")
        }
        guard case .missionSubmit(let missions, _) = request.command, missions.count == 1 else {
            throw Failure(usage: "\(place): not one envelope")
        }
        return missions[0]
    }

    /// The same envelope with the whole id of the mission that it retries, if it does.
    private func withWholeIDs(
        _ envelope: MissionEnvelope,
        at place: String
    ) throws(Failure) -> MissionEnvelope {
        guard let prefix = envelope.retryOf else { return envelope }
        var envelope = envelope
        do throws(Failure) {
            envelope.retryOf = try RetriedMission(prefix, client).missionID
        } catch {
            throw error.after("\(place): retry_of: ")
        }
        return envelope
    }

    /// What is wrong with a line, its path seen from the line itself.
    private func problem(_ error: ControlError, _ line: ArraySlice<UInt8>) -> String {
        guard error.reason != .invalidJSON else {
            let text = SafeText.line(String(decoding: line, as: UTF8.self))
            return "not JSON: " + RawJSON.string(SafeText.cut(text, to: 60))
        }
        let prefix = "missions[0]"
        guard error.message.hasPrefix(prefix) else { return error.message }
        let rest = error.message.dropFirst(prefix.count)
        return String(rest.drop { $0 == "." || $0 == ":" || $0 == " " })
    }

    private func makeKey() throws(Failure) -> String {
        do throws(SystemError) {
            return "lanectl-" + hex(try invocation.world.randomBits())
                + hex(try invocation.world.randomBits())
        } catch {
            throw Failure(error)
        }
    }

    private func hex(_ number: UInt64) -> String {
        let digits = String(number, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}

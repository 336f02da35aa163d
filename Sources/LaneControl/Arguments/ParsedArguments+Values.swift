import Protocol

extension ParsedArguments {
    /// A length of time in seconds; nil if the option was not given.
    func seconds(_ option: OptionSpec, in range: ClosedRange<UInt64>) throws(Failure) -> UInt64? {
        guard let text = text(option) else { return nil }
        guard let seconds = DurationText.seconds(text), range.contains(seconds) else {
            let (least, most) = (range.lowerBound, range.upperBound)
            let bounds = "\(AgeText.text(seconds: least)) to \(AgeText.text(seconds: most))"
            throw bad(option, text, "a length of time such as 90s, 10m or 1h30m, from \(bounds)")
        }
        return seconds
    }

    /// A whole number; nil if the option was not given.
    func number(_ option: OptionSpec, in range: ClosedRange<Int>) throws(Failure) -> Int? {
        guard let text = text(option) else { return nil }
        guard let number = Int(text), range.contains(number) else {
            throw bad(option, text, "a number from \(range.lowerBound) to \(range.upperBound)")
        }
        return number
    }

    /// An amount in US dollars, as millionths; nil if the option was not given.
    func microUSD(_ option: OptionSpec) throws(Failure) -> UInt64? {
        guard let text = text(option) else { return nil }
        guard let dollars = Double(text), (0.000_001...1_000_000_000).contains(dollars) else {
            throw bad(option, text, "a number of US dollars from 0.000001 to 1000000000")
        }
        return UInt64((dollars * 1_000_000).rounded())
    }

    /// A lane's name; nil if the option was not given.
    func lane(_ option: OptionSpec) throws(Failure) -> LaneID? {
        guard let text = text(option) else { return nil }
        return try Self.lane(text)
    }

    /// A mission's id; nil if the option was not given.
    func mission(_ option: OptionSpec) throws(Failure) -> MissionID? {
        guard let text = text(option) else { return nil }
        return try Self.mission(text)
    }

    /// The words of a vocabulary that were given.
    func vocabulary<Word: RawRepresentable & CaseIterable>(
        _ option: OptionSpec,
        as type: Word.Type = Word.self
    ) throws(Failure) -> [Word] where Word.RawValue == String {
        var words: [Word] = []
        for text in list(option) {
            guard let word = Word(rawValue: text) else {
                let known = Word.allCases.map(\.rawValue)
                let nearest = NearestName.suggestion(for: text, among: known)
                throw Failure(
                    usage: "--\(option.name) is one of \(known.joined(separator: ", ")), "
                        + "not \"\(text)\"",
                    hint: nearest.map { "did you mean \"\($0)\"?" }
                )
            }
            words.append(word)
        }
        return words
    }

    /// The reason that the command requires.
    ///
    /// - Throws: Usage, if there is none or it is over 500 bytes.
    func requiredReason(because cause: String) throws(Failure) -> String {
        guard let reason = try reason() else {
            throw Failure(usage: "\(cause) requires --reason", hint: "who reads the trail wants it")
        }
        return reason
    }

    /// The reason, if one was given.
    func reason() throws(Failure) -> String? {
        guard let reason = text(.reason) else { return nil }
        guard (1...500).contains(reason.utf8.count) else {
            throw Failure(usage: "--reason has 1 to 500 bytes, not \(reason.utf8.count)")
        }
        return reason
    }

    /// A word as a lane's name.
    static func lane(_ text: String) throws(Failure) -> LaneID {
        guard let lane = LaneID(text) else {
            throw Failure(
                usage: "\"\(SafeText.line(text))\" is no lane's name",
                hint: "words of a-z and 0-9 joined by . or -, at most \(LaneID.byteCountMax) bytes"
            )
        }
        return lane
    }

    /// A word as a mission's id or the beginning of one.
    static func mission(_ text: String) throws(Failure) -> MissionID {
        guard let mission = MissionID(text) else {
            throw Failure(
                usage: "\"\(SafeText.line(text))\" is no mission's id",
                hint: "1 to \(MissionID.byteCountMax) of A-Z a-z 0-9 . _ -; lanectl mission list"
            )
        }
        return mission
    }

    func bad(_ option: OptionSpec, _ text: String, _ allowed: String) -> Failure {
        Failure(usage: "--\(option.name) is \(allowed), not \"\(SafeText.line(text))\"")
    }
}

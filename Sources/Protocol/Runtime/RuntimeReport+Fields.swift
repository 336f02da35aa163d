extension RuntimeReport {
    /// Reads the fields of a report whose `lane` is `kind`.
    init(_ kind: String, from object: ObjectReader) throws(ProtocolError) {
        switch kind {
        case "session":
            self = .session(id: try object.string("id", 1...256))
        case "progress":
            self = .progress(
                text: try object.cutString("text", 4096) ?? "",
                percent: try object.numberIfPresent("pct").map { Int(min(max($0, 0), 100)) }
            )
        case "usage":
            let usage = try Usage(report: object)
            let scope = try object.textIfPresent("scope", as: UsageScope.self)
            self = scope == .total ? .usageTotal(usage) : .usage(usage)
        case "tool":
            let status = try object.text("status", as: ToolStatus.self)
            let id = try object.string("id", 1...256)
            self = status == .start ? .toolStarted(id: id) : .toolEnded(id: id)
        case "phase":
            self = .phase(name: try object.string("name", 1...256))
        case "limit":
            self = .limit(try LimitReport(report: object))
        case "blocked":
            self = .blocked(question: try Self.question(in: object))
        case "artifact":
            self = .artifact(path: try object.string("path", 1...4096))
        case "result":
            self = .result(try ResultReport(from: object))
        default:
            let quoted = ObjectReader.quote(.string(kind))
            self = .malformed(reason: "lane: \(quoted) is not known")
        }
    }

    /// The question with its options, as a person reads it.
    private static func question(in object: ObjectReader) throws(ProtocolError) -> String {
        let text = try object.cutString("text", 4096) ?? ""
        let options = try object.strings("options", countMax: 64, 1...256)
        return options.isEmpty ? text : "\(text) (\(options.joined(separator: ", ")))"
    }
}

private enum ToolStatus: String, CaseIterable, WireText {
    case start
    case end
}

/// What the figures of a usage report count; `delta` where the runtime does not say.
private enum UsageScope: String, CaseIterable, WireText {
    case delta
    case total
}

extension LimitReport.State: WireText {}
extension ResultReport.Status: WireText {}

extension Usage {
    /// Reads a report, whose cost is in US dollars.
    fileprivate init(report object: ObjectReader) throws(ProtocolError) {
        self.init()
        inputTokenCount = try object.integerIfPresent("input_tokens", 0...UInt64.max) ?? 0
        outputTokenCount = try object.integerIfPresent("output_tokens", 0...UInt64.max) ?? 0
        callCount = try object.integerIfPresent("calls", 0...UInt64.max) ?? 0
        costMicroUSD = try object.microUSDIfPresent("cost_usd") ?? 0
    }
}

extension LimitReport {
    /// Reads what a runtime reports.
    fileprivate init(report object: ObjectReader) throws(ProtocolError) {
        self.init(
            limitClass: try object.string("class", 1...256),
            state: try object.textIfPresent("state") ?? .rejected
        )
        window = try object.cutString("window", 256)
        model = try object.cutString("model", 256)
        utilization = try object.numberIfPresent("utilization")
        isBinding = try object.flag("binding")
        resetAt = try object.textIfPresent("reset_at")
        // On the wire in seconds, as in the HTTP header of this name.
        let seconds = try object.numberIfPresent("retry_after")
        retryAfterMilliseconds = seconds.map { UInt64(min(max($0, 0), 31_536_000) * 1000) }
    }
}

extension ResultReport: WireObject {
    static let fields: [WireName] = ["error_class", "lane", "status", "text"]

    init(from object: ObjectReader) throws(ProtocolError) {
        self.init(status: try object.text("status"))
        text = try object.cutString("text", 4096)
        errorClass = try object.cutString("error_class", 256)
    }

    func write(to object: inout ObjectWriter) {
        object.put("lane", "result")
        object.put("status", status)
        object.put("text", text)
        object.put("error_class", errorClass)
    }
}

extension ObjectReader {
    /// A string of any length, cut at a character; nil if it is absent.
    fileprivate func cutString(
        _ name: WireName,
        _ byteCountMax: Int
    ) throws(ProtocolError) -> String? {
        try stringIfPresent(name, 0...Int.max)?.prefix(utf8Max: byteCountMax)
    }
}

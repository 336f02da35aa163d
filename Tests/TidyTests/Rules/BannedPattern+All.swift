extension BannedPattern {
    /// Every banned form: first those of pure targets, then those of all sources.
    static let all: [BannedPattern] = pure + machines + sources + comments

    private static let pure: [BannedPattern] = [
        BannedPattern(
            name: "hashed collection",
            pattern: #"\b(?:Set|Dictionary)\b"#,
            scope: .pure,
            reason: "hash seeds differ per process; use LookupTable or OrderedTable",
            offenders: [
                "let seen = Set<Int>()",
                "let seen: Set = [1]",
                "let rows = Dictionary(grouping: a, by: b)",
            ],
            innocents: [
                "struct Flags: OptionSet {}", "/// A Set of lanes.", "let isSet = reset()",
            ],
            exceptions: ["Sources/DataStructures/LookupTable.swift"]
        ),
        BannedPattern(
            name: "dictionary type",
            pattern: #"(?<![\w)\]?!])\[\s*[A-Z][\w.]*(?:<[^\[\]]*>)?\s*:\s*\[?[A-Z(]"#,
            scope: .pure,
            reason: "hash seeds differ per process; use LookupTable or OrderedTable",
            offenders: [
                "var rows: [LaneID: Row] = start",
                "var rows: [LaneID: [Row]] = start",
                "let rows = [Key<Row>: Row]()",
            ],
            innocents: [
                "let row = table[lane: id]",
                "let row = rows[isFirst ? a : b]",
                "let rows = [Row(key: 1)]",
                "emit(payload: [\"attempt\": .integer(1)])",
            ],
            exceptions: ["Sources/DataStructures/LookupTable.swift"]
        ),
        BannedPattern(
            name: "dictionary literal",
            pattern: #"\b(?:let|var)\s+\w+\s*=\s*\[\s*(?:"[^"]*"|[\w.]+)?\s*:\s*[^:]"#,
            scope: .pure,
            reason: "without a type it is a Dictionary, whose hash seeds differ per process",
            offenders: [
                "let rows = [:] as Rows", "let rows = [\"a\": 1]", "let rows = [.first: 1]",
            ],
            innocents: [
                "var rows: OrderedTable<String, Int> = [\"a\": 1]", "let rows = [Row(key: 1)]",
            ]
        ),
        BannedPattern(
            name: "clock",
            pattern:
                #"\b(?:Date\s*[.(]|(?:ContinuousClock|SuspendingClock)\b|clock_gettime|time\s*\(nil)"#,
            scope: .pure,
            reason: "time is an argument",
            offenders: ["let now = Date()", "let now = Date.now", "let clock = ContinuousClock()"],
            innocents: ["let deadlineDate = a", "func update(at now: Instant) {}"]
        ),
        BannedPattern(
            name: "unseeded randomness",
            pattern:
                #"\brandom\s*\(|\bSystemRandomNumberGenerator\b|\.shuffled?\(\)|\.randomElement\(\)"#,
            scope: .pure,
            reason: "draw from the SeededGenerator that the state holds",
            offenders: [
                "let roll = Int.random(in: 0..<6)",
                "var g = SystemRandomNumberGenerator()",
                "let a = b.shuffled()",
                "let a = b.randomElement()",
            ],
            innocents: ["let roll = generator.next() % 6"]
        ),
        BannedPattern(
            name: "hash value",
            pattern: #"\.hashValue\b|\bHasher\s*\(|\bObjectIdentifier\s*\("#,
            scope: .pure,
            reason: "it differs per process; use a stable hash",
            offenders: ["let slot = id.hashValue % 8", "var hasher = Hasher()"],
            innocents: ["func hash(into hasher: inout Hasher) {}"]
        ),
        BannedPattern(
            name: "output",
            pattern: #"(?<![.\w])(?:print|debugPrint|dump|readLine)\s*\("#,
            scope: .pure,
            reason: "return a value; the shells write",
            offenders: ["print(lane)", "debugPrint (lane)"],
            innocents: ["fingerprint(lane)", "printer.print(lane)"]
        ),
    ]

    private static let machines: [BannedPattern] = [
        BannedPattern(
            name: "default in a state machine",
            pattern: #"^\s*(?:@unknown\s+)?default\s*:"#,
            scope: .machines,
            reason:
                "write every state out, so that a new one does not compile until it is answered",
            offenders: ["switch state {\n@unknown default:\n}", "switch state {\ndefault: a\n}"],
            innocents: ["// default: none", "let a = policy(default: b)"]
        )
    ]

    private static let sources: [BannedPattern] = [
        BannedPattern(
            name: "concurrency",
            pattern: #"\b(?:async|await)\b|\b(?:Task|TaskGroup|AsyncStream|MainActor)\b"#
                + #"|(?<![.\w])actor\s+[A-Z]\w*\s*[:<{]"#,
            scope: .sources,
            reason: "one thread owns all state of a program",
            offenders: [
                "func a() async {}", "await b()", "Task { c() }", "actor Lane {",
                "@MainActor var a = 1",
            ],
            innocents: ["let actor: Actor", "var awaiting = 1", "case actor", "let asyncCount = 0"]
        ),
        BannedPattern(
            name: "forced",
            pattern: #"\btry!|\bas!|(?<!\btry)(?<!\bas)(?<=[\w)\]])!(?!=)"#,
            scope: .sources,
            reason: "handle the other case",
            offenders: [
                "let a = try! b()", "let a = b as! C", "let a = b!.c", "let a = b()!", "var a: B!",
            ],
            innocents: ["if a != b {}", "if !a, (!b) {}", "let a = \"b!\"", "if a!=b {}"]
        ),
        BannedPattern(
            name: "Foundation's process, handle or Dispatch",
            pattern: #"\bProcess\s*\(|\bFoundation\.Process\b|\bDispatch[A-Z]\w*|\bFileHandle\b"#,
            scope: .sources,
            reason: "use System: one spawn function, one epoll loop",
            offenders: [
                "let a = Process()", "let a: Foundation.Process", "DispatchQueue.main",
                "FileHandle(a)",
            ],
            innocents: ["let a = ChildProcess(b)", "let dispatched = 1"]
        ),
        BannedPattern(
            name: "sleep",
            pattern: #"(?<![.\w])(?<!\bcase )(?:u|nano)?sleep\s*\("#,
            scope: .sources,
            reason: "wait for an event with a deadline",
            offenders: ["sleep(1)", "usleep(100)", "nanosleep(&a, nil)"],
            innocents: ["case sleep(Interval)", "instruction = .sleep(seconds)"]
        ),
        BannedPattern(
            name: "precondition",
            pattern:
                #"(?<![.\w])(?:precondition|preconditionFailure|assert|assertionFailure)\s*\("#,
            scope: .sources,
            reason: "its text is lost in release builds; use invariant",
            offenders: ["precondition(a > 0)", "assert(a)", "preconditionFailure()"],
            innocents: ["invariant(a > 0, \"a is positive\")"]
        ),
    ]

    private static let comments: [BannedPattern] = [
        BannedPattern(
            name: "open end",
            pattern: #"\b(?:TODO|FIXME|XXX|HACK)\b"#,
            scope: .comments,
            reason: "fix it, or say what holds",
            offenders: ["// TODO: fix the race", "/* FIXME */"],
            innocents: ["let mark = \"TODO\"", "// A list of things to do."]
        )
    ]
}

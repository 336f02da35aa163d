import ControlPlane
import Protocol

/// `lanectl governor explain`.
enum GovernorCommand {
    static let simulate = OptionSpec(
        "simulate",
        .one("FILE"),
        "rehearse a workload instead: an envelope a line with takes_ms and arrive_at_ms"
            + " (- for stdin)"
    )
    static let config = OptionSpec(
        "config",
        .one("FILE"),
        "rehearse here, under this configuration file, without a supervisor"
    )
    static let startAt = OptionSpec(
        "start-at",
        .one("TIME"),
        "when the workload begins: \(TimeText.allowed) (default: now)"
    )

    static let spec = CommandSpec(
        path: ["governor", "explain"],
        summary:
            "say what starts next and why the first of each line waits, or rehearse a workload",
        options: [simulate, config, startAt],
        formats: [.table, .json, .jsonl, .name],
        examples: [
            .init("lanectl governor explain", "the next of each pool, and what it waits for"),
            .init(
                "lanectl governor explain --simulate friday.jsonl",
                "in which order it would start on an empty machine, and what would be refused"
            ),
            .init(
                "lanectl governor explain --simulate friday.jsonl --config new.json",
                "the same under a configuration that is not in force"
            ),
        ],
        exits: [
            (2, "the command line, or a line of the workload, is not as it must be"),
            (78, "the configuration file is invalid"),
        ],
        run: run
    )

    private static func run(_ invocation: Invocation) throws(Failure) -> Int32 {
        let arguments = invocation.arguments
        guard let path = arguments.text(simulate) else {
            for option in [config, startAt] where arguments.has(option) {
                throw Failure(usage: "--\(option.name) needs --simulate")
            }
            return try showOrder(invocation)
        }
        var workload = try WorkloadFile(path, invocation).read()
        if let text = arguments.text(startAt) {
            guard let time = TimeText.time(text, at: invocation.now) else {
                throw arguments.bad(startAt, text, TimeText.allowed)
            }
            workload.startAt = time
        }
        guard let file = arguments.text(config) else {
            return try askRehearsal(of: workload, invocation)
        }
        let configuration = try RehearsalConfiguration.read(file)
        let rehearsal = Rehearser.rehearse(workload, under: configuration, at: invocation.now)
        show(Answer(.rehearsal(rehearsal)), rehearsal, invocation)
        return 0
    }

    // MARK: The present order

    private static func showOrder(_ invocation: Invocation) throws(Failure) -> Int32 {
        let answer = try invocation.makeClient().ask(.governorExplain(nil))
        guard case .governorOrder(let lines) = answer.reply else {
            throw answer.unexpected("the lines")
        }
        let printer = invocation.printer
        printer.list(
            kind: "GovernorOrder",
            items: answer.items,
            names: lines.map(\.missionID.rawValue)
        ) {
            GovernorText(style: printer.style).order(lines, columnCount: printer.columnCount)
        }
        return 0
    }

    // MARK: A rehearsal

    private static func askRehearsal(
        of workload: Workload,
        _ invocation: Invocation
    ) throws(Failure) -> Int32 {
        let count = workload.missions.count
        guard count <= Workload.countMaxOfRequest else {
            throw Failure(
                usage: "a supervisor rehearses at most \(Workload.countMaxOfRequest) missions,"
                    + " not \(count)",
                hint: "--config FILE rehearses them here"
            )
        }
        let answer = try invocation.makeClient().ask(.governorExplain(workload))
        guard case .rehearsal(let rehearsal) = answer.reply else {
            throw answer.unexpected("a rehearsal")
        }
        show(answer, rehearsal, invocation)
        return 0
    }

    private static func show(_ answer: Answer, _ rehearsal: Rehearsal, _ invocation: Invocation) {
        let printer = invocation.printer
        let text = GovernorText(style: printer.style)
        switch printer.format {
        case .table:
            printer.write(text.rehearsal(rehearsal, columnCount: printer.columnCount))
        case .json:
            printer.write(answer.json + "\n")
        case .jsonl:
            let classes = RawJSON.member("classes", of: answer.json).map(RawJSON.elements(of:))
            printer.write((answer.items + (classes ?? [])).map { $0 + "\n" }.joined())
        case .name:
            let started = rehearsal.missions.filter { $0.outcome == .started }
            printer.write(started.map { text.name(of: $0) + "\n" }.joined())
        }
        if !rehearsal.isComplete {
            printer.say("the rehearsal was given up: it takes too long until all of this has ended")
        }
    }
}

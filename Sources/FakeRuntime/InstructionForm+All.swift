extension InstructionForm {
    /// Every instruction there is, in the order of the help.
    static let all: [InstructionForm] = output + reports + waiting + processes + files + choices

    private static let output: [InstructionForm] = [
        InstructionForm("say", "TEXT", "write a line to stdout") { words throws(ScriptError) in
            .say(words.text())
        },
        InstructionForm("err", "TEXT", "write a line to stderr") { words throws(ScriptError) in
            .complain(words.text())
        },
        InstructionForm("flood", "MIB", "write that much to stdout, in lines, without a pause") {
            words throws(ScriptError) in
            .flood(mebibyteCount: try words.number("MIB", in: 1...1_048_576))
        },
        InstructionForm("longline", "MIB", "write one line of that length to stdout") {
            words throws(ScriptError) in
            .longLine(mebibyteCount: try words.number("MIB", in: 1...4_096))
        },
    ]

    private static let reports: [InstructionForm] = [
        InstructionForm("report", "JSON", "write a line to the report channel as it is") {
            words throws(ScriptError) in
            .report(try words.someText("JSON"))
        },
        InstructionForm("session", "ID", "report the runtime's session") {
            words throws(ScriptError) in
            .report(ReportLine("session").adding("id", try words.word("ID")).text)
        },
        InstructionForm("progress", "TEXT [PCT]", "report progress") { words throws(ScriptError) in
            var texts = try words.someText("TEXT").split(separator: " ")
            let percent = texts.last.flatMap { Int($0) }.map(String.init)
            if percent != nil { texts.removeLast() }
            let line = ReportLine("progress").adding("text", texts.joined(separator: " "))
            return .report(percent.map { line.adding("pct", literal: $0).text } ?? line.text)
        },
        InstructionForm("usage", "IN OUT COST", "report tokens read and written, and US dollars") {
            words throws(ScriptError) in
            let input = try words.number("IN", in: 0...1_000_000_000)
            let output = try words.number("OUT", in: 0...1_000_000_000)
            let cost = try words.word("COST")
            guard ReportLine.isNumber(cost) else { throw words.problem("COST is not a number") }
            let line = ReportLine("usage").adding("input_tokens", literal: String(input))
                .adding("output_tokens", literal: String(output)).adding("cost_usd", literal: cost)
            return .report(line.adding("scope", "delta").text)
        },
        InstructionForm("tool", "ID start|end", "report that a tool is in flight or back") {
            words throws(ScriptError) in
            let line = ReportLine("tool").adding("id", try words.word("ID"))
            let status = try words.choice("status", of: ["start", "end"])
            return .report(line.adding("status", status).text)
        },
        InstructionForm("phase", "NAME", "report a phase, handed back to the next attempt") {
            words throws(ScriptError) in
            .report(ReportLine("phase").adding("name", try words.word("NAME")).text)
        },
        InstructionForm(
            "limit",
            "CLASS STATE [KEY=VALUE...]",
            "report a limit; STATE is reading, warning or rejected"
        ) { words throws(ScriptError) in
            var line = ReportLine("limit").adding("class", try words.word("CLASS"))
            let state = try words.choice("STATE", of: ["reading", "warning", "rejected"])
            line = line.adding("state", state)
            for word in words.words() {
                let pair = word.split(separator: "=", maxSplits: 1)
                guard pair.count == 2 else { throw words.problem("\"\(word)\" is not KEY=VALUE") }
                line = line.adding(String(pair[0]), guessing: pair[1])
            }
            return .report(line.text)
        },
        InstructionForm("blocked", "ID TEXT", "report a question") { words throws(ScriptError) in
            let line = ReportLine("blocked").adding("id", try words.word("ID"))
            return .report(line.adding("text", try words.someText("TEXT")).text)
        },
        InstructionForm("artifact", "PATH", "report a file") { words throws(ScriptError) in
            .report(ReportLine("artifact").adding("path", try words.someText("PATH")).text)
        },
        InstructionForm("result", "ok|error TEXT", "report the result") {
            words throws(ScriptError) in
            .report(try result(&words))
        },
        InstructionForm("resultfile", "ok|error TEXT", "write the result to $LANE_RESULT_FILE") {
            words throws(ScriptError) in
            .resultFile(try result(&words))
        },
    ]

    private static let waiting: [InstructionForm] = [
        InstructionForm("sleep", "SECONDS", "wait") { words throws(ScriptError) in
            .pause(try words.seconds())
        },
        InstructionForm("stall", "", "wait for ever") { _ throws(ScriptError) in .stall },
        InstructionForm("spin", "SECONDS", "use a whole core for that long") {
            words throws(ScriptError) in
            .spin(try words.seconds())
        },
        InstructionForm("wait-file", "FILE", "wait until FILE exists, at most 60 s") {
            words throws(ScriptError) in
            .waitForFile(path: try words.someText("FILE"))
        },
    ]

    private static let processes: [InstructionForm] = [
        InstructionForm(
            "grandchild",
            "SECONDS [setsid] [double-fork] [ignore-term] [hold-pipe]",
            "leave a process behind that lives that long"
        ) { words throws(ScriptError) in
            let lifetime = try words.seconds()
            guard let options = GrandchildOptions(words: words.words()) else {
                let known = "setsid, double-fork, ignore-term, hold-pipe"
                throw words.problem("an option is not one of \(known)")
            }
            return .grandchild(lifetime, options)
        },
        InstructionForm("ignore-term", "", "ignore SIGTERM from here on") {
            _ throws(ScriptError) in
            .ignoreTermination
        },
        InstructionForm("exit", "CODE", "end with this code") { words throws(ScriptError) in
            .exit(Int32(try words.number("CODE", in: 0...255)))
        },
        InstructionForm("signal", "N", "end by this signal, sent to itself") {
            words throws(ScriptError) in
            .signal(Int32(try words.number("N", in: 1...64)))
        },
        InstructionForm("close", "FD", "close a descriptor") { words throws(ScriptError) in
            .close(descriptor: Int32(try words.number("FD", in: 0...1_024)))
        },
    ]

    private static let files: [InstructionForm] = [
        InstructionForm(
            "mark",
            "FILE",
            "append \"mission pid starttime fence start\" to FILE and sync it; \"overlap\" in the"
                + " place of \"start\" if another run of the mission that did so lives"
        ) { words throws(ScriptError) in
            .mark(path: try words.someText("FILE"), isEnd: false)
        },
        InstructionForm("endmark", "FILE", "the same with \"end\"") { words throws(ScriptError) in
            .mark(path: try words.someText("FILE"), isEnd: true)
        },
        InstructionForm(
            "effect",
            "FILE start|end",
            "append \"nanoseconds lane mission run fence pid starttime start\" to FILE, without a"
                + " sync; \"overlap\" as in mark"
        ) { words throws(ScriptError) in
            let path = try words.word("FILE")
            let end = try words.choice("place", of: ["start", "end"])
            return .effect(path: path, isEnd: end == "end")
        },
        InstructionForm("env", "NAME", "write the value of a variable to stdout") {
            words throws(ScriptError) in
            .showVariable(try words.word("NAME"))
        },
        InstructionForm("printenv", "", "write all variables to stdout, sorted") {
            _ throws(ScriptError) in
            .showEnvironment
        },
        InstructionForm("write", "FILE TEXT", "replace FILE by one line") {
            words throws(ScriptError) in
            .write(path: try words.word("FILE"), text: words.text())
        },
        InstructionForm("cat", "FILE", "write the content of FILE to stdout") {
            words throws(ScriptError) in
            .show(path: try words.someText("FILE"))
        },
    ]

    private static let choices: [InstructionForm] = [
        InstructionForm(
            "attempt",
            "N INSTRUCTION",
            "carry out the instruction if LANE_ATTEMPT is N, which it is 1 without"
        ) { words throws(ScriptError) in
            let number = try words.number("N", in: 1...1_000_000)
            let instruction = try words.someText("INSTRUCTION")
            return .attempt(number: number, try Script.instruction(instruction[...]))
        },
        InstructionForm(
            "include",
            "FILE",
            "carry out the script in FILE, if there is one; $NAME in FILE is a variable"
        ) { words throws(ScriptError) in
            .include(path: try words.someText("FILE"))
        },
    ]

    private static func result(_ words: inout Words) throws(ScriptError) -> String {
        let status = try words.choice("status", of: ["ok", "error"])
        let line = ReportLine("result").adding("status", status)
        return line.adding("text", words.text()).text
    }
}

/// What a runtime says about its run.
///
/// One JSON object a line, with a string `lane`, on `LANE_REPORT_FD` or, where the profile says so, on
/// standard output.
public enum RuntimeReport: Equatable, Sendable {
    /// The runtime's own session, to be resumed by this name. 1 to 256 bytes.
    case session(id: String)
    /// How it goes: a text of at most 4 KiB, and how far, 0 to 100.
    case progress(text: String, percent: Int?)
    /// What it used since the last such report.
    case usage(Usage)
    /// What it used since the run began.
    case usageTotal(Usage)
    /// A tool call began. The silence of a tool is not idleness.
    case toolStarted(id: String)
    /// A tool call ended.
    case toolEnded(id: String)
    /// Where it could go on after an interruption: handed back as `LANE_PHASE`. 1 to 256 bytes.
    case phase(name: String)
    /// What its provider says about limits.
    case limit(LimitReport)
    /// It asks a person something; the options, if it named any, stand behind the question.
    case blocked(question: String)
    /// A file that it made, relative to the workspace. 1 byte to 4 KiB.
    case artifact(path: String)
    /// How it ended; the last one counts.
    case result(ResultReport)
    /// A line with a string `lane` that is none of these; the text says why.
    case malformed(reason: String)
}

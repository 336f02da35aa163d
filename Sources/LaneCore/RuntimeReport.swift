public import Protocol

/// What a runtime says about its run: a line on `LANE_REPORT_FD`, or of its standard output.
public enum RuntimeReport: Equatable, Sendable {
    /// It works in this session of its own.
    case session(id: String)
    /// How it goes.
    case progress(text: String, percent: Int?)
    /// What it used since the last such report.
    case usage(Usage)
    /// A tool began.
    case toolStarted(id: String)
    /// A tool ended.
    case toolEnded(id: String)
    /// It has come to a phase that the next attempt may resume from.
    case phase(name: String)
    /// Something about the limits of its entitlement.
    case limit(LimitReport)
    /// It asks something.
    case blocked(question: String)
    /// It made a file.
    case artifact(path: String)
    /// It is done.
    case result(ResultReport)
}

/// An option of `laneload run` that takes a value.
enum OptionName: String, CaseIterable, Hashable, Sendable {
    case lanes = "--lanes"
    case missions = "--missions"
    case duration = "--duration"
    case classes = "--classes"
    case arrival = "--arrival"
    case faults = "--faults"
    case seed = "--seed"
    case output = "--output"
    case report = "--report"
    case socket = "--socket"
    case programs = "--programs"

    /// What its value stands for, in the help.
    var value: String {
        switch self {
        case .lanes, .missions: "N"
        case .duration: "D"
        case .classes: "I:D:B"
        case .arrival: words(ArrivalKind.self)
        case .faults: "LIST"
        case .seed: "S"
        case .output: words(OutputFormat.self)
        case .report: "FILE"
        case .socket: "PATH"
        case .programs: "DIR"
        }
    }

    /// What its value may be, for whoever gave another one.
    var allowed: String {
        switch self {
        case .lanes: "a number from 1 to 64"
        case .missions: "a number from 1 to 10000000"
        case .duration: "a time of at most 24h, for example 500ms, 20s, 10m or 1h"
        case .classes:
            "three weights from 0 to 1000, interactive:deadline:background, for example 1:1:2"
        case .arrival: "poisson, burst or closed"
        case .faults:
            "none, or some of " + FaultKind.allCases.map(\.rawValue).joined(separator: ",")
        case .seed: "a number from 0 to 18446744073709551615"
        case .output: "table, json or html"
        case .report: "a file whose name ends with .txt, .json or .html"
        case .socket: "the path of a control socket"
        case .programs: "the folder of lanekeeper, lane-worker and fake-runtime"
        }
    }

    /// What it does, in the help.
    var summary: String {
        switch self {
        case .lanes: "so many lanes"
        case .missions: "end when so many missions have arrived"
        case .duration: "let missions arrive for so long (500ms, 20s, 10m, 1h)"
        case .classes: "weights of interactive, deadline and background missions"
        case .arrival: "how missions arrive"
        case .faults: "only these kinds of faults, or none"
        case .seed: "repeats a load: the same missions and faults at the same times"
        case .output: "what is written to standard output (table)"
        case .report: "writes a report there too; .txt, .json or .html says which"
        case .socket: "uses a running supervisor, with a limit, and does no harm"
        case .programs: "where the programs that it starts are (beside this one)"
        }
    }

    private func words<Word: CaseIterable & RawRepresentable>(_ type: Word.Type) -> String
    where Word.RawValue == String {
        type.allCases.map(\.rawValue).joined(separator: "|")
    }
}

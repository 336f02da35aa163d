/// What keeps a script from being read or carried on.
enum ScriptError: Error, Equatable {
    /// An instruction that is not understood: nothing of the script has been done.
    case unreadable(instruction: String, problem: String)

    /// An instruction that cannot be carried out; what stands before it has been.
    case impossible(operation: String, object: String, cause: String)

    /// 2 for what the author of the script must correct, 74 (EX_IOERR) for what the machine refused.
    var exitCode: Int32 {
        switch self {
        case .unreadable: 2
        case .impossible: 74
        }
    }

    /// One line for stderr, without the program's name.
    var message: String {
        switch self {
        case .unreadable(let instruction, let problem): "\"\(instruction)\": \(problem)"
        case .impossible(let operation, let object, let cause):
            "cannot \(operation) \"\(object)\": \(cause)"
        }
    }
}

/// One step of a script.
enum Instruction: Equatable {
    case say(String)
    case complain(String)
    case report(String)
    case resultFile(String)
    case pause(Nanoseconds)
    case stall
    case flood(mebibyteCount: Int)
    case longLine(mebibyteCount: Int)
    case spin(Nanoseconds)
    case grandchild(Nanoseconds, GrandchildOptions)
    case ignoreTermination
    case exit(Int32)
    case signal(Int32)
    case mark(path: String, isEnd: Bool)
    case effect(path: String, isEnd: Bool)
    case showVariable(String)
    case showEnvironment
    case write(path: String, text: String)
    case show(path: String)
    case waitForFile(path: String)
    case close(descriptor: Int32)
    /// A script in a file that need not be there.
    case include(path: String)
    /// Another instruction, for one attempt only.
    indirect case attempt(number: Int, Instruction)

    /// A duration in nanoseconds.
    typealias Nanoseconds = UInt64
}

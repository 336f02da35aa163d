/// Where a command writes: stdout for data, stderr for everything else.
protocol Console: AnyObject {
    /// True if stdout is a terminal.
    var isTerminal: Bool { get }
    /// The width of the terminal; nil if stdout is none, or does not say.
    var columnCount: Int? { get }

    /// Writes data, at once.
    func write(_ text: String)
    /// Writes a line that is not data.
    func note(_ line: String)
}

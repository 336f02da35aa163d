import System

/// One line on a terminal that is drawn again and again; nothing where there is no terminal.
final class ProgressLine {
    private let isShown: Bool
    private let columnCount: Int
    private let write: (String) -> Void
    private var isDrawn = false

    /// Draws on standard error.
    convenience init() {
        self.init(
            isShown: Terminal.isTerminal(2),
            columnCount: Terminal.columnCount(of: 2) ?? 80
        ) { text in
            // Nobody may be looking any more.
            try? StandardStreams.writeError(text)
        }
    }

    /// Draws somewhere.
    ///
    /// - Parameters:
    ///   - isShown: False to draw nothing.
    ///   - columnCount: The width, from 1.
    ///   - write: Takes what is drawn.
    init(isShown: Bool, columnCount: Int, write: @escaping (String) -> Void) {
        self.isShown = isShown
        self.columnCount = columnCount
        self.write = write
    }

    /// Replaces the line.
    func show(_ text: String) {
        guard isShown else { return }
        // A line that fills the last column would begin another one on some terminals.
        write("\r\u{1B}[K" + String(text.prefix(columnCount - 1)))
        isDrawn = true
    }

    /// Takes the line away, so that something else can be written.
    func clear() {
        guard isDrawn else { return }
        write("\r\u{1B}[K")
        isDrawn = false
    }
}

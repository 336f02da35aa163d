import Harness
import Protocol
import System

/// A named pipe by which a shell is told a word at an instant that the benchmark knows.
final class Bell {
    /// Where it is.
    let path: String
    private var writer: AppendFile?

    /// Creates the pipe, which nobody reads yet.
    ///
    /// - Throws: `HarnessError`.
    init(path: String) throws(HarnessError) {
        self.path = path
        try HarnessError.describing { () throws(SystemError) in
            let maker = try SpawnRequest(
                executable: "mkfifo",
                arguments: [path],
                environment: ["PATH=/usr/bin:/bin"]
            ).start()
            _ = try maker.wait(until: nil)
        }
    }

    /// The shell commands that do `commands` for each word, which is `$word`, for ever.
    ///
    /// - Parameters:
    ///   - ready: What is done first, once words can be heard.
    ///   - commands: What is done for each.
    /// - Returns: The text of a script.
    func loop(ready: String, _ commands: String) -> String {
        """
        exec 4<> \(path)
        \(ready)
        while read -r word <&4; do
            \(commands)
        done
        """
    }

    /// Tells a word to the shell that listens; it is there already, and listens for ever.
    ///
    /// - Returns: When it was told, or a little before.
    /// - Throws: `HarnessError`.
    func ring(_ word: String) throws(HarnessError) -> MonotonicTime {
        try HarnessError.describing { () throws(SystemError) in
            let writer = try openedWriter()
            let now = Clock.bootTime()
            try writer.append(Array("\(word)\n".utf8)[...])
            return now
        }
    }

    /// Opening waits for a reader.
    private func openedWriter() throws(SystemError) -> AppendFile {
        if let writer { return writer }
        let opened = try AppendFile(path: path, mode: 0o600, byteCountMax: .max)
        writer = opened
        return opened
    }
}

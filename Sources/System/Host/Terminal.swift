import CLinux

/// What is known about the terminal behind a descriptor.
public enum Terminal {
    /// Tells whether a descriptor is a terminal.
    public static func isTerminal(_ descriptor: Int32) -> Bool {
        clinux_is_terminal(descriptor) == 1
    }

    /// Returns the width in columns, or nil when it is no terminal or does not say.
    public static func columnCount(of descriptor: Int32) -> Int? {
        let count = clinux_terminal_columns(descriptor)
        return count > 0 ? Int(count) : nil
    }
}

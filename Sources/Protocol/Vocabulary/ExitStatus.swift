/// How a process ended.
public enum ExitStatus: Hashable, Sendable {
    /// It exited with this code, 0 to 255.
    case code(Int32)
    /// This signal ended it.
    case signal(Int32)
    /// It was not our child, so that the kernel does not say.
    case unknown
}

/// What came of an attempt to take a lock.
public enum FileLockAttempt {
    /// It is ours until the value and every inherited descriptor are gone.
    case acquired(FileLock)
    /// Another process has it; its own words, which may be empty.
    case held(by: String)
}

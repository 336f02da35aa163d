/// A descriptor that becomes readable at Ctrl-C.
final class InterruptSource {
    /// What to wait for.
    let descriptor: Int32
    /// What keeps the descriptor open.
    private let owner: AnyObject?

    init(descriptor: Int32, owner: AnyObject?) {
        self.descriptor = descriptor
        self.owner = owner
    }
}

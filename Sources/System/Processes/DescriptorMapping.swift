/// One descriptor that a child gets.
public struct DescriptorMapping: Hashable, Sendable {
    /// The number in this process.
    public let parent: Int32
    /// The number in the child, 0 to 1023.
    public let child: Int32

    /// Pairs the two numbers.
    public init(_ parent: Int32, as child: Int32) {
        self.parent = parent
        self.child = child
    }
}

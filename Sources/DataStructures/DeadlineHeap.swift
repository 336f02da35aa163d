/// A binary min-heap whose entries come out by key and, for equal keys, in the order they were
/// pushed.
///
/// The second rule makes a schedule the same in every run: the virtual clock of the simulation is
/// one of these. Nothing is removed from the middle. Who needs that leaves the entry in the heap,
/// ignores it when it comes out, and pushes no more than a bounded number of entries for one thing.
public struct DeadlineHeap<Key: Comparable, Payload> {
    /// One entry.
    public typealias Element = (key: Key, payload: Payload)

    @usableFromInline
    struct Node {
        @usableFromInline let key: Key
        @usableFromInline let sequence: UInt64
        @usableFromInline let payload: Payload

        @inlinable
        init(key: Key, sequence: UInt64, payload: Payload) {
            self.key = key
            self.sequence = sequence
            self.payload = payload
        }

        @inlinable
        func isBefore(_ other: Node) -> Bool {
            guard key == other.key else { return key < other.key }
            return sequence < other.sequence
        }
    }

    /// The children of the node at `index` are at `2 * index + 1` and `2 * index + 2`; neither is
    /// before it.
    @usableFromInline var nodes: ContiguousArray<Node> = []
    @usableFromInline var pushCount: UInt64 = 0

    /// Creates an empty heap.
    @inlinable
    public init() {}

    /// The number of entries.
    @inlinable public var count: Int { nodes.count }

    /// True when there is no entry.
    @inlinable public var isEmpty: Bool { nodes.isEmpty }

    /// The entry that comes out next; nil when the heap is empty.
    @inlinable public var first: Element? {
        guard let node = nodes.first else { return nil }
        return (node.key, node.payload)
    }

    /// Adds an entry behind those with the same key.
    ///
    /// - Complexity: O(log n).
    @inlinable
    public mutating func push(_ payload: Payload, at key: Key) {
        let node = Node(key: key, sequence: pushCount, payload: payload)
        pushCount += 1
        nodes.append(node)
        var index = nodes.count - 1
        while index > 0 {
            let parent = (index - 1) / 2
            guard node.isBefore(nodes[parent]) else { break }
            nodes[index] = nodes[parent]
            index = parent
        }
        nodes[index] = node
    }

    /// Removes the first entry.
    ///
    /// - Returns: The entry; nil when the heap is empty.
    /// - Complexity: O(log n).
    @inlinable
    public mutating func popFirst() -> Element? {
        guard let top = nodes.first, let moved = nodes.popLast() else { return nil }
        if !nodes.isEmpty { sink(moved) }
        return (top.key, top.payload)
    }

    /// Removes the first entry if it is due.
    ///
    /// - Parameter limit: The largest key that is due.
    /// - Returns: The entry; nil when the heap is empty or its first key is above `limit`.
    /// - Complexity: O(log n).
    @inlinable
    public mutating func popFirst(ifAtMost limit: Key) -> Element? {
        guard let node = nodes.first, node.key <= limit else { return nil }
        return popFirst()
    }

    /// Removes every entry.
    @inlinable
    public mutating func removeAll() {
        self = DeadlineHeap()
    }

    /// Puts a node where the root was and lets it sink below every child that is before it.
    @inlinable
    mutating func sink(_ node: Node) {
        var index = 0
        while true {
            var child = 2 * index + 1
            guard child < nodes.count else { break }
            if child + 1 < nodes.count, nodes[child + 1].isBefore(nodes[child]) { child += 1 }
            guard nodes[child].isBefore(node) else { break }
            nodes[index] = nodes[child]
            index = child
        }
        nodes[index] = node
    }
}

extension DeadlineHeap.Node: Sendable where Key: Sendable, Payload: Sendable {}
extension DeadlineHeap: Sendable where Key: Sendable, Payload: Sendable {}

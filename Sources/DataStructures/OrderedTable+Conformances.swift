extension OrderedTable: Equatable where Value: Equatable {
    /// Compares the entries; how they are spread over chunks does not matter.
    ///
    /// - Complexity: O(n).
    @inlinable
    public static func == (lhs: OrderedTable, rhs: OrderedTable) -> Bool {
        guard lhs.count == rhs.count else { return false }
        return zip(lhs, rhs).allSatisfy { $0.key == $1.key && $0.value == $1.value }
    }
}

extension OrderedTable: ExpressibleByDictionaryLiteral {
    /// Creates a table from a literal; of equal keys the last one counts.
    @inlinable
    public init(dictionaryLiteral elements: (Key, Value)...) {
        self.init()
        // Most literals are in order: one chunk is made of them at once.
        let isAscending = zip(elements, elements.dropFirst()).allSatisfy { $0.0 < $1.0 }
        guard isAscending, (1...Self.entryCountMaxPerChunk).contains(elements.count) else {
            for (key, value) in elements { self[key] = value }
            return
        }
        var chunk = Chunk(keys: [], values: [])
        chunk.keys.reserveCapacity(elements.count)
        chunk.values.reserveCapacity(elements.count)
        for (key, value) in elements {
            chunk.keys.append(key)
            chunk.values.append(value)
        }
        chunks = [chunk]
        entryCount = elements.count
    }
}

extension OrderedTable: CustomStringConvertible, CustomReflectable {
    /// The entries in the form of a dictionary, in ascending order.
    public var description: String {
        guard !isEmpty else { return "[:]" }
        let entries = map { "\($0.key): \($0.value)" }
        return "[" + entries.joined(separator: ", ") + "]"
    }

    /// The entries, without the chunks they are stored in.
    public var customMirror: Mirror {
        let entries: [Mirror.Child] = map { (label: "\($0.key)", value: $0.value) }
        return Mirror(self, children: entries, displayStyle: .struct)
    }
}

/// A table of values in ascending order of their keys.
///
/// The control plane iterates it wherever it must decide, because the order is the same in every
/// process. It is a list of sorted chunks of at most `entryCountMaxPerChunk` entries, so that an
/// insertion or a removal anywhere moves a bounded number of entries and, once in many operations,
/// the list of chunks. Copies are cheap: after a copy, a change duplicates the chunk that it
/// touches and the list of chunks, never the entries of others.
///
/// Not a `Collection`: an integer index would cost O(n) and a stored index would dangle.
///
/// - Complexity: O(log n) to look up, O(√n) with a small constant to insert and to remove, O(1) for
///   `count`.
public struct OrderedTable<Key: Comparable, Value>: Sequence {
    /// One entry.
    public typealias Element = (key: Key, value: Value)

    /// Sorted chunks, none of them empty; each key of a chunk is smaller than every key of the next
    /// chunk.
    @usableFromInline var chunks: ContiguousArray<Chunk> = []

    @usableFromInline var entryCount = 0

    /// The limit of a chunk: large enough for a short list of chunks at 100,000 entries, small
    /// enough to move.
    @inlinable static var entryCountMaxPerChunk: Int { 128 }

    /// A chunk that shrinks to this many entries is joined with a neighbour that has room.
    @inlinable static var entryCountBeforeJoin: Int { 32 }

    /// Creates an empty table.
    @inlinable
    public init() {}

    /// The number of entries.
    @inlinable public var count: Int { entryCount }

    /// True when there is no entry.
    @inlinable public var isEmpty: Bool { chunks.isEmpty }

    /// The number of entries, which is exact.
    @inlinable public var underestimatedCount: Int { count }

    /// The entry with the smallest key; nil when the table is empty.
    @inlinable public var first: Element? { chunks.first?.entry(at: 0) }

    /// The entry with the largest key; nil when the table is empty.
    @inlinable public var last: Element? {
        guard let chunk = chunks.last else { return nil }
        return chunk.entry(at: chunk.count - 1)
    }

    /// True when there is an entry for `key`.
    @inlinable
    public func contains(_ key: Key) -> Bool {
        position(of: key).isPresent
    }

    /// The value for a key; nil when there is none, and assigning nil removes the entry.
    ///
    /// `table[key]?.field = value` changes the value in its place, without a copy.
    @inlinable public subscript(key: Key) -> Value? {
        get {
            let position = position(of: key)
            guard position.isPresent else { return nil }
            return chunks[position.chunk].values[position.offset]
        }
        set {
            let position = position(of: key)
            store(newValue, for: key, at: position)
        }
        _modify {
            let position = position(of: key)
            var slot = takeValue(at: position)
            defer { store(slot, for: key, at: position) }
            yield &slot
        }
    }

    /// The value for a key, or a default that is inserted when the value is changed.
    ///
    /// `table[key, default: []].append(element)` changes the value in its place, without a copy.
    @inlinable
    public subscript(key: Key, default defaultValue: @autoclosure () -> Value) -> Value {
        get { self[key] ?? defaultValue() }
        _modify {
            let position = position(of: key)
            var value = takeValue(at: position) ?? defaultValue()
            defer { store(value, for: key, at: position) }
            yield &value
        }
    }

    /// Changes the value for `key` in its place, without a copy.
    ///
    /// - Parameters:
    ///   - key: The key; without an entry `body` is not called.
    ///   - body: Receives the value. What it has changed stays also when it throws.
    /// - Returns: What `body` returns; nil when there is no entry.
    /// - Throws: What `body` throws.
    @inlinable
    public mutating func modify<Result, Failure: Error>(
        _ key: Key,
        _ body: (inout Value) throws(Failure) -> Result
    ) throws(Failure) -> Result? {
        let position = position(of: key)
        guard var value = takeValue(at: position) else { return nil }
        defer { store(value, for: key, at: position) }
        return try body(&value)
    }

    /// Removes the entry for `key`.
    ///
    /// - Returns: Its value; nil when there was none.
    @inlinable
    @discardableResult
    public mutating func remove(_ key: Key) -> Value? {
        let position = position(of: key)
        guard position.isPresent else { return nil }
        return removeEntry(at: position).value
    }

    /// Removes the entry with the smallest key.
    ///
    /// - Returns: The entry; nil when the table is empty.
    @inlinable
    public mutating func popFirst() -> Element? {
        guard !chunks.isEmpty else { return nil }
        let entry = removeEntry(at: Position(chunk: 0, offset: 0, isPresent: true))
        return (entry.key, Chunk.present(entry.value))
    }

    /// Removes every entry.
    @inlinable
    public mutating func removeAll() {
        self = OrderedTable()
    }
}

extension OrderedTable: Sendable where Key: Sendable, Value: Sendable {}

// MARK: - Positions

extension OrderedTable {
    /// Where a key is, or where it would be inserted.
    @usableFromInline
    struct Position {
        @usableFromInline var chunk: Int
        @usableFromInline var offset: Int
        @usableFromInline var isPresent: Bool

        @inlinable
        init(chunk: Int, offset: Int, isPresent: Bool) {
            self.chunk = chunk
            self.offset = offset
            self.isPresent = isPresent
        }
    }

    /// Finds the first entry whose key is not below `key`.
    ///
    /// A key above all others belongs at the end of the last chunk, so that ascending insertion
    /// fills chunks.
    @inlinable
    func position(of key: Key) -> Position {
        var low = 0
        var high = chunks.count
        while low < high {
            let middle = (low + high) / 2
            if chunks[middle].lastKey < key { low = middle + 1 } else { high = middle }
        }
        guard low < chunks.count else {
            let end = chunks.last?.count ?? 0
            return Position(chunk: Swift.max(chunks.count - 1, 0), offset: end, isPresent: false)
        }
        let offset = chunks[low].lowerBound(of: key)
        return Position(chunk: low, offset: offset, isPresent: chunks[low].keys[offset] == key)
    }

    /// Moves a value out of its slot, so that it has one owner while a caller changes it.
    @inlinable
    mutating func takeValue(at position: Position) -> Value? {
        guard position.isPresent else { return nil }
        return chunks[position.chunk].values[position.offset].take()
    }

    /// Puts a value where `position(of:)` found its key or its gap; nil removes the entry.
    @inlinable
    mutating func store(_ value: consuming Value?, for key: Key, at position: Position) {
        switch (value, position.isPresent) {
        case (.some(let value), true):
            chunks[position.chunk].values[position.offset] = value
        case (.some(let value), false):
            insert(key, value, at: position)
        case (.none, true):
            removeEntry(at: position)
        case (.none, false):
            break
        }
    }
}

// MARK: - Insertion and removal

extension OrderedTable {
    /// The number of entries of each chunk, by which tests see what an insertion or removal may
    /// move.
    package var chunkEntryCounts: [Int] { chunks.map(\.count) }

    @inlinable
    mutating func insert(_ key: Key, _ value: consuming Value, at position: Position) {
        entryCount += 1
        guard !chunks.isEmpty else {
            chunks.append(Chunk(key, value))
            return
        }
        guard chunks[position.chunk].count == Self.entryCountMaxPerChunk else {
            chunks[position.chunk].insert(key, value, at: position.offset)
            return
        }
        // Only a key above all others has its place behind a full chunk.
        guard position.offset < Self.entryCountMaxPerChunk else {
            chunks.append(Chunk(key, value))
            return
        }
        let upper = chunks[position.chunk].splitOffUpperHalf()
        chunks.insert(upper, at: position.chunk + 1)
        let lowerCount = chunks[position.chunk].count
        if position.offset <= lowerCount {
            chunks[position.chunk].insert(key, value, at: position.offset)
        } else {
            chunks[position.chunk + 1].insert(key, value, at: position.offset - lowerCount)
        }
    }

    /// Removes an entry whose value may have been taken already; then the result's value is nil.
    @inlinable
    @discardableResult
    mutating func removeEntry(at position: Position) -> (key: Key, value: Value?) {
        entryCount -= 1
        let slot = chunks[position.chunk].remove(at: position.offset)
        if chunks[position.chunk].count == 0 {
            chunks.remove(at: position.chunk)
        } else if chunks[position.chunk].count <= Self.entryCountBeforeJoin {
            joinWithNeighbour(position.chunk)
        }
        return slot
    }

    /// Joins a small chunk with the next one, or with the previous one, if the result is at most
    /// half full.
    ///
    /// Half full leaves room, so that a join is never followed at once by a split.
    @inlinable
    mutating func joinWithNeighbour(_ index: Int) {
        guard chunks.count > 1 else { return }
        for lower in [index, index - 1] where lower >= 0 && lower + 1 < chunks.count {
            let total = chunks[lower].count + chunks[lower + 1].count
            guard total <= Self.entryCountMaxPerChunk / 2 else { continue }
            let upper = chunks.remove(at: lower + 1)
            chunks[lower].append(upper)
            return
        }
    }
}

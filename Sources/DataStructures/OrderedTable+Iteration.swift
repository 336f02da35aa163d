extension OrderedTable {
    /// Entries in ascending order of keys, from a starting point to the end.
    ///
    /// It holds the table as it was when iteration began, so the table may be changed meanwhile;
    /// that change then copies the chunk it touches.
    public struct Iterator: Sequence, IteratorProtocol {
        @usableFromInline let chunks: ContiguousArray<Chunk>
        @usableFromInline var chunkIndex: Int
        @usableFromInline var offset: Int

        @inlinable
        init(chunks: ContiguousArray<Chunk>, chunkIndex: Int, offset: Int) {
            self.chunks = chunks
            self.chunkIndex = chunkIndex
            self.offset = offset
        }

        /// Returns the next entry; nil at the end.
        @inlinable
        public mutating func next() -> Element? {
            while chunkIndex < chunks.count {
                if offset < chunks[chunkIndex].count {
                    defer { offset += 1 }
                    return chunks[chunkIndex].entry(at: offset)
                }
                chunkIndex += 1
                offset = 0
            }
            return nil
        }
    }

    /// The keys of a table in ascending order.
    public struct Keys: Sequence, IteratorProtocol {
        @usableFromInline var position: Iterator

        @inlinable
        init(position: Iterator) {
            self.position = position
        }

        /// Returns the next key, without touching its value; nil at the end.
        @inlinable
        public mutating func next() -> Key? {
            while position.chunkIndex < position.chunks.count {
                if position.offset < position.chunks[position.chunkIndex].count {
                    defer { position.offset += 1 }
                    return position.chunks[position.chunkIndex].keys[position.offset]
                }
                position.chunkIndex += 1
                position.offset = 0
            }
            return nil
        }
    }

    /// The keys in ascending order.
    @inlinable public var keys: Keys { Keys(position: makeIterator()) }

    /// Looks at every value in its place, in ascending order of keys.
    ///
    /// For large values of which a few fields are read: iteration copies each.
    @inlinable
    public func forEachValue(_ body: (Value) -> Void) {
        for chunkIndex in chunks.indices {
            for offset in chunks[chunkIndex].values.indices {
                if let value = chunks[chunkIndex].values[offset] { body(value) }
            }
        }
    }

    /// Returns all entries in ascending order of keys.
    @inlinable
    public func makeIterator() -> Iterator {
        Iterator(chunks: chunks, chunkIndex: 0, offset: 0)
    }

    /// Returns the entries whose keys are not below `key`, in ascending order.
    ///
    /// - Complexity: O(log n) to begin, then O(1) an entry.
    @inlinable
    public func elements(from key: Key) -> Iterator {
        let position = position(of: key)
        return Iterator(chunks: chunks, chunkIndex: position.chunk, offset: position.offset)
    }

    /// Returns the entries whose keys are above `key`, in ascending order; `key` itself need not be
    /// in the table.
    ///
    /// - Complexity: O(log n) to begin, then O(1) an entry.
    @inlinable
    public func elements(after key: Key) -> Iterator {
        let position = position(of: key)
        let offset = position.isPresent ? position.offset + 1 : position.offset
        return Iterator(chunks: chunks, chunkIndex: position.chunk, offset: offset)
    }
}

extension OrderedTable.Iterator: Sendable where Key: Sendable, Value: Sendable {}
extension OrderedTable.Keys: Sendable where Key: Sendable, Value: Sendable {}

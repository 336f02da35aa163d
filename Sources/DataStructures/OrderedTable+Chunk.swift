extension OrderedTable {
    /// A sorted run of entries.
    ///
    /// A slot of `values` is nil only while its value is lent to a caller that changes it: an
    /// optional is the way to move a value out of an array, and back, without unsafe pointers and
    /// without a second owner.
    @usableFromInline
    struct Chunk {
        @usableFromInline var keys: ContiguousArray<Key>
        @usableFromInline var values: ContiguousArray<Value?>

        @inlinable
        init(_ key: Key, _ value: consuming Value) {
            keys = [key]
            values = [value]
        }

        @inlinable
        init(keys: ContiguousArray<Key>, values: ContiguousArray<Value?>) {
            self.keys = keys
            self.values = values
        }

        @inlinable var count: Int { keys.count }

        @inlinable var lastKey: Key { keys[keys.count - 1] }

        @inlinable
        func entry(at offset: Int) -> Element {
            (keys[offset], Self.present(values[offset]))
        }

        /// Unwraps a slot that must not be lent.
        @inlinable
        static func present(_ slot: consuming Value?) -> Value {
            guard let value = slot else { fatalError("OrderedTable: a lent value was read") }
            return value
        }

        /// The offset of the first key that is not below `key`; `count` if there is none.
        @inlinable
        func lowerBound(of key: Key) -> Int {
            var low = 0
            var high = keys.count
            while low < high {
                let middle = (low + high) / 2
                if keys[middle] < key { low = middle + 1 } else { high = middle }
            }
            return low
        }

        @inlinable
        mutating func insert(_ key: Key, _ value: consuming Value, at offset: Int) {
            keys.insert(key, at: offset)
            values.insert(value, at: offset)
        }

        @inlinable
        mutating func remove(at offset: Int) -> (key: Key, value: Value?) {
            (keys.remove(at: offset), values.remove(at: offset))
        }

        @inlinable
        mutating func append(_ other: consuming Chunk) {
            keys.append(contentsOf: other.keys)
            values.append(contentsOf: other.values)
        }

        @inlinable
        mutating func splitOffUpperHalf() -> Chunk {
            let middle = keys.count / 2
            let upper = Chunk(
                keys: ContiguousArray(keys[middle...]),
                values: ContiguousArray(values[middle...])
            )
            keys.removeSubrange(middle...)
            values.removeSubrange(middle...)
            return upper
        }
    }
}

extension OrderedTable.Chunk: Sendable where Key: Sendable, Value: Sendable {}

/// A hash table that can be asked for a key and cannot be iterated.
///
/// Hash order differs from process to process, so a decision that depended on it could not be
/// replayed. This type makes that impossible instead of forbidden: it is no sequence, and its
/// description and its mirror show only the number of entries. What needs an order belongs in an
/// `OrderedTable`.
public struct LookupTable<Key: Hashable, Value> {
    @usableFromInline var storage: [Key: Value] = [:]

    /// Creates an empty table.
    @inlinable
    public init() {}

    /// The number of entries.
    @inlinable public var count: Int { storage.count }

    /// True when there is no entry.
    @inlinable public var isEmpty: Bool { storage.isEmpty }

    /// True when there is an entry for `key`.
    @inlinable
    public func contains(_ key: Key) -> Bool {
        storage.index(forKey: key) != nil
    }

    /// The value for a key; nil when there is none, and assigning nil removes the entry.
    ///
    /// `table[key]?.field = value` changes the value in its place, without a copy.
    @inlinable public subscript(key: Key) -> Value? {
        get { storage[key] }
        set { storage[key] = newValue }
        _modify { yield &storage[key] }
    }

    /// The value for a key, or a default that is inserted when the value is changed.
    @inlinable
    public subscript(key: Key, default defaultValue: @autoclosure () -> Value) -> Value {
        get { storage[key] ?? defaultValue() }
        _modify { yield &storage[key, default: defaultValue()] }
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
        guard let index = storage.index(forKey: key) else { return nil }
        return try body(&storage.values[index])
    }

    /// Removes the entry for `key`.
    ///
    /// - Returns: Its value; nil when there was none.
    @inlinable
    @discardableResult
    public mutating func removeValue(forKey key: Key) -> Value? {
        storage.removeValue(forKey: key)
    }

    /// Removes every entry.
    @inlinable
    public mutating func removeAll() {
        storage.removeAll()
    }
}

extension LookupTable: Sendable where Key: Sendable, Value: Sendable {}

extension LookupTable: Equatable where Value: Equatable {}

extension LookupTable: CustomStringConvertible, CustomReflectable {
    /// The number of entries only, because their order would differ from process to process.
    public var description: String { "LookupTable(count: \(count))" }

    /// The number of entries only, because their order would differ from process to process.
    public var customMirror: Mirror { Mirror(self, children: ["count": count]) }
}

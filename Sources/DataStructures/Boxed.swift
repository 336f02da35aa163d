/// A property that is kept apart from what holds it: a copy of the holder copies one reference,
/// whatever the value holds.
///
/// For large values that are read often and changed seldom, in holders that are copied to be looked
/// at. It is a value like any other: a change of one that somebody else holds too copies it first.
///
/// An array of one element has just that copy on write, and needs no class of ours.
@propertyWrapper
public struct Boxed<Value> {
    @usableFromInline var storage: ContiguousArray<Value>

    /// Boxes a value.
    @inlinable
    public init(wrappedValue: Value) {
        storage = [wrappedValue]
    }

    /// The value; read and changed in its place.
    @inlinable public var wrappedValue: Value {
        _read { yield storage[0] }
        _modify { yield &storage[0] }
    }
}

extension Boxed: Sendable where Value: Sendable {}

extension Boxed: Equatable where Value: Equatable {}

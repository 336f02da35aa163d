/// A count with a name, which is a plain integer on the wire.
protocol WireCounter {
    var rawValue: UInt64 { get }

    init(_ rawValue: UInt64)
}

extension Epoch: WireCounter {}
extension Fence: WireCounter {}
extension Generation: WireCounter {}

import System

/// A socket pair that can be kept in arrays and closed early.
final class SocketPairBox {
    let first: Int32
    private var pair: SocketPair?

    init() throws {
        let pair = try SocketPair()
        first = pair.first.rawValue
        self.pair = consume pair
    }

    func duplicateOfFirst() throws -> Descriptor {
        let borrowed = Descriptor(adopting: first)
        let copy = try borrowed.duplicate()
        _ = borrowed.release()
        return copy
    }

    func close() {
        pair = nil
    }
}

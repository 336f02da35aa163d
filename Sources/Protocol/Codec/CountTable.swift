/// Counts by the words of a vocabulary, in its order: `{"queued":3,"running":1,…}`.
struct CountTable<Word: WireText & CaseIterable>: WireObject {
    static var fields: [WireName] {
        Word.allCases.map { WireName(stringValue: $0.wireText) }
    }

    /// One count for each word; missing ones are 0.
    let counts: [Int]

    init(_ counts: [Int]) {
        self.counts = counts
    }

    init(from object: ObjectReader) throws(ProtocolError) {
        var counts: [Int] = []
        for name in Self.fields {
            counts.append(try object.integerIfPresent(name, 0...Int.max) ?? 0)
        }
        self.counts = counts
    }

    func write(to object: inout ObjectWriter) {
        for (name, count) in zip(Self.fields, counts) { object.put(name, count) }
    }
}

/// A NULL-ended array of C strings for the time of one call, in one block of memory.
enum CStringList {
    static func with<Result>(
        _ texts: [String],
        _ body: (UnsafePointer<UnsafeMutablePointer<CChar>?>) -> Result
    ) -> Result {
        let byteCount = texts.reduce(0) { $0 + $1.utf8.count + 1 }
        let block = UnsafeMutablePointer<CChar>.allocate(capacity: max(1, byteCount))
        let list = UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>.allocate(
            capacity: texts.count + 1
        )
        defer {
            block.deallocate()
            list.deallocate()
        }
        var end = block
        for (index, text) in texts.enumerated() {
            (list + index).initialize(to: end)
            for byte in text.utf8 {
                end.initialize(to: CChar(bitPattern: byte))
                end += 1
            }
            end.initialize(to: 0)
            end += 1
        }
        (list + texts.count).initialize(to: nil)
        return body(list)
    }
}

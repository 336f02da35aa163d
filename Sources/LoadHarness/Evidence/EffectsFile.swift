import System

/// The file that every run appends to, as it is after a load.
///
/// Runs are killed while they write, and disks fill up: what cannot be read is said and passed
/// over.
struct EffectsFile: Equatable {
    /// More than some eight million lines.
    static let byteCountMax = 1 << 30
    /// How many lines that are no effects are named; the rest is counted.
    private static let namedLineCountMax = 5

    /// In the order of the file.
    private(set) var effects: [RunEffect] = []
    /// What could not be read, and why; empty if all could.
    private(set) var gaps: [String] = []

    /// Reads the file.
    init(path: String) {
        do throws(SystemError) {
            self.init(bytes: try Files.read(path, byteCountMax: Self.byteCountMax))
        } catch {
            self.init(bytes: [])
            gaps = ["effects of runs: \(error)"]
        }
    }

    /// Reads the content of a file.
    init(bytes: [UInt8]) {
        var unreadable: [Int] = []
        var number = 0
        var rest = bytes[...]
        while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
            number += 1
            if let effect = RunEffect(line: String(decoding: rest[..<end], as: UTF8.self)) {
                effects.append(effect)
            } else {
                unreadable.append(number)
            }
            rest = rest[(end + 1)...]
        }
        for number in unreadable.prefix(Self.namedLineCountMax) {
            gaps.append("effects of runs: line \(number) cannot be read")
        }
        if unreadable.count > Self.namedLineCountMax {
            let count = unreadable.count - Self.namedLineCountMax
            gaps.append("effects of runs: \(count) more lines cannot be read")
        }
        if !rest.isEmpty {
            gaps.append("effects of runs: the last line is cut after \(rest.count) bytes")
        }
    }
}

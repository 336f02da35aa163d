import DataStructures
import Protocol

/// Makes names that sort by the time they were made, from a seed.
struct IdentifierSource: Equatable {
    private static let digits = Array("0123456789abcdefghjkmnpqrstvwxyz".utf8)

    private var random: SeededGenerator

    init(seed: UInt64) {
        random = SeededGenerator(seed: seed)
    }

    /// `m`, nine digits of milliseconds since 1970 and eight random ones, in Crockford's base 32.
    mutating func nextMission(at now: WallTime) -> MissionID {
        guard let id = MissionID(next("m", at: now)) else { fatalError("unusable mission id") }
        return id
    }

    /// As a mission's, with `s`.
    mutating func nextSession(at now: WallTime) -> SessionID {
        guard let id = SessionID(next("s", at: now)) else { fatalError("unusable session id") }
        return id
    }

    private mutating func next(_ prefix: Unicode.Scalar, at now: WallTime) -> String {
        let milliseconds = UInt64(max(0, now.nanoseconds)) / 1_000_000
        var bytes = [UInt8(ascii: prefix)]
        bytes.reserveCapacity(18)
        Self.append(milliseconds, digitCount: 9, to: &bytes)
        Self.append(random.next(), digitCount: 8, to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func append(_ value: UInt64, digitCount: Int, to bytes: inout [UInt8]) {
        for position in (0..<digitCount).reversed() {
            bytes.append(digits[Int((value >> UInt64(position * 5)) & 31)])
        }
    }
}

/// Counts something only while a lane is able to start missions.
///
/// What is counted goes on by itself, such as time; the counter knows how much of it fell into the
/// spans in which the lane was able.
struct AbleCounter {
    private var total: Int64 = 0
    private var markedAt: Int64?

    /// How much there was until now.
    func value(at now: Int64) -> Int64 {
        total + (markedAt.map { max(0, now - $0) } ?? 0)
    }

    /// The lane is able from now on, or not any more.
    mutating func set(_ isAble: Bool, at now: Int64) {
        if isAble {
            if markedAt == nil { markedAt = now }
        } else {
            total = value(at: now)
            markedAt = nil
        }
    }
}

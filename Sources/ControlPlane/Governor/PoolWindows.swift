import DataStructures
import Protocol

/// What a provider last said about the windows of an entitlement, such as `five_hour`.
///
/// A reading is forgotten when its window is reset; a window of which nothing is known never
/// throttles.
///
/// What a window has grown by between two readings is own use if a run of the pool was open all that
/// time, and else use outside: nobody else says whose it was.
struct PoolWindows: Equatable, Sendable {
    /// How long a reading without a reset holds.
    static let unknownSpan = Interval.seconds(3600)
    /// No window is longer: a later reset is not believed.
    ///
    /// 35 days.
    static let spanMax = Interval.seconds(3_024_000)
    /// How many windows of a pool are remembered.
    static let countMax = 32
    /// Above this a figure is no share of a window, whatever its sender meant.
    private static let usedPermilleMax = 2000

    /// The window that decides, and how full it counts.
    struct Binding: Equatable {
        let reading: PoolReading
        /// What is used, with what is still kept for use outside: 0 to 3000.
        let chargedPermille: Int
    }

    /// By window, and model where it is for one.
    private var table = OrderedTable<String, PoolReading>()

    /// Creates windows of which nothing, or this, is known.
    init(_ readings: [PoolReading] = []) {
        for reading in readings { table[Self.name(reading.window, reading.model)] = reading }
    }

    /// True if nothing is known.
    var isEmpty: Bool { table.isEmpty }

    /// What is known, ascending by window and model.
    var readings: [PoolReading] { table.map(\.value) }

    /// Takes a report; one without a window or a figure says nothing, nor does one whose figure
    /// cannot be a share.
    mutating func read(_ report: LimitReport, at now: WallTime) {
        guard let window = report.window, let utilization = report.utilization,
            utilization >= 0, utilization * 1000 <= Double(Self.usedPermilleMax)
        else { return }
        let name = Self.name(window, report.model)
        expire(at: now)
        guard table[name] != nil || table.count < Self.countMax else { return }
        var reading = PoolReading(
            window: window,
            model: report.model,
            usedPermille: Int(utilization * 1000),
            readAt: now
        )
        reading.resetAt = report.resetAt.map { min($0, now + Self.spanMax) }
        reading.isBinding = report.isBinding
        reading.ownPermille = ownPermille(table[name], reading.usedPermille)
        table[name] = reading
        expire(at: now)
    }

    /// How much of a window was used by runs of the pool, now that it is this full.
    private func ownPermille(_ last: PoolReading?, _ usedPermille: Int) -> Int {
        guard let last else { return 0 }
        let growth = last.wasIdle ? 0 : max(0, usedPermille - last.usedPermille)
        return min(last.ownPermille + growth, usedPermille)
    }

    /// No run of the pool is open: what is used until the next reading is used outside.
    mutating func becameIdle() {
        for reading in readings where !reading.wasIdle {
            table.modify(Self.name(reading.window, reading.model)) { $0.wasIdle = true }
        }
    }

    /// The window that decides: of those that the provider calls binding the fullest, else of those
    /// that are not for one model alone.
    ///
    /// Which model a lane uses is not known, so the window of one must not close the pool.
    ///
    /// - Parameters:
    ///   - policy: The pool's; people have used some of its allowance already, and the rest of it
    ///     counts as used.
    ///   - now: The time of the turn.
    /// - Returns: Nil if nothing is known.
    func binding(_ policy: PoolPolicy, at now: WallTime) -> Binding? {
        guard !isEmpty else { return nil }
        let valid = readings.filter { Self.expiry(of: $0) > now }
        let binding = valid.filter(\.isBinding)
        return (binding.isEmpty ? valid.filter { $0.model == nil } : binding)
            .map { Binding(reading: $0, chargedPermille: policy.chargedPermille(of: $0)) }
            .max { $0.chargedPermille < $1.chargedPermille }
    }

    /// Forgets readings whose windows were reset.
    mutating func expire(at now: WallTime) {
        for reading in readings where Self.expiry(of: reading) <= now {
            table.remove(Self.name(reading.window, reading.model))
        }
    }

    /// When the next reading is forgotten; nil if there is none.
    var nextExpiry: WallTime? { readings.map(Self.expiry).min() }

    /// When a reading is forgotten.
    static func expiry(of reading: PoolReading) -> WallTime {
        reading.resetAt ?? reading.readAt + unknownSpan
    }

    private static func name(_ window: String, _ model: String?) -> String {
        model.map { "\(window)/\($0)" } ?? window
    }
}

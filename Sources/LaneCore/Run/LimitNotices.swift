import DataStructures
import Protocol

/// Which reports about limits are passed on, and when.
///
/// What is new of a window goes at once; while its state stays what it is, the newest report goes
/// every 5 s at most, so that a runtime that talks a lot costs the supervisor little.
struct LimitNotices: Equatable {
    /// The time between two reports of a window that say the same state.
    static let interval = Interval.seconds(5)
    /// The most windows that are told apart; further ones share one line.
    static let windowCountMax = 32

    private struct Line: Equatable {
        var state: LimitReport.State
        var allowedAt: MonotonicTime
        var held: LimitReport?
    }

    private var lines = OrderedTable<String, Line>()

    /// When a held report is due; nil if none is held.
    var dueAt: MonotonicTime? {
        lines.compactMap { $0.value.held == nil ? nil : $0.value.allowedAt }.min()
    }

    /// Takes a report in; returns it if it goes now.
    mutating func take(_ report: LimitReport, at now: MonotonicTime) -> LimitReport? {
        let name = name(of: report)
        if var line = lines[name], line.allowedAt > now, line.state == report.state {
            line.held = report
            lines[name] = line
            return nil
        }
        lines[name] = Line(state: report.state, allowedAt: now + Self.interval, held: nil)
        return report
    }

    /// Returns the held reports that may go now.
    mutating func takeDue(at now: MonotonicTime) -> [LimitReport] {
        var due: [LimitReport] = []
        for name in lines.keys {
            guard var line = lines[name], let held = line.held, now >= line.allowedAt else {
                continue
            }
            line.held = nil
            line.allowedAt = now + Self.interval
            lines[name] = line
            due.append(held)
        }
        return due
    }

    private func name(of report: LimitReport) -> String {
        let window = report.window ?? report.limitClass
        let name = report.model.map { "\(window)/\($0)" } ?? window
        return lines[name] != nil || lines.count < Self.windowCountMax ? name : ""
    }
}

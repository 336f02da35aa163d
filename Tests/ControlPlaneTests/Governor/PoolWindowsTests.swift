import Protocol
import XCTest

@testable import ControlPlane

final class PoolWindowsTests: XCTestCase {
    private let start = WallTime(nanoseconds: 0)
    private let policy = PoolPolicy()

    func testWhatIsNoShareOfAWindowSaysNothing() {
        for utilization in [nil, .nan, .infinity, -0.1, 2.01, 97] as [Double?] {
            var windows = PoolWindows()
            windows.read(reading("five_hour", utilization), at: start)

            XCTAssertNil(windows.binding(policy, at: start), "\(String(describing: utilization))")
        }
        var windows = PoolWindows()
        windows.read(reading(nil, 0.9), at: start)
        XCTAssertNil(windows.binding(policy, at: start))
    }

    func testWindowOfOneModelBindsOnlyWhereTheProviderSaysSo() {
        var windows = PoolWindows()
        windows.read(reading("weekly", 0.95, model: "large"), at: start)
        windows.read(reading("five_hour", 0.5), at: start)
        XCTAssertEqual(binding(windows)?.usedPermille, 500)

        windows.read(reading("weekly", 0.96, model: "large", isBinding: true), at: start)

        XCTAssertEqual(binding(windows)?.usedPermille, 960)
    }

    func testReadingWithoutAResetHoldsForAnHour() {
        var windows = PoolWindows()
        windows.read(reading("five_hour", 1), at: start)

        XCTAssertEqual(windows.nextExpiry, start + .seconds(3600))
        XCTAssertNil(windows.binding(policy, at: start + .seconds(3600)))
    }

    func testResetThatIsTooFarIsNotBelieved() {
        var windows = PoolWindows()
        windows.read(reading("five_hour", 1, resetAt: start + .seconds(1_000_000_000)), at: start)

        XCTAssertEqual(windows.nextExpiry, start + PoolWindows.spanMax)
    }

    // MARK: Own use

    func testWhatGrowsWhileRunsAreOpenIsOwnUse() {
        let windows = read(0.1, 0.3, 0.35)

        XCTAssertEqual(windows.readings.map(\.usedPermille), [350])
        XCTAssertEqual(windows.readings.map(\.ownPermille), [250], "whose the first was is unknown")
    }

    func testWhatGrowsWhileNoRunIsOpenIsUseOutside() {
        var windows = read(0.1, 0.2)
        windows.becameIdle()
        XCTAssertEqual(windows.readings.map(\.wasIdle), [true])

        windows.read(reading("five_hour", 0.5), at: start)
        XCTAssertEqual(windows.readings.map(\.ownPermille), [100])
        windows.read(reading("five_hour", 0.6), at: start)

        XCTAssertEqual(windows.readings.map(\.ownPermille), [200])
    }

    func testOwnUseIsNeverMoreThanIsUsedAndEndsWithTheWindow() {
        var windows = read(0.1, 0.9, 0.4)
        XCTAssertEqual(windows.readings.map(\.ownPermille), [400])

        windows.read(reading("five_hour", 0.5), at: start + PoolWindows.unknownSpan)

        XCTAssertEqual(windows.readings.map(\.ownPermille), [0])
    }

    func testAllowanceCountsAsUsedAsFarAsPeopleHaveNotUsedIt() {
        var policy = PoolPolicy()
        policy.outsideAllowancePercent = 20
        let cases: [(outside: Double, own: Double, charged: Int)] = [
            (0, 0, 200), (0, 0.55, 750), (0.1, 0.55, 750), (0.2, 0.55, 750), (0.3, 0.55, 850),
        ]
        for (outside, own, charged) in cases {
            let windows = read(outside, outside + own)

            XCTAssertEqual(
                windows.binding(policy, at: start)?.chargedPermille,
                charged,
                "\(outside) outside, \(own) by the pool"
            )
        }
        XCTAssertNil(PoolWindows().binding(policy, at: start), "what is not known stops nothing")
    }

    func testWindowsAreBounded() {
        var windows = PoolWindows()
        for number in 0...PoolWindows.countMax {
            windows.read(reading("w\(number)", 0.5), at: start)
        }

        XCTAssertEqual(windows.readings.count, PoolWindows.countMax)
    }

    /// Windows of which these shares were read one after the other, with runs open all the time.
    private func read(_ utilizations: Double...) -> PoolWindows {
        var windows = PoolWindows()
        for utilization in utilizations {
            windows.read(reading("five_hour", utilization), at: start)
        }
        return windows
    }

    private func binding(_ windows: PoolWindows) -> PoolReading? {
        windows.binding(policy, at: start)?.reading
    }

    private func reading(
        _ window: String?,
        _ utilization: Double?,
        model: String? = nil,
        isBinding: Bool = false,
        resetAt: WallTime? = nil
    ) -> LimitReport {
        var report = LimitReport(limitClass: "usage_window", state: .reading)
        report.window = window
        report.model = model
        report.utilization = utilization
        report.isBinding = isBinding
        report.resetAt = resetAt
        return report
    }
}

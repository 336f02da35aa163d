import Foundation
import XCTest

@testable import LoadHarness

/// Computes what people see, with and without all three kinds of cones.
final class PaletteTests: XCTestCase {
    /// Linear light of red, green and blue, 0 to 1.
    private typealias Light = [Double]

    /// What a kind of sight makes of linear light.
    ///
    /// Source: Machado, Oliveira and Fernandes, "A Physiologically-based Model for Simulation of Color
    /// Vision Deficiency", IEEE TVCG 15 (2009), severity 1.
    private let sights: [(name: String, rows: [[Double]])] = [
        ("usual", [[1, 0, 0], [0, 1, 0], [0, 0, 1]]),
        (
            "protanopia",
            [
                [0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216],
                [-0.003882, -0.048116, 1.051998],
            ]
        ),
        (
            "deuteranopia",
            [
                [0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413],
                [-0.011820, 0.042940, 0.968881],
            ]
        ),
        (
            "tritanopia",
            [
                [1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602],
                [0.004733, 0.691367, 0.303900],
            ]
        ),
    ]

    private let series: [Palette.Role] = [.series0, .series1, .series2, .series3, .series4]

    private func light(_ color: String) -> Light {
        stride(from: 1, to: 7, by: 2).map { offset in
            let digits = color.dropFirst(offset).prefix(2)
            let value = Double(Int(digits, radix: 16) ?? 0) / 255
            return value <= 0.04045 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4)
        }
    }

    private func product(_ rows: [[Double]], _ vector: [Double]) -> [Double] {
        rows.map { row in zip(row, vector).reduce(0) { $0 + $1.0 * $1.1 } }
    }

    /// Coordinates in which distances are as large as they look.
    ///
    /// Source: Ottosson, "A perceptual color space for image processing" (2020).
    private func oklab(_ light: Light) -> [Double] {
        let cones = product(
            [
                [0.4122214708, 0.5363325363, 0.0514459929],
                [0.2119034982, 0.6806995451, 0.1073969566],
                [0.0883024619, 0.2817188376, 0.6299787005],
            ],
            light.map { min(max($0, 0), 1) }
        )
        return product(
            [
                [0.2104542553, 0.7936177850, -0.0040720468],
                [1.9779984951, -2.4285922050, 0.4505937099],
                [0.0259040371, 0.7827717662, -0.8086757660],
            ],
            cones.map { cbrt($0) }
        )
    }

    private func contrast(_ first: String, _ second: String) -> Double {
        let luminances = [first, second].map { color in
            zip([0.2126, 0.7152, 0.0722], light(color)).reduce(0) { $0 + $1.0 * $1.1 } + 0.05
        }
        return (luminances.max() ?? 0) / (luminances.min() ?? 1)
    }

    /// About 0.02 is the least that can be seen side by side.
    func testSeriesCanBeToldApartWithEveryKindOfSight() {
        for palette in [Palette.light, .dark] {
            for sight in sights {
                for (index, first) in series.enumerated() {
                    for second in series[..<index] {
                        let distance = zip(
                            oklab(product(sight.rows, light(palette.color(first)))),
                            oklab(product(sight.rows, light(palette.color(second))))
                        ).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }.squareRoot()
                        XCTAssertGreaterThan(distance, 0.06, "\(sight.name) \(first) \(second)")
                    }
                }
            }
        }
    }

    func testEverythingStandsOutFromItsGround() {
        for palette in [Palette.light, .dark] {
            let ground = palette.color(.ground)
            for role in series {
                XCTAssertGreaterThan(contrast(palette.color(role), ground), 3, "\(role)")
            }
            for role in [Palette.Role.ink, .muted, .good, .bad] {
                XCTAssertGreaterThan(contrast(palette.color(role), ground), 4.5, "\(role)")
                let panel = palette.color(.panel)
                XCTAssertGreaterThan(contrast(palette.color(role), panel), 4.5, "\(role)")
            }
        }
    }

    func testEveryRoleIsDeclaredOnce() {
        for palette in [Palette.light, .dark] {
            for role in Palette.Role.allCases {
                let parts = palette.declarations.components(separatedBy: "--\(role.rawValue):#")
                XCTAssertEqual(parts.count, 2, role.rawValue)
            }
        }
        XCTAssertEqual(series.count, Palette.seriesCount)
    }
}

import Foundation

/// The most that a count may be.
struct Threshold: Equatable {
    /// What is counted, for example `worker.calls`.
    let count: String
    /// What was measured when it was written down.
    let value: Double
    /// How much more is no growth, because the count varies so much; 0 for one that does not.
    let tolerance: Double

    /// The most that passes.
    var most: Double { value + tolerance }
}

/// The thresholds of `Tests/Thresholds`.
enum Thresholds {
    /// A file is no list of thresholds.
    struct Malformed: Error {
        let path: String
    }

    /// Reads a file: an object with a member a count, each `{"value": …, "tolerance": …}`, and
    /// `"about"`, which says what is counted.
    ///
    /// - Parameters:
    ///   - name: The file's name without its folder and `.json`.
    ///   - folder: Where it is.
    /// - Returns: Them in order of their names; at least one.
    /// - Throws: `Malformed`, or that there is no such file.
    static func read(_ name: String, in folder: String = Thresholds.folder) throws -> [Threshold] {
        let path = "\(folder)/\(name).json"
        let data = try Data(contentsOf: URL(fileURLWithPath: path))
        guard let members = try JSONSerialization.jsonObject(with: data) as? [String: Any],
            members["about"] is String, members.count > 1
        else { throw Malformed(path: path) }
        return try members.filter { $0.key != "about" }.sorted { $0.key < $1.key }.map { entry in
            guard let fields = entry.value as? [String: Any], fields.count == 2,
                let value = fields["value"] as? NSNumber,
                let tolerance = fields["tolerance"] as? NSNumber, tolerance.doubleValue >= 0
            else { throw Malformed(path: path) }
            return Threshold(
                count: entry.key,
                value: value.doubleValue,
                tolerance: tolerance.doubleValue
            )
        }
    }

    /// The folder of this file.
    static var folder: String {
        URL(fileURLWithPath: #filePath).deletingLastPathComponent().path
    }
}

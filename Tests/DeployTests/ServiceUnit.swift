import Foundation

/// A systemd unit file as text and as settings.
struct ServiceUnit {
    /// One line of the form `Name=value`.
    struct Setting: Equatable {
        /// The name before `=`.
        let name: String

        /// Everything after `=`.
        let value: String
    }

    /// The file as it is.
    let text: String

    /// The unit that we deliver.
    static func delivered() throws -> ServiceUnit {
        let marker = "/Tests/DeployTests/ServiceUnit.swift"
        let root = String(#filePath.dropLast(marker.utf8.count))
        return ServiceUnit(
            text: try String(contentsOfFile: root + "/deploy/lanekeeper.service", encoding: .utf8)
        )
    }

    /// All settings, in the order of the file.
    var settings: [Setting] {
        text.split(separator: "\n").compactMap(Self.setting)
    }

    /// Blocks of settings without an empty line between them that do not start with a comment.
    var unexplainedBlocks: [String] {
        let blocks = text.components(separatedBy: "\n\n").map { block in
            block.split(separator: "\n").drop { $0.hasPrefix("[") }
        }
        return blocks.compactMap { block in
            guard let first = block.first, Self.setting(first) != nil else { return nil }
            return String(first)
        }
    }

    /// The value of the only setting called `name`, or nil if there is none or more than one.
    func value(of name: String) -> String? {
        let values = settings.filter { $0.name == name }.map(\.value)
        return values.count == 1 ? values[0] : nil
    }

    /// The same unit with another value, for a machine that lacks what the real one names.
    func replacing(_ name: String, with value: String) -> ServiceUnit {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
            Self.setting(line)?.name == name ? "\(name)=\(value)" : String(line)
        }
        return ServiceUnit(text: lines.joined(separator: "\n"))
    }

    private static func setting(_ line: Substring) -> Setting? {
        guard !line.hasPrefix("#"), let sign = line.firstIndex(of: "=") else { return nil }
        return Setting(
            name: String(line[..<sign]),
            value: String(line[line.index(after: sign)...])
        )
    }
}

import ControlPlane
import Harness
import Protocol
import System

/// The files of scenarios, by name.
struct ScenarioLibrary {
    /// A scenario's file.
    struct Entry: Equatable {
        let name: String
        let path: String
    }

    /// The most bytes that a file may have.
    static let fileByteCountMax = 1 << 20

    /// Where files are looked for, first choice first.
    let folders: [String]

    /// Lists the folders that may have scenarios; none of them need exist.
    ///
    /// - Parameters:
    ///   - current: The folder in which the user is.
    ///   - programs: The folder of this program. In a clone it is deep below `config/load`; where
    ///     it was installed, `share/lanekeeper/load` is beside `bin`.
    init(current: String, programs: String) {
        var folders = ["\(current)/config/load"]
        var above = programs[...]
        while true {
            folders += ["\(above)/config/load", "\(above)/share/lanekeeper/load"]
            guard let slash = above.lastIndex(of: "/") else { break }
            above = above[..<slash]
        }
        self.folders = folders
    }

    /// Finds the file that somebody named.
    ///
    /// - Parameter word: A name; or a path, which has a slash or ends with `.json`.
    /// - Returns: The file; its name is that of the file without `.json`.
    /// - Throws: `LoadFailure` with exit code 2: there is none.
    func find(_ word: String) throws(LoadFailure) -> Entry {
        if word.contains("/") || word.hasSuffix(".json") {
            guard Files.exists(word) else {
                throw LoadFailure(usage: "there is no file \"\(word)\"")
            }
            return Entry(name: Self.name(of: word), path: word)
        }
        let entries = entries()
        if let entry = entries.first(where: { $0.name == word }) { return entry }
        guard !entries.isEmpty else {
            throw LoadFailure(usage: "there is no scenario in \(folders[0]) (name a file)")
        }
        let names = entries.map(\.name).joined(separator: ", ")
        throw LoadFailure(usage: "unknown scenario \"\(word)\" (\(names); or the path of a file)")
    }

    /// Every scenario, ascending by name; of two with one name, the one that `find` finds.
    func entries() -> [Entry] {
        var entries: [Entry] = []
        for folder in folders {
            let names = BestEffort.attempt { () throws(SystemError) in try Files.list(folder) }
            for file in names ?? [] where file.hasSuffix(".json") {
                let name = Self.name(of: file)
                guard !entries.contains(where: { $0.name == name }) else { continue }
                entries.append(Entry(name: name, path: "\(folder)/\(file)"))
            }
        }
        return entries.sorted { $0.name < $1.name }
    }

    /// Reads a scenario's file.
    ///
    /// - Throws: `LoadFailure` with exit code 2 and a line for each thing that is wrong with it.
    static func read(_ entry: Entry) throws(LoadFailure) -> Scenario {
        let bytes: [UInt8]
        do throws(SystemError) {
            bytes = try Files.read(entry.path, byteCountMax: fileByteCountMax)
        } catch {
            throw LoadFailure(usage: error.description)
        }
        switch ScenarioReader.read(bytes, name: entry.name) {
        case .success(let scenario): return scenario
        case .failure(let problems):
            throw LoadFailure(.usage, problems.lines.map { "\(entry.path): \($0)" })
        }
    }

    private static func name(of path: String) -> String {
        let file = path.lastIndex(of: "/").map { path[path.index(after: $0)...] } ?? path[...]
        return String(file.hasSuffix(".json") ? file.dropLast(".json".count) : file)
    }
}

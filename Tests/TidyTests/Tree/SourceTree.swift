import Foundation

/// The files of the package, read once.
struct SourceTree {
    /// Sorted by path.
    let files: [SourceFile]

    /// Every path, files that are not text included, and every folder.
    private let paths: Set<String>

    /// Makes a tree from paths and texts, for a rule's own examples.
    init(_ texts: KeyValuePairs<String, String>) {
        self.init(files: texts.map { SourceFile(path: $0.key, text: $0.value) }, otherPaths: [])
    }

    /// Makes a tree of `files`, and of paths that exist without being text.
    init(files: [SourceFile], otherPaths: [String]) {
        self.files = files.sorted { $0.path < $1.path }
        var paths: Set<String> = [""]
        for path in files.map(\.path) + otherPaths {
            var parts = path.split(separator: "/")
            while !parts.isEmpty {
                paths.insert(parts.joined(separator: "/"))
                parts.removeLast()
            }
        }
        self.paths = paths
    }

    /// Reads the package that this file belongs to.
    static func package() throws -> SourceTree {
        let marker = "/Tests/TidyTests/Tree/SourceTree.swift"
        let root = String(#filePath.dropLast(marker.utf8.count))
        var files: [SourceFile] = []
        var otherPaths: [String] = []
        for path in try relativePaths(under: root) {
            let absolutePath = root + "/" + path
            let data = try Data(contentsOf: URL(fileURLWithPath: absolutePath))
            guard let text = String(data: data, encoding: .utf8), !text.contains("\0") else {
                otherPaths.append(path)
                continue
            }
            let isExecutable = FileManager.default.isExecutableFile(atPath: absolutePath)
            files.append(SourceFile(path: path, text: text, isExecutable: isExecutable))
        }
        return SourceTree(files: files, otherPaths: otherPaths)
    }

    /// The file at `path`, or nil.
    func file(at path: String) -> SourceFile? {
        files.first { $0.path == path }
    }

    /// Whether a file or folder is at `path`.
    func contains(_ path: String) -> Bool {
        paths.contains(path)
    }

    /// What is ours at the top; folders such as `.git` and `.build` hold what is not.
    private static func relativePaths(under root: String) throws -> [String] {
        let ours = try FileManager.default.contentsOfDirectory(atPath: root).filter { name in
            !name.hasPrefix(".") || [".ci", ".swift-format", ".gitignore"].contains(name)
        }
        return try ours.flatMap { name -> [String] in
            guard isFolder(root + "/" + name) else { return [name] }
            return try FileManager.default.subpathsOfDirectory(atPath: root + "/" + name)
                .map { name + "/" + $0 }
                .filter { !isFolder(root + "/" + $0) && !$0.contains("/__pycache__/") }
        }
    }

    private static func isFolder(_ path: String) -> Bool {
        var isDirectory: ObjCBool = false
        return FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory)
            && isDirectory.boolValue
    }
}

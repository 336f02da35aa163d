/// Scripts can be started as they are and stop at the first mistake.
struct ScriptRule: Rule {
    let name = "scripts"

    private let shebang = "#!/usr/bin/env bash\n"
    private let strictMode = "\nset -euo pipefail\n"

    var counterexamples: [SourceTree] {
        [
            tree(path: "script/a", text: shebang + strictMode, isExecutable: false),
            tree(path: ".ci/run", text: shebang + "echo\n", isExecutable: true),
            tree(path: "script/a", text: "#!/bin/sh\n" + strictMode, isExecutable: true),
        ]
    }

    var examples: [SourceTree] {
        [
            tree(
                path: "script/a",
                text: shebang + "# What.\nset -euo pipefail\n",
                isExecutable: true
            ),
            tree(path: "script/lib/table.py", text: "import sys\n", isExecutable: false),
        ]
    }

    func findings(in tree: SourceTree) -> [Finding] {
        tree.files.filter(isScript).flatMap { file in
            var messages: [String] = []
            if !file.isExecutable { messages.append("is not executable") }
            if !file.text.hasPrefix(shebang) {
                messages.append("does not start with \(shebang.dropLast())")
            }
            if !file.text.contains(strictMode) {
                messages.append("has no line \"set -euo pipefail\"")
            }
            return messages.map { Finding(path: file.path, line: 0, message: $0) }
        }
    }

    /// Those that are started by name, which have no extension; what they include has one.
    private func isScript(_ file: SourceFile) -> Bool {
        (file.path.hasPrefix("script/") || file.path.hasPrefix(".ci/")) && !file.name.contains(".")
    }

    private func tree(path: String, text: String, isExecutable: Bool) -> SourceTree {
        SourceTree(
            files: [SourceFile(path: path, text: text, isExecutable: isExecutable)],
            otherPaths: []
        )
    }
}

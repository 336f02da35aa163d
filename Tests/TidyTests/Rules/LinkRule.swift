/// Relative links and anchors in Markdown lead somewhere.
struct LinkRule: Rule {
    let name = "links"

    var counterexamples: [SourceTree] {
        [
            SourceTree(["README.md": "See [it](docs/gone.md).\n"]),
            SourceTree(["docs/a.md": "[b](../b.md)\n"]),
            SourceTree(["docs/a.md": "[b](#nowhere)\n\n# Somewhere\n"]),
            SourceTree(["docs/a.md": "[b](b.md#nowhere)\n", "docs/b.md": "# Somewhere\n"]),
            SourceTree(["docs/a.md": "[b]: gone.md\n"]),
            SourceTree(["docs/a.md": "![picture](gone.svg)\n"]),
            SourceTree(["docs/a.md": "[b](#shell)\n```\n# Shell\n```\n"]),
            SourceTree(["docs/a.md": "[b](/etc/passwd)\n"]),
        ]
    }

    var examples: [SourceTree] {
        [
            SourceTree([
                "docs/a.md":
                    "[b](../README.md#the-first-10-commands) [c](../Sources) <https://a.example>\n",
                "README.md": "## The first 10 `commands`!\n",
                "Sources/A/a.swift": "\n",
            ]),
            SourceTree(["docs/a.md": "# Why?\n# Why?\n[b](#why-1) [c](https://a.example/d)\n"]),
            SourceTree(["docs/a.md": "`[b](gone.md)`\n```\n[b](gone.md)\n```\n"]),
            SourceTree(["docs/a.md": "<a id=\"here\"></a> [b](#here \"a title\")\n"]),
        ]
    }

    func findings(in tree: SourceTree) -> [Finding] {
        let documents = tree.files.filter { $0.name.hasSuffix(".md") }.map(MarkdownDocument.init)
        return documents.flatMap { document in
            document.links.compactMap { link in
                problem(with: link.target, in: document, documents: documents, tree: tree).map {
                    Finding(path: document.path, line: link.line, message: $0)
                }
            }
        }
    }

    private func problem(
        with target: String,
        in document: MarkdownDocument,
        documents: [MarkdownDocument],
        tree: SourceTree
    ) -> String? {
        guard !target.contains(":") else { return nil }
        let parts = target.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false)
        guard let path = resolve(String(parts[0]), from: document.path) else {
            return "\(target) leads out of the package"
        }
        guard tree.contains(path) else { return "\(target): nothing is at \(path)" }
        guard parts.count == 2 else { return nil }
        guard let other = documents.first(where: { $0.path == path }) else {
            return "\(target): \(path) has no anchors"
        }
        let isKnown = other.anchors.contains(String(parts[1]))
        return isKnown ? nil : "\(target): no heading of \(path) has this anchor"
    }

    /// The path relative to the root, or nil if it lies outside.
    private func resolve(_ target: String, from path: String) -> String? {
        guard !target.isEmpty else { return path }
        guard !target.hasPrefix("/") else { return nil }
        var parts = path.split(separator: "/").dropLast().map(String.init)
        for part in target.split(separator: "/") where part != "." {
            if part != ".." {
                parts.append(String(part))
            } else if parts.popLast() == nil {
                return nil
            }
        }
        return parts.joined(separator: "/")
    }
}

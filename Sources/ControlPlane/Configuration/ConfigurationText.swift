import Protocol

/// Rules for texts of the configuration; each says what is wrong with a text, or returns nil.
enum ConfigurationText {
    /// The most bytes of one argument, or of a value in the environment.
    static let argumentByteCountMax = 32 * 1024

    /// Elements of `argv` that the worker replaces.
    static let placeholders = [
        "{{objective}}", "{{objective_file}}", "{{workspace}}", "{{mission_id}}", "{{run_id}}",
        "{{session_id}}", "{{vp_id}}", "{{result_file}}",
    ]

    static func problemOfOptionalPath(_ text: String) -> String? {
        text.isEmpty ? nil : problemOfPath(text)
    }

    /// Empty or relative parts would make the program that is found depend on the workspace.
    static func problemOfSearchPath(_ text: String) -> String? {
        guard text.utf8.count <= 4096 else { return "is too long" }
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        for part in parts {
            if let problem = problemOfPath(String(part)) {
                return "has a part that " + problem
            }
        }
        return nil
    }

    static func problemOfIntent(_ text: String) -> String? {
        guard (1...64).contains(text.utf8.count) else {
            return text.isEmpty ? "is empty" : "is too long"
        }
        return hasControlBytes(text) ? "has control characters" : nil
    }

    static func problemOfArgument(_ text: String) -> String? {
        guard text.utf8.count <= argumentByteCountMax else { return "is too long" }
        guard !text.utf8.contains(0) else { return "holds a NUL" }
        guard text.contains("{{"), !placeholders.contains(text) else { return nil }
        return "is not one placeholder as a whole"
    }

    /// The name of an environment entry that a profile may set or pass.
    static func problemOfEnvironmentName(_ name: String) -> String? {
        let isWord = name.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"):
                true
            default:
                false
            }
        }
        let startsWithDigit = name.utf8.first.map {
            (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0)
        }
        guard isWord, startsWithDigit == false, name.utf8.count <= 128 else {
            return "is not a name for an environment entry"
        }
        if name.hasPrefix("LANE_") || name == "TRACEPARENT" { return "is set by the supervisor" }
        if name == "PATH" { return "is set by the key `path`" }
        return nil
    }

    private static func problemOfPath(_ text: String) -> String? {
        guard text.hasPrefix("/") else { return "is not absolute" }
        guard text.utf8.count <= 4096 else { return "is too long" }
        return hasControlBytes(text) ? "has control characters" : nil
    }

    private static func hasControlBytes(_ text: String) -> Bool {
        text.utf8.contains { $0 < 32 || $0 == 127 }
    }
}

import Protocol

/// `lanectl version`.
enum VersionCommand {
    static let spec = CommandSpec(
        path: ["version"],
        summary: "print the versions of lanectl and of the supervisor",
        formats: [.table, .json],
        examples: [.init("lanectl version", "also says so where no supervisor answers")],
        isRemote: false,
        run: run
    )

    private static func run(_ invocation: Invocation) throws(Failure) -> Int32 {
        let client = invocation.makeClient()
        var problem: Failure?
        do throws(Failure) {
            try client.connect()
        } catch {
            problem = error
        }
        let greeting = client.greeting
        let range = ProtocolRange.supported
        invocation.printer.object(json: json(greeting), name: "") {
            var text = "lanectl \(Version.text) (protocol \(range.oldest) to \(range.newest))\n"
            if let greeting {
                text += "lanekeeper \(SafeText.line(greeting.version)) "
                text +=
                    "(protocol \(greeting.protocolVersion), you are \(greeting.role.rawValue))\n"
            }
            return text
        }
        if let problem { invocation.printer.note(problem.line) }
        return 0
    }

    private static func json(_ greeting: ServerHello?) -> String {
        let client = "\"client_version\":\(RawJSON.string(Version.text))"
        let server = greeting.map { ",\"server_version\":\(RawJSON.string($0.version))" } ?? ""
        return "{\"apiVersion\":\"lanekeeper/v1\",\(client),\"kind\":\"Version\"\(server)}"
    }
}

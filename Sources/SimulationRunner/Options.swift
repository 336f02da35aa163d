/// What the command line asks for.
struct Options {
    /// What is printed by `--help`.
    static let usage = """
        usage: lanesim [--seeds N] [--first-seed S] [--events E] [--coverage] [--hash]
               lanesim --seed X [--events E] [--trace] [--hash]

        Plays seeds of the simulation: the supervisor's and the workers' minds in a world where
        everything goes wrong, then in one where nothing does.

          --seeds N        how many seeds, 1 to 1000000 (200)
          --first-seed S   the first of them (1)
          --seed X         one seed only
          --events E       events of a seed before its faults are switched off (2000; not fewer)
          --trace          prints what happens, line by line; needs --seed
          --coverage       prints hits of every fault and of every cell of the machines
          --hash           prints the hash of each seed
          --help           prints this

        Exit code: 0 all rules held, 1 one was broken or, over 2,000 seeds or more, something that
        can be reached was not, 2 the command line is wrong.

        """

    var seedCount: UInt64 = 200
    var firstSeed: UInt64 = 1
    var eventCount = 2_000
    var isSingle = false
    var printsTrace = false
    var printsCoverage = false
    var printsHashes = false
    var printsHelp = false

    /// Reads a command line.
    ///
    /// - Throws: `UsageError` with one line for a person.
    init(_ arguments: [String]) throws(UsageError) {
        var rest = arguments[...]
        while let argument = rest.popFirst() {
            switch argument {
            case "--seeds": seedCount = try Self.number(&rest, argument, in: 1...1_000_000)
            case "--first-seed": firstSeed = try Self.number(&rest, argument, in: 0...(.max))
            case "--seed":
                firstSeed = try Self.number(&rest, argument, in: 0...(.max))
                seedCount = 1
                isSingle = true
            case "--events":
                eventCount = Int(try Self.number(&rest, argument, in: 1...100_000_000))
            case "--trace": printsTrace = true
            case "--coverage": printsCoverage = true
            case "--hash": printsHashes = true
            case "--help", "-h": printsHelp = true
            default: throw UsageError(message: "unknown argument \"\(argument)\"")
            }
        }
        if printsTrace, !isSingle { throw UsageError(message: "--trace needs --seed") }
        if firstSeed > .max - seedCount {
            throw UsageError(message: "there are not that many seeds")
        }
    }

    private static func number(
        _ rest: inout ArraySlice<String>,
        _ option: String,
        in range: ClosedRange<UInt64>
    ) throws(UsageError) -> UInt64 {
        guard let text = rest.popFirst() else {
            throw UsageError(message: "\(option) needs a number")
        }
        guard let number = UInt64(text), range.contains(number) else {
            throw UsageError(
                message: "\(option): \"\(text)\" is no number from \(range.lowerBound)"
                    + " to \(range.upperBound)"
            )
        }
        return number
    }
}

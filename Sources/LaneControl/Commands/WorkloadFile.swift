import Protocol
import System

/// Reads a workload: one mission a line, as `mission submit` takes it, with `arrive_at_ms` and
/// `takes_ms`.
struct WorkloadFile {
    /// The most bytes of a file.
    private static let byteCountMax = 64 * 1_024 * 1_024
    /// The most missions, so that a rehearsal comes to an end.
    private static let missionCountMax = 100_000

    private let path: String
    private let invocation: Invocation

    /// Names the file; `-` is stdin.
    init(_ path: String, _ invocation: Invocation) {
        self.path = path
        self.invocation = invocation
    }

    /// The missions in the order of the lines; at least one.
    ///
    /// - Throws: `Failure` with 2: the file cannot be read, or a line is not as it must be; the first
    ///   such line is named with its number and the path of the field.
    func read() throws(Failure) -> Workload {
        var missions: [WorkloadMission] = []
        var numbers: [Int] = []
        var number = 0
        let lines = try bytes()
            .split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        for line in lines {
            number += 1
            guard line.contains(where: { $0 > UInt8(ascii: " ") }) else { continue }
            missions.append(try mission(line, number))
            numbers.append(number)
        }
        guard (1...Self.missionCountMax).contains(missions.count) else {
            throw Failure(
                usage: "\(name) has \(missions.count) missions, not 1 to \(Self.missionCountMax)",
                hint: "one envelope a line, with takes_ms"
            )
        }
        let workload = Workload(missions)
        if let repetition = workload.repetition {
            throw problem(
                numbers[repetition.index],
                "\(repetition.field): \"\(SafeText.line(repetition.value))\" stands in line"
                    + " \(numbers[repetition.earlierIndex]) already"
            )
        }
        return workload
    }

    private func mission(
        _ line: ArraySlice<UInt8>,
        _ number: Int
    ) throws(Failure) -> WorkloadMission {
        do throws(ProtocolError) {
            return try WorkloadMission.decode(line)
        } catch {
            throw problem(number, error.description)
        }
    }

    private func problem(_ number: Int, _ text: String) -> Failure {
        Failure(usage: "\(name) line \(number): \(text)")
    }

    private func bytes() throws(Failure) -> [UInt8] {
        do throws(SystemError) {
            guard path == "-" else { return try Files.read(path, byteCountMax: Self.byteCountMax) }
            return try invocation.world.readInput(Self.byteCountMax)
        } catch {
            throw Failure(.usage, error.description)
        }
    }

    private var name: String { path == "-" ? "stdin" : "\"\(SafeText.line(path))\"" }
}

/// A line that should be a JSON-RPC 2.0 request.
///
/// The id is known also where the rest is wrong, so that the refusal can name it.
struct IncomingRequest<Command: WireCommand>: Decodable {
    let id: RequestID?
    let outcome: Result<Command, ProtocolError>

    init(_ line: ArraySlice<UInt8>) {
        do throws(ProtocolError) {
            self = try JSONLine.decode(Self.self, from: line, .strict)
        } catch {
            id = nil
            // Errors outside of the parameters are about the frame, whatever field they name.
            outcome = .failure(error.reason == .invalidField ? error.with(.invalidFrame) : error)
        }
    }

    init(from decoder: any Decoder) throws {
        let frame = try ObjectReader(decoder)
        id = try frame.requestID("id")
        do throws(ProtocolError) {
            outcome = .success(try Self.command(in: frame, hasID: id != nil))
        } catch {
            outcome = .failure(error)
        }
    }

    private static func command(
        in frame: ObjectReader,
        hasID: Bool
    ) throws(ProtocolError) -> Command {
        let method = try method(in: frame, hasID: hasID)
        do throws(ProtocolError) {
            let parameters = try ObjectReader("params", of: frame)
            try parameters.refuseUnknown(among: Command.parameters(of: method))
            return try Command(method, from: parameters)
        } catch {
            throw error.relative(to: "params")
        }
    }

    /// Everything of the frame but its parameters.
    private static func method(
        in frame: ObjectReader,
        hasID: Bool
    ) throws(ProtocolError) -> Command.Method {
        let name: String
        do throws(ProtocolError) {
            let version = try frame.string("jsonrpc", 0...64)
            guard version == "2.0" else {
                throw frame.bad("jsonrpc", "\"2.0\"", given: .string(version))
            }
            guard hasID else { throw frame.missing("id", "an integer or a string") }
            try frame.refuseUnknown(among: ["id", "jsonrpc", "method", "params"])
            name = try frame.string("method", 0...256)
        } catch {
            throw error.with(.invalidFrame)
        }
        guard let method = Command.Method(wireText: name) else {
            let known = Command.Method.allCases.map(\.wireText)
            let nearest = NearestName.suggestion(for: name, among: known)
            let hint = nearest.map { " (did you mean \"\($0)\"?)" } ?? ""
            throw ProtocolError(
                .unknownMethod,
                path: "method",
                "\(ObjectReader.quote(.string(name))) is not known" + hint
            )
        }
        return method
    }
}

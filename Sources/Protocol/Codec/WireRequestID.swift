/// The bridge between `RequestID`, which has two types on the wire, and the decoders.
struct WireRequestID: Decodable {
    /// What is allowed, as it continues "is not".
    static let allowedText = "an integer or a string of at most 256 bytes"

    let value: RequestID

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        do {
            value = .number(try container.decode(Int64.self))
        } catch {
            let text = try container.decode(String.self)
            guard text.utf8.count <= 256 else {
                throw DecodingError.dataCorruptedError(
                    in: container,
                    debugDescription: "longer than 256 bytes"
                )
            }
            value = .text(text)
        }
    }
}

extension RequestID {
    /// The id as it stands in a frame.
    var json: JSONValue {
        switch self {
        case .number(let number): .integer(number)
        case .text(let text): .string(text)
        }
    }
}

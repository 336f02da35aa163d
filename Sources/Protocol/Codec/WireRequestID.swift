/// The bridge between `RequestID`, which has two types on the wire, and the coders.
struct WireRequestID: Codable {
    let value: RequestID

    init(_ value: RequestID) {
        self.value = value
    }

    init(from decoder: any Decoder) throws {
        switch try AnyJSON(from: decoder).value {
        case .integer(let number):
            value = .number(number)
        case .string(let text) where text.utf8.count <= 256:
            value = .text(text)
        case let other:
            let allowed = "an integer or a string of at most 256 bytes"
            throw ProtocolError(
                .invalidFrame,
                path: "id",
                "\(ObjectReader.quote(other)) is not \(allowed)"
            )
        }
    }

    func encode(to encoder: any Encoder) throws {
        switch value {
        case .number(let number): try number.encode(to: encoder)
        case .text(let text): try text.encode(to: encoder)
        }
    }
}

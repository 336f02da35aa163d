import FoundationEssentials

/// The one place where JSON text becomes values.
enum JSONLine {
    /// How fields that are not known are taken.
    enum Reading {
        /// They are refused: requests, and what we stored ourselves.
        case strict
        /// They are skipped: answers of a peer that may be newer, and reports of runtimes.
        case tolerant
    }

    private static let strictDecoder = JSONDecoder()
    private static let tolerantDecoder = makeTolerantDecoder()

    /// Reads one value.
    ///
    /// - Parameters:
    ///   - type: What is expected.
    ///   - text: JSON in UTF-8, with or without white space around it.
    ///   - reading: How fields that are not known are taken.
    /// - Returns: The value.
    /// - Throws: `invalidJSON` if the text is not UTF-8 or not JSON, or is nested too deeply (512);
    ///   `invalidField` if a value is not as it must be.
    static func decode<Value: Decodable>(
        _ type: Value.Type,
        from text: ArraySlice<UInt8>,
        _ reading: Reading
    ) throws(ProtocolError) -> Value {
        do {
            _ = try UTF8Span(validating: text.span)
        } catch {
            let offset = error.byteOffsets.lowerBound
            throw ProtocolError(.invalidJSON, "not UTF-8 (byte \(offset) of \(text.count))")
        }
        do {
            let decoder = reading == .strict ? strictDecoder : tolerantDecoder
            return try decoder.decode(type, from: Data(text))
        } catch let error as ProtocolError {
            throw error
        } catch {
            throw ProtocolError(.invalidJSON, "not JSON: \(quote(text))")
        }
    }

    /// Reads a value from JSON with comments, trailing commas and unquoted names (JSON5).
    ///
    /// - Throws: `invalidJSON`.
    static func decodeRelaxed(_ text: ArraySlice<UInt8>) throws(ProtocolError) -> JSONValue {
        let decoder = JSONDecoder()
        decoder.allowsJSON5 = true
        do {
            return try decoder.decode(AnyJSON.self, from: Data(text)).value
        } catch {
            throw ProtocolError(.invalidJSON, "not JSON: \(quote(text))")
        }
    }

    private static func quote(_ text: ArraySlice<UInt8>) -> String {
        let beginning = String(
            decoding: text.prefix(ObjectReader.quotedByteCountMax),
            as: UTF8.self
        )
        return ObjectReader.quote(.string(beginning))
    }

    private static func makeTolerantDecoder() -> JSONDecoder {
        let decoder = JSONDecoder()
        // `ObjectReader` is tolerant where there is any user information.
        if let key = CodingUserInfoKey(rawValue: "tolerant") { decoder.userInfo[key] = true }
        return decoder
    }
}

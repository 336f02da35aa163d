extension RuntimeReport {
    /// Reads a line of a runtime.
    ///
    /// Fields that are not known are skipped, texts that are too long are cut.
    ///
    /// Fails if the line is no report but log: no JSON object, or one without a string `lane`.
    ///
    /// - Parameter line: The line without its line feed.
    public init?(decoding line: ArraySlice<UInt8>) {
        // Most lines of a log are told apart by their first byte.
        guard line.first(where: { $0 != UInt8(ascii: " ") }) == UInt8(ascii: "{") else {
            return nil
        }
        do throws(ProtocolError) {
            let report = try JSONLine.decode(IncomingReport.self, from: line, .tolerant).report
            guard let report else { return nil }
            self = report
        } catch {
            return nil
        }
    }
}

extension ResultReport {
    /// Reads the file that `LANE_RESULT_FILE` names: the object of a `result` report, whose `lane`
    /// may be left out.
    ///
    /// - Parameter file: The whole file.
    /// - Throws: `frameTooLarge` beyond `fileByteCountMax`, `invalidJSON`, `invalidField`.
    public init(decodingFile file: ArraySlice<UInt8>) throws(ProtocolError) {
        guard file.count <= Self.fileByteCountMax else {
            throw ProtocolError(
                .frameTooLarge,
                "\(file.count) bytes are more than \(Self.fileByteCountMax)"
            )
        }
        self = try JSONLine.decode(Wire<ResultReport>.self, from: file, .tolerant).value
    }
}

/// The bridge between `RuntimeReport` and the decoder.
private struct IncomingReport: Decodable {
    /// Nil if there is no string `lane`.
    let report: RuntimeReport?

    init(from decoder: any Decoder) throws {
        let object = try ObjectReader(decoder)
        guard case .string(let kind)? = try object.any("lane") else {
            report = nil
            return
        }
        do throws(ProtocolError) {
            report = try RuntimeReport(kind, from: object)
        } catch {
            report = .malformed(reason: error.description)
        }
    }
}

/// Writes JSON-RPC 2.0 frames: one line each, with the line feed.
enum FrameText {
    static func request(
        _ id: RequestID,
        _ method: some WireText,
        _ write: @escaping (inout ObjectWriter) throws -> Void
    ) -> [UInt8] {
        line { frame in
            try frame.put("id", WireRequestID(id))
            try frame.put("method", method)
            try frame.put("params", Members(write: write))
        }
    }

    static func notification(
        _ method: some WireText,
        _ write: @escaping (inout ObjectWriter) throws -> Void
    ) -> [UInt8] {
        line { frame in
            try frame.put("method", method)
            try frame.put("params", Members(write: write))
        }
    }

    static func result(
        _ id: RequestID,
        _ write: @escaping (inout ObjectWriter) throws -> Void
    ) -> [UInt8] {
        line { frame in
            try frame.put("id", WireRequestID(id))
            try frame.put("result", Members(write: write))
        }
    }

    /// An id of nil, where the request's could not be read, is `null`.
    static func failure(_ id: RequestID?, _ error: ControlError) -> [UInt8] {
        line { frame in
            if let id {
                try frame.put("id", WireRequestID(id))
            } else {
                try frame.put("id", AnyJSON(.null))
            }
            try frame.put("error", error)
        }
    }

    private static func line(_ write: @escaping (inout ObjectWriter) throws -> Void) -> [UInt8] {
        var bytes = JSONLine.encode(
            Members { frame in
                try frame.put("jsonrpc", "2.0")
                try write(&frame)
            }
        )
        bytes.append(UInt8(ascii: "\n"))
        return bytes
    }
}

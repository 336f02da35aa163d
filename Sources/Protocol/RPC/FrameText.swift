/// Writes JSON-RPC 2.0 frames: one line each, with the line feed.
enum FrameText {
    static func request(
        _ id: RequestID,
        _ method: some WireText,
        _ write: (inout ObjectWriter) -> Void
    ) -> [UInt8] {
        line { frame in
            frame.put("id", id.json)
            frame.put("method", method)
            frame.put("params", object: write)
        }
    }

    static func notification(
        _ method: some WireText,
        _ write: (inout ObjectWriter) -> Void
    ) -> [UInt8] {
        line { frame in
            frame.put("method", method)
            frame.put("params", object: write)
        }
    }

    static func result(_ id: RequestID, _ write: (inout ObjectWriter) -> Void) -> [UInt8] {
        line { frame in
            frame.put("id", id.json)
            frame.put("result", object: write)
        }
    }

    /// An id of nil, where the request's could not be read, is `null`.
    static func failure(_ id: RequestID?, _ error: ControlError) -> [UInt8] {
        line { frame in
            frame.put("id", id?.json ?? .null)
            frame.put("error", error)
        }
    }

    private static func line(_ write: (inout ObjectWriter) -> Void) -> [UInt8] {
        var text = ObjectWriter.text { frame in
            frame.put("jsonrpc", "2.0")
            write(&frame)
        }
        text.append(UInt8(ascii: "\n"))
        return text
    }
}

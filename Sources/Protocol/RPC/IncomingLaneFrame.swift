/// A line from a worker.
struct IncomingLaneFrame: Decodable {
    enum Content {
        case notification(LaneReport)
        /// With the worker's hello, if the result is one.
        case result(WorkerHello?)
        case failure(ControlError)
    }

    /// The id that is answered; 0 for a notification.
    let id: Int64
    let content: Content

    init(from decoder: any Decoder) throws {
        let frame = try ObjectReader(decoder)
        if frame.has("method") {
            id = 0
            let notice: LaneNotice = try frame.text("method")
            content = .notification(
                try LaneReport(notice, from: ObjectReader("params", of: frame))
            )
            return
        }
        id = try frame.integer("id", 1...Int64.max)
        if frame.has("error") {
            content = .failure(try frame.object("error"))
            return
        }
        let result = try ObjectReader("result", of: frame)
        content = .result(result.has("vp_id") ? try WorkerHello(from: result) : nil)
    }
}

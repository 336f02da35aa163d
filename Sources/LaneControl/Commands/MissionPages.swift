import Protocol

/// Reads a list of missions page by page.
struct MissionPages {
    private let client: ControlClient
    private var filter: MissionFilter
    /// The missions, newest last.
    private(set) var missions: [MissionView] = []
    /// Each as the supervisor sent it.
    private(set) var items: [String] = []

    /// Reads every mission that the filter lets through.
    ///
    /// - Parameters:
    ///   - client: Where to ask.
    ///   - filter: Which missions; its limit and cursor are set here.
    ///   - countMax: Stops after so many; nil reads all.
    /// - Throws: `Failure`: what the supervisor refused, or 69.
    init(_ client: ControlClient, _ filter: MissionFilter, countMax: Int? = nil) throws(Failure) {
        self.client = client
        self.filter = filter
        repeat {
            let room = countMax.map { $0 - missions.count } ?? 500
            self.filter.limit = min(room, 500)
            self.filter.cursor = try readPage()
        } while self.filter.cursor != nil && missions.count < countMax ?? .max
    }

    private mutating func readPage() throws(Failure) -> String? {
        let answer = try client.ask(.missionList(filter))
        guard case .missions(let page, let next) = answer.reply else {
            throw answer.unexpected("missions")
        }
        missions += page
        items += answer.items
        // A page may be empty and yet not the last: a cursor tells where looking ended, so it rises.
        // One that stands still would be asked for without an end.
        return next == filter.cursor ? nil : next
    }

    /// What the missions are called.
    var names: [String] {
        missions.map { $0.envelope.missionID?.rawValue ?? "" }
    }
}

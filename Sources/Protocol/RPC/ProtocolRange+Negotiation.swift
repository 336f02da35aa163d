extension ProtocolRange {
    /// Finds the newest version that this build and a peer both speak.
    ///
    /// - Parameters:
    ///   - peer: What the peer speaks.
    ///   - name: Who the peer is, for the message, for example `lanectl 0.2.0`.
    /// - Returns: The version.
    /// - Throws: `protocolVersion`, naming both ranges and which side is to be upgraded.
    public func agreed(with peer: ProtocolRange, named name: String) throws(ProtocolError) -> Int {
        if let version = negotiated(with: peer) { return version }
        let older = peer.newest < oldest ? name : "this program"
        throw ProtocolError(
            .protocolVersion,
            "\(name) speaks protocol \(peer), this program \(self) (upgrade \(older))"
        )
    }
}

extension ProtocolRange: CustomStringConvertible {
    /// `1` or `1 to 3`.
    public var description: String {
        oldest == newest ? "\(oldest)" : "\(oldest) to \(newest)"
    }
}

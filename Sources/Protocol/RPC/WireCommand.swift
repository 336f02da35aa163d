/// A request, whose parameters depend on its method.
protocol WireCommand {
    associatedtype Method: WireText & CaseIterable

    /// The method.
    var method: Method { get }

    /// Every parameter that `method` takes; others are refused.
    static func parameters(of method: Method) -> [WireName]

    /// Reads the parameters of `method`.
    init(_ method: Method, from parameters: ObjectReader) throws(ProtocolError)

    /// Writes the parameters.
    func write(to parameters: inout ObjectWriter)
}

import ControlPlane

/// A configuration with where it comes from.
struct LoadedConfiguration: Equatable {
    /// What holds.
    var configuration: Configuration
    /// The path of the file, `built-in`, or `last accepted`.
    var origin: String
    /// What is wrong with the file that is not used; one line each, for `status`.
    var problems: [String] = []
    /// The bytes of the file it was read from now; nil if it comes from elsewhere.
    var text: [UInt8]?
}

/// Which release this is.
enum Version {
    /// As `lanectl version` prints it.
    static let text = "0.1.0"
}

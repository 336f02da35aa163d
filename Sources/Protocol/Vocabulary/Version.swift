/// Which release this is: what every program prints and says in its hello.
public enum Version {
    /// As `lanectl version` prints it.
    public static let text = "0.1.0"
}

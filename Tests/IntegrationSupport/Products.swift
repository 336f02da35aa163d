import Foundation
import System

/// The programs that were built together with the tests.
public enum Products {
    private final class Marker {}

    /// Returns the path of a program: it lies beside the test bundle.
    public static func path(_ name: String) throws -> String {
        let own = try CurrentProcess.executablePath()
        // `swift test` runs the bundle through a helper of the toolchain.
        for place in [own, Bundle(for: Marker.self).bundlePath] {
            let folder = place.split(separator: "/").dropLast().joined(separator: "/")
            let path = "/\(folder)/\(name)"
            if Files.exists(path) { return path }
        }
        throw TestFailure("\(name) is not built")
    }
}

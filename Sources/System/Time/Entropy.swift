import CLinux

/// The kernel's randomness.
///
/// Only shells use it, to seed the generators of the pure targets.
public enum Entropy {
    /// Draws 64 random bits with getrandom(2).
    ///
    /// - Throws: `SystemError`, only where the call is forbidden by a sandbox.
    public static func seed() throws(SystemError) -> UInt64 {
        var value: UInt64 = 0
        try SystemCall.check("draw random bytes", nil, clinux_random(&value))
        return value
    }
}

/// The name of this boot of the machine: pids and boot times mean nothing across two of them.
public enum BootID {
    /// Reads the kernel's random id of this boot, 36 bytes such as
    /// `3f2c9a0e-6f0b-4c57-9f0e-1d2f3a4b5c6d`.
    ///
    /// - Throws: `SystemError` when `/proc` is not mounted.
    public static func current() throws(SystemError) -> String {
        let path = "/proc/sys/kernel/random/boot_id"
        let text = try Files.readText(path, byteCountMax: 64)
        return String(text.prefix { $0 != "\n" })
    }
}

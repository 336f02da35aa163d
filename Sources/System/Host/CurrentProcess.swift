import CLinux
public import Protocol

/// This process: who it is, what it is, how it ends.
public enum CurrentProcess {
    /// Its process id.
    public static var pid: Int32 { clinux_getpid() }

    /// The process id of its parent.
    public static var parentPID: Int32 { clinux_getppid() }

    /// Its effective user.
    public static var uid: UInt32 { clinux_getuid() }

    /// Reads its identity.
    ///
    /// - Throws: `SystemError`, without `/proc`.
    public static func identity() throws(SystemError) -> ProcessIdentity {
        try ProcessTable.entry(of: pid).identity
    }

    /// Reads the path of the program it executes.
    ///
    /// - Throws: `SystemError`, without `/proc`, or when the file was removed or replaced since.
    public static func executablePath() throws(SystemError) -> String {
        try Files.resolve("/proc/self/exe")
    }

    /// Ends the process in the ordinary way.
    ///
    /// - Parameter code: 0 to 255, as `docs/operate.md` lists them.
    public static func exit(_ code: Int32) -> Never {
        clinux_exit(code)
    }

    /// Ends the process at once, with nothing flushed and no handler run.
    ///
    /// - Parameter code: 0 to 255.
    public static func exitAtOnce(_ code: Int32) -> Never {
        clinux_exit_at_once(code)
    }

    /// Makes orphaned descendants children of this process instead of the machine's first one.
    ///
    /// - Throws: `SystemError`, only where a sandbox forbids it.
    public static func becomeSubreaper() throws(SystemError) {
        try SystemCall.check("become sub-reaper", nil, clinux_set_subreaper(1))
    }

    /// Sets the name that `ps` and `top` show for the thread that calls it.
    ///
    /// - Parameter name: The kernel keeps the first 15 bytes.
    /// - Throws: `SystemError`, never in practice.
    public static func setName(_ name: String) throws(SystemError) {
        try SystemCall.check("set name", name, clinux_set_name(name))
    }

    /// Makes a folder the one that relative paths begin in, for this process and what it executes.
    ///
    /// - Throws: `SystemError`; the folder is the former one.
    public static func changeFolder(to path: String) throws(SystemError) {
        try SystemCall.check("change folder to", path, clinux_change_folder(path))
    }

    /// Sets the permission bits that files are created without, and returns the former ones.
    @discardableResult
    public static func setFileModeMask(_ mask: UInt32) -> UInt32 {
        clinux_set_file_mode_mask(mask)
    }

    /// Raises the number of descriptors it may have to the highest it is allowed to ask for.
    ///
    /// What it starts inherits that, unless `SpawnRequest.descriptorLimit` says otherwise; programs
    /// that still use select(2) fail above 1024.
    ///
    /// - Returns: The former limit.
    /// - Throws: `SystemError`; the limit is unchanged.
    @discardableResult
    public static func raiseDescriptorLimit() throws(SystemError) -> Int64 {
        try limitDescriptors(to: .max)
    }

    /// Sets the number of descriptors it may have, at most to the highest it is allowed to ask for.
    ///
    /// - Returns: The former limit.
    /// - Throws: `SystemError`; the limit is unchanged.
    @discardableResult
    public static func limitDescriptors(to count: Int64) throws(SystemError) -> Int64 {
        try SystemCall.check("limit descriptors", nil, clinux_set_descriptor_limit(count))
    }
}

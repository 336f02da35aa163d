import CLinux

/// The users and groups of the machine.
public enum Accounts {
    /// The most groups of one user that are read.
    private static let groupCountMax = 1_024

    /// Returns the login name of a user, or nil when the uid has none.
    ///
    /// - Throws: `SystemError` when the user database cannot be read.
    public static func name(of uid: UInt32) throws(SystemError) -> String? {
        var result: Int32 = 0
        let name = withUnsafeTemporaryAllocation(of: CChar.self, capacity: 256) { buffer in
            guard let start = buffer.baseAddress else { return "" }
            result = clinux_account_name(uid, start, buffer.count)
            return result == 0 ? String(cString: start) : ""
        }
        if result == -ENOENT { return nil }
        try SystemCall.check("look up user", "\(uid)", result)
        return name
    }

    /// Returns the number of a user, or nil when there is none of this name.
    ///
    /// - Throws: `SystemError` when the user database cannot be read.
    public static func uid(named name: String) throws(SystemError) -> UInt32? {
        var uid: UInt32 = 0
        let result = clinux_account_uid(name, &uid)
        if result == -ENOENT { return nil }
        try SystemCall.check("look up user", name, result)
        return uid
    }

    /// Returns the number of a group, or nil when there is none of this name.
    ///
    /// - Throws: `SystemError` when the group database cannot be read.
    public static func gid(named name: String) throws(SystemError) -> UInt32? {
        var gid: UInt32 = 0
        let result = clinux_account_gid(name, &gid)
        if result == -ENOENT { return nil }
        try SystemCall.check("look up group", name, result)
        return gid
    }

    /// Returns the groups that a user belongs to by the group database, its own one included.
    ///
    /// A peer's credentials name only one group; this finds the others.
    ///
    /// - Returns: Empty when the uid has no entry.
    /// - Throws: `SystemError`: `overflow` for more than 1,024 groups.
    public static func groups(of uid: UInt32) throws(SystemError) -> [UInt32] {
        var groups = [UInt32](repeating: 0, count: groupCountMax)
        let count = clinux_account_groups(uid, &groups, groupCountMax)
        if count == -ENOENT { return [] }
        return Array(groups.prefix(Int(try SystemCall.check("look up groups of", "\(uid)", count))))
    }
}

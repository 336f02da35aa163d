import CLinux
import Protocol

/// A control group (version 2) that holds a tree of processes together.
///
/// No controllers are enabled: it names, counts and kills, and limits nothing.
public struct ControlGroup: Hashable, Sendable {
    /// The group's folder.
    public let path: String

    /// Names the group at a folder of a cgroup2 mount, whether it exists or not.
    public init(path: String) {
        self.path = path
    }

    /// Names the group `name` inside this one.
    ///
    /// - Parameter name: One part of a path, without a slash.
    /// - Returns: The group, whether it exists or not.
    public func child(_ name: String) -> ControlGroup {
        ControlGroup(path: "\(path)/\(name)")
    }

    /// Creates the group; one that exists is left as it is.
    ///
    /// - Throws: `SystemError`: `accessDenied` where groups are not delegated to us.
    public func create() throws(SystemError) {
        let result = clinux_make_folder(path, 0o755)
        if result != -EEXIST { try SystemCall.check("create control group", path, result) }
    }

    /// Removes the group and those inside it; none of them may hold a process.
    ///
    /// Does nothing when there is no group.
    ///
    /// - Throws: `SystemError` with `busy` while a process, or a zombie that is not reaped, is in it.
    public func remove() throws(SystemError) {
        for child in try children() { try child.remove() }
        let result = clinux_remove_folder(path)
        if result != -ENOENT { try SystemCall.check("remove control group", path, result) }
    }

    /// Tells whether a living process is in the group or inside it; zombies do not count.
    ///
    /// - Returns: False also when there is no group.
    /// - Throws: `SystemError`.
    public func isPopulated() throws(SystemError) -> Bool {
        guard let events = try read("cgroup.events", byteCountMax: 4_096) else { return false }
        return events.split(separator: "\n").contains("populated 1")
    }

    /// Kills every process in the group and inside it with SIGKILL, those being forked too.
    ///
    /// Does nothing when there is no group.
    ///
    /// - Throws: `SystemError`.
    public func kill() throws(SystemError) {
        do {
            let fd = try open("cgroup.kill")
            try Files.writeAll([UInt8(ascii: "1")][...], to: fd.rawValue, name: path)
        } catch  where error.isNotFound || error.errno == Errno(rawValue: ENODEV) {
            return
        }
    }

    /// Opens the group for `SpawnRequest.controlGroup`.
    ///
    /// - Throws: `SystemError`: `notFound` when there is no group.
    public func openFolder() throws(SystemError) -> Descriptor {
        try Files.openFolder(path)
    }

    /// Returns the pids in the group and inside it, zombies perhaps included.
    ///
    /// - Returns: Empty when there is no group.
    /// - Throws: `SystemError`.
    public func processIDs() throws(SystemError) -> [Int32] {
        guard let text = try read("cgroup.procs", byteCountMax: 4 << 20) else { return [] }
        // A process outside of our pid namespace is listed as 0.
        var pids = text.split(separator: "\n").compactMap { Int32($0) }.filter { $0 > 0 }
        for child in try children() { pids += try child.processIDs() }
        return pids
    }

    /// Returns the living processes in the group and inside it.
    func members() throws(SystemError) -> [ProcessIdentity] {
        var members: [ProcessIdentity] = []
        for pid in try processIDs() {
            guard let entry = try ProcessTable.entryIfPresent(pid), !entry.isZombie else {
                continue
            }
            members.append(entry.identity)
        }
        return members
    }

    private func open(_ file: String) throws(SystemError) -> Descriptor {
        let name = "\(path)/\(file)"
        let fd = clinux_open(name, CLINUX_OPEN_WRITE, 0)
        return Descriptor(adopting: try SystemCall.check("open", name, fd))
    }

    /// Nil when the group does not exist, or is removed at this moment (ENODEV).
    private func read(_ file: String, byteCountMax: Int) throws(SystemError) -> String? {
        do {
            return try Files.readText("\(path)/\(file)", byteCountMax: byteCountMax)
        } catch  where error.isNotFound || error.errno == Errno(rawValue: ENODEV) {
            return nil
        }
    }

    private func children() throws(SystemError) -> [ControlGroup] {
        do {
            var groups: [ControlGroup] = []
            for name in try Files.list(path) {
                let group = child(name)
                if try Files.information(group.path)?.kind == .folder { groups.append(group) }
            }
            return groups
        } catch  where error.isNotFound {
            return []
        }
    }
}

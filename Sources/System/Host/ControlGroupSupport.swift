/// Whether control groups can be made here, and where.
public enum ControlGroupSupport: Hashable, Sendable {
    /// Groups can be made inside this one, which is our own.
    case available(ControlGroup)
    /// They cannot, for a reason that an operator understands.
    case unavailable(reason: String)

    /// Finds our own group and tries to make one inside it.
    public static func probe() -> ControlGroupSupport {
        do {
            let mounts = try Files.readText("/proc/self/mountinfo", byteCountMax: 1 << 20)
            let membership = try Files.readText("/proc/self/cgroup", byteCountMax: 1 << 16)
            return locate(mounts: mounts, membership: membership).tried()
        } catch {
            return .unavailable(reason: error.description)
        }
    }

    /// Finds our own group, whether or not others can be made inside it.
    ///
    /// - Returns: Nil where there is none that we can see.
    static func own() -> ControlGroup? {
        do throws(SystemError) {
            let mounts = try Files.readText("/proc/self/mountinfo", byteCountMax: 1 << 20)
            let membership = try Files.readText("/proc/self/cgroup", byteCountMax: 1 << 16)
            guard case .available(let own) = locate(mounts: mounts, membership: membership) else {
                return nil
            }
            return own
        } catch {
            // Without these tables there is no group that we could see.
            return nil
        }
    }

    /// Finds our own group from the kernel's two tables, without trying it.
    ///
    /// - Parameters:
    ///   - mounts: `/proc/self/mountinfo`.
    ///   - membership: `/proc/self/cgroup`.
    /// - Returns: Our own group, or why there is none.
    static func locate(mounts: String, membership: String) -> ControlGroupSupport {
        let line = membership.split(separator: "\n").first { $0.hasPrefix("0::") }
        guard let path = line?.dropFirst(3) else {
            return .unavailable(reason: "this process is in no version 2 control group")
        }
        if path.hasPrefix("/..") {
            return .unavailable(reason: "our control group is outside of our namespace")
        }
        for mount in mounts.split(separator: "\n") {
            guard let (root, folder) = controlGroupMount(mount) else { continue }
            let prefix = root == "/" ? "" : root
            guard path == prefix || path.hasPrefix("\(prefix)/") else { continue }
            let rest = path.dropFirst(prefix.count)
            return .available(ControlGroup(path: rest == "/" ? folder : folder + rest))
        }
        return .unavailable(reason: "no version 2 control group file system is mounted")
    }

    /// The root and the folder of a mount, if its type is `cgroup2`.
    ///
    /// Source: proc(5), `/proc/pid/mountinfo`: fields 4 and 5, and the type behind ` - `.
    private static func controlGroupMount(_ line: Substring) -> (root: String, folder: String)? {
        let fields = line.split(separator: " ")
        guard let separator = fields.firstIndex(of: "-"), separator + 1 < fields.count,
            fields[separator + 1] == "cgroup2", separator > 4
        else { return nil }
        return (unescaped(fields[3]), unescaped(fields[4]))
    }

    /// Replaces the octal escapes that mountinfo uses for blanks and backslashes.
    private static func unescaped(_ field: Substring) -> String {
        let parts = field.split(separator: "\\", omittingEmptySubsequences: false)
        guard let first = parts.first else { return "" }
        return parts.dropFirst().reduce(into: String(first)) { text, part in
            let byte = UInt8(part.prefix(3), radix: 8)
            text += byte.map { String(UnicodeScalar($0)) } ?? "\\"
            text += byte == nil ? part : part.dropFirst(3)
        }
    }

    /// Makes a group, looks for `cgroup.kill` in it, and removes it.
    private func tried() -> ControlGroupSupport {
        guard case .available(let own) = self else { return self }
        let probe = own.child("lanekeeper-probe-\(CurrentProcess.pid)")
        do {
            // Moving a process needs write access to the common ancestor's list, which is ours.
            guard Files.isWritable("\(own.path)/cgroup.procs") else {
                return .unavailable(reason: "\"\(own.path)\" is not delegated to this user")
            }
            try probe.create()
            let canKill = Files.exists("\(probe.path)/cgroup.kill")
            try probe.remove()
            if canKill { return self }
            return .unavailable(reason: "this kernel has no cgroup.kill (needs Linux 5.14)")
        } catch {
            return .unavailable(reason: error.description)
        }
    }
}

import CLinux

/// The removal of whatever is at a path, as a whole or a bounded part at a time.
///
/// A program that must not wait long calls `advance` once a turn. Links are not followed. It keeps
/// nothing from one part to the next but the path, so it may be begun anew at any time.
public struct TreeRemoval: Hashable, Sendable {
    /// What is removed: a file, a link, or a folder with everything in it.
    public let path: String

    /// Describes a removal; nothing is done yet.
    ///
    /// - Parameter path: What to remove; it need not exist.
    public init(_ path: String) {
        self.path = path
    }

    /// Removes the next part.
    ///
    /// - Parameter entryCountMax: The most files, links and folders to remove, from 1.
    /// - Returns: True once there is nothing at the path.
    /// - Throws: `SystemError`; some of it may be removed.
    /// - Complexity: O(`entryCountMax` + depth), whatever the folders hold.
    @discardableResult
    public func advance(entryCountMax: Int) throws(SystemError) -> Bool {
        let (parentPath, name) = Files.split(path)
        let parent: Descriptor
        do {
            parent = try Files.openFolder(parentPath)
        } catch  where error.isNotFound {
            return true
        }
        var budget = entryCountMax
        return try remove(FileName(name), in: parent.rawValue, path: path, budget: &budget)
    }

    /// Removes one entry of an open folder; false if the budget was used up before.
    private func remove(
        _ name: FileName,
        in parent: Int32,
        path: String,
        budget: inout Int
    ) throws(SystemError) -> Bool {
        var file = clinux_file_info()
        let found = clinux_file_in(parent, name.bytes, &file)
        if found == -ENOENT { return true }
        try SystemCall.check("read", path, found)
        let isFolder = file.kind == CLINUX_KIND_FOLDER
        if isFolder {
            guard try empty(name, in: parent, mode: file.mode, path: path, budget: &budget) else {
                return false
            }
        }
        guard budget > 0 else { return false }
        budget -= 1
        let removed = clinux_unlink_in(parent, name.bytes, isFolder ? 1 : 0)
        if removed != -ENOENT { try SystemCall.check("remove", path, removed) }
        return true
    }

    /// Removes what a folder holds; false if the budget was used up before.
    private func empty(
        _ name: FileName,
        in parent: Int32,
        mode: UInt32,
        path: String,
        budget: inout Int
    ) throws(SystemError) -> Bool {
        // Opened by name in its parent and not through links: nobody can lead us elsewhere.
        let opened = clinux_open_in(parent, name.bytes, CLINUX_OPEN_FOLDER, 0)
        let folder = Descriptor(adopting: try SystemCall.check("open", path, opened))
        // Nothing can be removed from a folder that its owner may not write to, as caches of build
        // tools are. One that is not ours stays as it is, and fails below.
        if mode & 0o300 != 0o300 { _ = clinux_change_mode_of(folder.rawValue, mode | 0o700) }
        let entries = try FolderNames(in: folder.duplicate(), path: path, countMax: budget)
        for entry in entries.names {
            let place = "\(path)/\(entry.text)"
            guard try remove(entry, in: folder.rawValue, path: place, budget: &budget) else {
                return false
            }
        }
        return entries.isComplete
    }
}

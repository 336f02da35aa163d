import CLinux

/// The names in an open folder, without `.` and `..`, in the order of the file system.
struct FolderNames {
    /// The names.
    let names: [FileName]
    /// False if there are more than were asked for.
    let isComplete: Bool

    /// Reads the names in a folder.
    ///
    /// - Parameters:
    ///   - folder: The open folder; it is closed.
    ///   - path: What it is called in errors.
    ///   - countMax: The most names to read, from 0.
    /// - Throws: `SystemError`.
    init(
        in folder: consuming Descriptor,
        path: String,
        countMax: Int = .max
    ) throws(SystemError) {
        let fd = folder.release()
        guard let stream = clinux_folder_open(fd) else {
            _ = clinux_close(fd)
            throw SystemError(call: "list", object: path, errno: Errno(rawValue: ENOMEM))
        }
        defer { clinux_folder_close(stream) }
        var names: [FileName] = []
        var isComplete = true
        var error: Int32 = 0
        while let name = clinux_folder_next(stream, &error) {
            guard names.count < countMax else {
                isComplete = false
                break
            }
            names.append(FileName(copying: name))
        }
        try SystemCall.check("list", path, -error)
        self.names = names
        self.isComplete = isComplete
    }
}

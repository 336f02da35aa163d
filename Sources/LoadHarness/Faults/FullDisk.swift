import Harness
import Protocol
import System

/// Fills the file system of the state folder for a while, which must be a small one of its own.
final class FullDisk: Fault {
    private static let blockByteCount = 1 << 20
    /// Ending with smaller pieces, so that nothing at all is left.
    private static let lastBlockByteCount = 1 << 12

    private var filler: String?

    func begin(_ scene: FaultScene) throws(HarnessError) -> FaultBegin {
        let folder = scene.instance.stateFolder
        let wasBusy = try scene.isBusy()
        return try HarnessError.describing { () throws(SystemError) in
            guard try StateVolume.isSmallVolume(folder) else {
                return .impossible(
                    object: folder,
                    because: "it is on no small file system of its own"
                        + (scene.instance.volumeObstacle.map { " (\($0))" } ?? "")
                )
            }
            filler = "\(folder)/filler"
            try Self.fill("\(folder)/filler")
            return .lasting(object: folder, wasBusy: wasBusy)
        }
    }

    private static func fill(_ path: String) throws(SystemError) {
        let file = try AppendFile(path: path, mode: 0o600, byteCountMax: .max)
        for byteCount in [blockByteCount, lastBlockByteCount] {
            let block = [UInt8](repeating: 1, count: byteCount)
            do throws(SystemError) {
                while true { try file.append(block[...]) }
            } catch {
                guard error.isNoSpace else { throw error }
            }
        }
    }

    func end(_ scene: FaultScene) throws(HarnessError) {
        guard let filler else { return }
        _ = try HarnessError.describing { () throws(SystemError) in try Files.remove(filler) }
        self.filler = nil
    }
}

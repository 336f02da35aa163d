import Protocol
import System

/// The copies of the workspace that are over and not yet removed.
///
/// A copy may have a hundred thousand files, and the worker's loop must not wait for all of them:
/// it removes a part a turn. What is not removed when the worker exits is removed by the next one.
struct CopyRemovals {
    /// The most files, links and folders that are removed in one turn: a few milliseconds.
    static let entryCountMax = 256

    private var removals: [TreeRemoval] = []

    /// True if nothing is left to remove.
    var isEmpty: Bool { removals.isEmpty }

    /// Adds what the workers before this one left; called before this one makes a copy.
    ///
    /// - Throws: `SystemError` if it cannot be said which there are.
    mutating func addLeftOver(in folders: LaneFolders) throws(SystemError) {
        guard try Files.information(folders.copies) != nil else { return }
        removals += try Files.list(folders.copies).map { TreeRemoval("\(folders.copies)/\($0)") }
    }

    /// Adds the copy of a run whose tree is gone; does nothing if the run had none.
    mutating func addCopy(of order: LaunchOrder, in folders: LaneFolders) {
        guard order.envelope.isCopy else { return }
        removals.append(TreeRemoval(folders.workspace(of: order)))
    }

    /// Removes the next part.
    ///
    /// - Throws: `SystemError`: the copy it concerns is left to the next worker, so that it holds up
    ///   no other.
    mutating func advance() throws(SystemError) {
        guard let removal = removals.first else { return }
        do throws(SystemError) {
            if try removal.advance(entryCountMax: Self.entryCountMax) { removals.removeFirst() }
        } catch {
            removals.removeFirst()
            throw error
        }
    }
}

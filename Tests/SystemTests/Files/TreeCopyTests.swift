import Glibc
import System
import XCTest

final class TreeCopyTests: XCTestCase {
    private let roomy = TreeCopyBounds(mebibyteCountMax: 10, entryCountMax: 100)

    func testFilesFoldersAndModesAreCopied() throws {
        let folder = try makeSource(
            """
            mkdir -p a/b closed && printf 1234 > a/b/file && printf x > run && chmod 0751 run
            printf s > lent && chmod 6755 lent && printf r > closed/r && chmod 0400 closed/r
            chmod 0500 closed && chmod 1777 a && touch -d '2001-02-03 04:05:06Z' a/b/file a/b
            """
        )
        var copy = TreeCopy(within: roomy)

        try copy.copy(folder.file("source"), to: folder.file("copy"))

        XCTAssertEqual(try listing(folder.file("copy")), try listing(folder.file("source")))
        XCTAssertEqual(copy.entryCount, 7)
        XCTAssertEqual(copy.byteCount, 7)
        XCTAssertEqual(try Files.readText(folder.file("copy/a/b/file"), byteCountMax: 9), "1234")
        XCTAssertEqual(try Files.information(folder.file("copy/lent"))?.mode, 0o755)
        XCTAssertEqual(try Files.information(folder.file("copy/closed"))?.mode, 0o500)
        XCTAssertEqual(try modified(folder.file("copy/a/b/file")), 981_173_106)
        XCTAssertEqual(try modified(folder.file("copy/a/b")), 981_173_106)
    }

    func testNoLinkIsFollowed() throws {
        let folder = try makeSource(
            "ln -s /etc/hostname out && ln -s ../.. up && ln -s none dead && ln -s . self"
        )
        var copy = TreeCopy(within: roomy)

        try copy.copy(folder.file("source"), to: folder.file("copy"))

        XCTAssertEqual(try link(folder.file("copy/out")), "/etc/hostname")
        XCTAssertEqual(try link(folder.file("copy/up")), "../..")
        XCTAssertEqual(try link(folder.file("copy/dead")), "none")
        XCTAssertEqual(try link(folder.file("copy/self")), ".")
        XCTAssertEqual(copy.byteCount, 0)
    }

    func testLinkIntoTheFolderByItsPathLeadsIntoTheCopy() throws {
        let folder = try makeSource("mkdir a")
        let source = folder.file("source")
        let other = folder.file("other")
        XCTAssertEqual(symlink(source, other), 0)
        for (text, name) in [
            ("\(source)/a", "inside"), (source, "whole"), ("\(source)er/a", "neighbour"),
            ("\(other)/a", "byAnotherName"),
        ] { XCTAssertEqual(symlink(text, "\(source)/\(name)"), 0) }
        var copy = TreeCopy(within: roomy)

        try copy.copy(other, to: folder.file("copy"))

        XCTAssertEqual(try link(folder.file("copy/inside")), folder.file("copy/a"))
        XCTAssertEqual(try link(folder.file("copy/whole")), folder.file("copy"))
        XCTAssertEqual(try link(folder.file("copy/neighbour")), "\(source)er/a")
        XCTAssertEqual(try link(folder.file("copy/byAnotherName")), folder.file("copy/a"))
    }

    func testSocketsPipesAndDevicesAreLeftOut() throws {
        let folder = try makeSource("mkfifo pipe && printf x > file")
        let listener = try UnixListener(path: folder.file("source/socket"), mode: 0o600)
        var copy = TreeCopy(within: roomy)

        try copy.copy(folder.file("source"), to: folder.file("copy"))

        XCTAssertEqual(try Files.list(folder.file("copy")), ["file"])
        XCTAssertEqual(copy.entryCount, 1)
        withExtendedLifetime(listener) {}
    }

    func testNameThatIsNoTextIsCopiedAndRemoved() throws {
        let folder = try makeSource(
            #"printf x > "$(printf 'a\377\nb')" && mkdir "$(printf '\376')""#
        )

        var copy = TreeCopy(within: roomy)
        try copy.copy(folder.file("source"), to: folder.file("copy"))

        XCTAssertEqual(try listing(folder.file("copy")), try listing(folder.file("source")))
        XCTAssertEqual(copy.entryCount, 2)

        try Files.removeTree(folder.file("copy"))

        XCTAssertFalse(Files.exists(folder.file("copy")))
    }

    func testSizeBeyondItsBoundIsRefused() throws {
        let folder = try makeSource("head -c 1048576 /dev/zero > a")
        var copy = TreeCopy(within: TreeCopyBounds(mebibyteCountMax: 1, entryCountMax: 9))

        try copy.copy(folder.file("source"), to: folder.file("fits"))
        try run("printf x > b", in: folder.file("source"))
        copy = TreeCopy(within: copy.bounds)

        XCTAssertThrowsError(try copy.copy(folder.file("source"), to: folder.file("copy"))) {
            XCTAssertEqual(
                ($0 as? SystemError)?.description,
                "cannot copy \"\(folder.file("source"))\": file too large "
                    + "(at most 1 MiB and 9 entries)"
            )
        }
    }

    func testNumberOfEntriesBeyondItsBoundIsRefused() throws {
        let folder = try makeSource("mkdir a && touch a/1 a/2 && ln -s x b")
        var copy = TreeCopy(within: TreeCopyBounds(mebibyteCountMax: 1, entryCountMax: 4))

        try copy.copy(folder.file("source"), to: folder.file("fits"))
        try run("touch a/3", in: folder.file("source"))
        copy = TreeCopy(within: copy.bounds)

        XCTAssertThrowsError(try copy.copy(folder.file("source"), to: folder.file("copy"))) {
            XCTAssertEqual(($0 as? SystemError)?.errno, .tooLarge)
        }
    }

    func testCopyInItselfIsRefused() throws {
        let folder = try makeSource("mkdir a")
        var copy = TreeCopy(within: roomy)

        XCTAssertThrowsError(try copy.copy(folder.file("source"), to: folder.file("source/b"))) {
            XCTAssertEqual(($0 as? SystemError)?.remedy, "the copy lies in it")
        }
        XCTAssertThrowsError(try copy.copy(folder.file("source"), to: folder.file("source/a"))) {
            XCTAssertEqual(($0 as? SystemError)?.isExists, true)
        }
        XCTAssertThrowsError(try copy.copy(folder.file("none"), to: folder.file("copy"))) {
            XCTAssertEqual(($0 as? SystemError)?.isNotFound, true)
        }
    }

    func testNothingIsLeftOpen() throws {
        let folder = try makeSource("mkdir -p a/b/c && touch a/b/c/d && ln -s x a/l")
        let before = try Leftovers.now()
        var copy = TreeCopy(within: roomy)

        try copy.copy(folder.file("source"), to: folder.file("copy"))

        XCTAssertEqual(try Leftovers.now(), before)
    }

    // MARK: Support

    private func makeSource(_ script: String) throws -> TemporaryFolder {
        let folder = try TemporaryFolder()
        try Files.createFolders(folder.file("source"), mode: 0o700)
        try run(script, in: folder.file("source"))
        return folder
    }

    private func run(_ script: String, in folder: String) throws {
        var request = Shell.request(script)
        request.directory = folder
        let status = try request.start().wait(until: Deadline.soon)
        XCTAssertEqual(status, .exited(code: 0), script)
    }

    /// Every name with its mode, kind and content, whatever its bytes are; what lends rights is not
    /// shown, nor is the time of a link.
    private func listing(_ folder: String) throws -> String {
        let script = """
            find . -mindepth 1 -printf '%P %y %l\\n' | LC_ALL=C sort | od -c
            find . -mindepth 1 ! -type l ! -perm /6000 -printf '%P %m %T@\\n' | grep -v '^lent ' \
            | LC_ALL=C sort | od -c
            """
        var request = Shell.request(script)
        request.directory = folder
        return try Shell.output(of: request)
    }

    private func link(_ path: String) throws -> String {
        try Shell.output(of: Shell.request("readlink \(path) | tr -d '\\n'"))
    }

    private func modified(_ path: String) throws -> Int? {
        Int(try Shell.output(of: Shell.request("stat -c %Y \(path) | tr -d '\\n'")))
    }
}

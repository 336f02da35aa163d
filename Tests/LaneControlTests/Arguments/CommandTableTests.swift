import XCTest

@testable import LaneControl

final class CommandTableTests: XCTestCase {
    private let table = CommandTable.standard

    func testNamesAreUnique() {
        let paths = table.commands.flatMap { [$0.path] + $0.aliases }

        XCTAssertEqual(Set(paths).count, paths.count)
    }

    func testOptionsOfEachCommandAreUnique() {
        for command in table.commands {
            let names = command.allOptions.map(\.name)
            XCTAssertEqual(Set(names).count, names.count, command.name)
            let letters = command.allOptions.compactMap(\.short)
            XCTAssertEqual(Set(letters).count, letters.count, command.name)
        }
    }

    func testEveryCommandExplainsItself() {
        for command in table.commands {
            XCTAssertFalse(command.examples.isEmpty, command.name)
            XCTAssertFalse(command.summary.hasSuffix("."), command.name)
            XCTAssertFalse(command.formats.isEmpty, command.name)
            for option in command.allOptions {
                XCTAssertFalse(option.help.isEmpty, "\(command.name) --\(option.name)")
            }
        }
    }

    func testEveryExampleParses() throws {
        for command in table.commands {
            for example in command.examples {
                let line = example.line.split(separator: "|")[0].split(separator: "&&")[0]
                guard line.hasPrefix("lanectl ") else { continue }
                let words = try XCTUnwrap(ArgvText.words(String(line)), example.line)
                XCTAssertNoThrow(
                    try ArgumentParser.parse(Array(words.dropFirst())),
                    example.line
                )
            }
        }
    }

    func testNoNounIsACommandOfItsOwn() {
        for command in table.commands where command.path.count == 1 {
            XCTAssertEqual(table.verbs(of: command.path[0]), [], command.name)
        }
    }
}

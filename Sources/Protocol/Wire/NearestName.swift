/// Finds the name that somebody may have meant.
public enum NearestName {
    /// Returns the known name that is nearest to a mistyped one.
    ///
    /// Near means an edit distance (insertions, removals, replacements, swaps of neighbours) of at
    /// most a third of the longer name, or that one name is the beginning of the other.
    ///
    /// - Parameters:
    ///   - name: The name that is not known; one of more than 64 bytes has no suggestion.
    ///   - known: The names that are; the first of equally near ones wins.
    /// - Returns: A member of `known`, or nil if none is near.
    /// - Complexity: O(n·m²) for n names of m bytes.
    public static func suggestion(for name: String, among known: [String]) -> String? {
        let given = Array(name.utf8.prefix(65))
        guard (1...64).contains(given.count) else { return nil }
        var best: (name: String, distance: Int)?
        for candidate in known {
            let letters = Array(candidate.utf8)
            let limit = max(given.count, letters.count) / 3
            let isBeginning = given.count >= 3 && letters.starts(with: given)
            let distance = distance(given, letters)
            guard distance <= limit || isBeginning, distance < best?.distance ?? .max else {
                continue
            }
            best = (candidate, distance)
        }
        return best?.name
    }

    /// The distance of Damerau and Levenshtein in its restricted form: no piece is edited twice.
    private static func distance(_ first: [UInt8], _ second: [UInt8]) -> Int {
        var beforePrevious: [Int] = []
        var previous = Array(0...second.count)
        for row in first.indices {
            var current = [row + 1]
            for column in second.indices {
                let replacement = previous[column] + (first[row] == second[column] ? 0 : 1)
                var cost = min(replacement, previous[column + 1] + 1, current[column] + 1)
                if row > 0, column > 0, first[row] == second[column - 1],
                    first[row - 1] == second[column]
                {
                    cost = min(cost, beforePrevious[column - 1] + 1)
                }
                current.append(cost)
            }
            beforePrevious = previous
            previous = current
        }
        return previous[second.count]
    }
}

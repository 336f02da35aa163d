import Protocol

extension ConfigurationKey<Budget> {
    /// The keys of `day_budget` and `shadow_budget`.
    static var ofDay: [ConfigurationKey] {
        [
            .bound(
                "max_llm_calls",
                \.maxCallCount,
                1_000_000_000,
                "The most calls to a model; 0 means no bound."
            ),
            .bound(
                "max_tokens",
                \.maxTokenCount,
                1_000_000_000_000_000,
                "The most tokens, read and written together; 0 means no bound."
            ),
            .dollars(
                "max_cost_usd",
                \.maxCostMicroUSD,
                "The highest cost in US dollars; 0 means no bound."
            ),
        ]
    }

    /// A sum that may have no bound, which is written as 0.
    private static func bound(
        _ name: String,
        _ place: WritableKeyPath<Budget, UInt64?>,
        _ most: Int64,
        _ summary: String
    ) -> ConfigurationKey {
        integer(
            name,
            0...most,
            summary,
            shownDefault: { "\($0[keyPath: place] ?? 0)" },
            set: { $0[keyPath: place] = $1 == 0 ? nil : UInt64($1) }
        )
    }

    /// An amount that may have no bound, which is written as 0; to the nearest millionth of a dollar.
    private static func dollars(
        _ name: String,
        _ place: WritableKeyPath<Budget, UInt64?>,
        _ summary: String
    ) -> ConfigurationKey {
        let allowed = "0, or a number from 0.000001 to 1000000000"
        return ConfigurationKey(
            name: name,
            allowed: allowed,
            summary: summary,
            shownDefault: { $0[keyPath: place].map(DollarText.text) ?? "0" },
            store: { value, path, target, problems in
                let dollars: Double
                switch value {
                case .integer(let number): dollars = Double(number)
                case .double(let number): dollars = number
                case .null, .bool, .string, .array, .object:
                    problems.add(path, "\(value.excerpt) is not a number", allowed: allowed)
                    return
                }
                guard dollars == 0 || (0.000001...1_000_000_000).contains(dollars) else {
                    problems.add(path, "\(value.excerpt) is out of bounds", allowed: allowed)
                    return
                }
                target[keyPath: place] =
                    dollars == 0 ? nil : UInt64((dollars * 1_000_000).rounded())
            }
        )
    }
}

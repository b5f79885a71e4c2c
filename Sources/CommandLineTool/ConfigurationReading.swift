internal import CivilTime

/// Reads configurations to be asked.
protocol ConfigurationReading: Sendable {
    /// - Parameter path: tocsin.yaml, or the folder that holds it.
    func read(path: String) -> ConfigurationReadingResult
}

/// What became of reading a configuration.
enum ConfigurationReadingResult: Sendable {
    case read(any AnsweringConfiguration)
    case problems(ConfigurationProblems)
}

/// A configuration that answers questions.
protocol AnsweringConfiguration: Sendable {
    /// The daemon's answer to the same request, where this configuration is in force.
    ///
    /// - Parameter party: Whom to answer for; nil: the provider.
    /// - Throws: `usage` for a party that asks nothing or does not exist, `notPermitted` for a gateway.
    func answer(to request: DaemonRequest, as party: String?, at now: Instant) throws(Failure) -> DaemonAnswer

    /// Runs every case of a file.
    func run(casesOf path: String) -> CaseFileResult
}

/// What became of a file of cases.
enum CaseFileResult: Hashable, Sendable {
    /// How many there are, and those that do not hold.
    case run(count: Int, failed: [FailedCase])
    case problems(ConfigurationProblems)

    var problems: ConfigurationProblems? { if case .problems(let problems) = self { problems } else { nil } }
    var failed: [FailedCase] { if case .run(_, let failed) = self { failed } else { [] } }
    var count: Int { if case .run(let count, _) = self { count } else { 0 } }
}

/// A case whose answer is not what it expects.
struct FailedCase: Hashable, Sendable {
    struct Difference: Hashable, Sendable {
        /// The key of the case, for example `owner`.
        let key: String
        let expected: String
        let got: String
    }

    let file: String
    let line: Int
    let id: String
    let title: String?
    let differences: [Difference]
}

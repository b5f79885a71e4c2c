internal import CivilTime
internal import Coordination
internal import Intake
internal import Responsibility
internal import Settings
internal import StrictJSON

/// Reads configurations from their files, whatever machine this is.
struct FileConfigurationReader: ConfigurationReading {
    func read(path: String) -> ConfigurationReadingResult {
        // An account that is nobody's, so that it cannot meet one that the files name.
        let environment = SettingsEnvironment(credentialsDirectory: nil, ownUserID: .max, looksAtMachine: false)
        do {
            let settings = try LoadedSettings.load(path: ConfigurationPath.file(at: path), environment: environment)
            return .read(FileConfiguration(arrangements: settings.arrangements))
        } catch {
            return .problems(ConfigurationProblems(error))
        }
    }
}

/// A configuration in memory.
struct FileConfiguration: AnsweringConfiguration {
    let arrangements: Arrangements

    func answer(to request: DaemonRequest, as party: String?, at now: Instant) throws(Failure) -> DaemonAnswer {
        let desk = ConfigurationDesk(arrangements: arrangements, viewer: try viewer(party), now: now)
        let answer = desk.answer(path: request.path, query: request.query.map { ($0.name, $0.value) })
        return DaemonAnswer(httpStatus: answer.status, body: answer.body.bytes)
    }

    private func viewer(_ name: String?) throws(Failure) -> Viewer {
        let book = arrangements.book
        guard let name else { return Viewer(party: book.provider.id, side: .provider) }
        let known = ([book.provider] + book.customers).map(\.id.rawValue).joined(separator: ", ")
        let canAsk = "who can ask, the provider and its customers: " + known
        switch book.party(PartyID(name)) {
        case .some(let party) where party.kind == .provider || party.kind == .customer:
            return Viewer(party: party.id, side: party.side)
        case .some(let party) where party.kind == .external:
            throw Failure(
                .notPermitted, "\(name) is a gateway: it passes reports on, and asks nothing",
                advice: [
                    "to see what its reports lead to, write them as cases (as: \(name)) and run them with"
                        + " tocsin explain --cases", canAsk,
                ])
        case .some:
            throw Failure(.usage, "the third party \(name) reports nothing and asks nothing", advice: [canAsk])
        case nil: throw Failure(.usage, "there is no party \(name) in this configuration", advice: [canAsk])
        }
    }

    func run(casesOf path: String) -> CaseFileResult {
        do {
            let cases = try CaseFile.load(path: path).cases
            return .run(count: cases.count, failed: cases.compactMap { failed($0) })
        } catch {
            return .problems(ConfigurationProblems(error))
        }
    }

    private func failed(_ tried: ExplanationCase) -> FailedCase? {
        let differences = tried.differences(under: arrangements)
        guard !differences.isEmpty else { return nil }
        return FailedCase(
            file: tried.place.file, line: tried.place.line, id: tried.id, title: tried.title,
            differences: differences.map {
                FailedCase.Difference(key: $0.key, expected: $0.expected, got: $0.got)
            })
    }
}

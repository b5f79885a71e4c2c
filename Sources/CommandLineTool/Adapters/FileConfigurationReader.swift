internal import CivilTime
internal import Coordination
import Glibc
internal import Intake
internal import Responsibility
internal import Settings
internal import StrictJSON

/// Reads configurations from their files, whatever machine this is.
struct FileConfigurationReader: ConfigurationReading {
    /// What a folder's first file is called.
    private static let fileName = "tocsin.yaml"

    func read(path: String) -> ConfigurationReadingResult {
        // An account that is nobody's, so that it cannot meet one that the files name.
        let environment = SettingsEnvironment(credentialsDirectory: nil, ownUserID: .max, looksAtMachine: false)
        do {
            let settings = try LoadedSettings.load(path: file(at: path), environment: environment)
            return .read(FileConfiguration(arrangements: settings.arrangements))
        } catch {
            return .problems(error.problems.map { ConfigurationProblem($0) })
        }
    }

    private func file(at path: String) -> String {
        let inside = path.hasSuffix("/") ? path + Self.fileName : path + "/" + Self.fileName
        return unsafe access(inside, F_OK) == 0 ? inside : path
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
        guard let party = book.party(PartyID(name)), party.kind != .thirdParty else {
            let known = [book.provider] + book.customers
            throw Failure(
                .usage, "no party \(name) asks anything of this configuration",
                advice: ["the provider and its customers: " + known.map(\.id.rawValue).joined(separator: ", ")])
        }
        return Viewer(party: party.id, side: party.side, isGateway: party.kind == .external)
    }

    func run(casesOf path: String) -> CaseFileResult {
        do {
            let cases = try CaseFile.load(path: path).cases
            return .run(count: cases.count, failed: cases.compactMap { failed($0) })
        } catch {
            return .problems(error.problems.map { ConfigurationProblem($0) })
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

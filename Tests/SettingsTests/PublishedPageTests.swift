import CivilTime
import Coordination
import Responsibility
import Settings
import Testing

/// Every row of the published pages against what the rules say for the services of the sample world.
@Suite("The published pages")
struct PublishedPageTests {
    private let book: ResponsibilityBook

    init() throws { book = try World().load().arrangements.book }

    /// Where a model departs from the tick of its page, for services of a type or for all. The reasons stand in the model.
    private struct Departure {
        var type: String?
        let owner: Owner
    }

    private static let departures: [String: Departure] = [
        "managed-services row 5": Departure(owner: .each),
        "managed-services row 6, firewall": Departure(owner: .joint),
        "managed-services row 12": Departure(type: "managed-gitlab", owner: .provider),
        "managed-services row 19": Departure(type: "managed-gitlab", owner: .provider),
    ]

    /// Whether what a row makes its owner depend on is so. A condition that is not listed here is a failure: somebody has
    /// to say what it means.
    private static let conditions: [String: @Sendable (Service) -> Bool] = [
        "": { _ in true },
        "managed packages only": { $0.managed },
        "no managed plan was bought": { !$0.managed },
        "the add-on was bought": { $0.addons.contains("ddos-advanced") },
        "as often as the package says": { $0.backupSchedule != BackupSchedule.none },
        "within the time that was agreed": { _ in true },
        "where it keeps personal data of others": { _ in true },
        "its own people; the summary says the same of the provider's": { _ in true },
        "the customer asked for it": { _ in true },
    ]

    /// tern's system is its own at the first instant and looked after at the second; oldco's data is kept at the first
    /// alone, and "within the time that was agreed" is over at the second.
    private static let before = "2026-03-10T02:00:00Z"
    private static let after = "2026-05-01T02:00:00Z"

    private struct Sighting {
        let service: Service
        let ruling: Ruling
    }

    /// What the rules say of each duty, by model and duty, for every service that the model decides about.
    private func sightings(at text: String) throws -> [String: [Sighting]] {
        let instant = try #require(Instant(rfc3339: text))
        var found: [String: [Sighting]] = [:]
        for id in book.agreementIDs {
            guard let matrix = book.matrix(of: id, at: instant) else { continue }
            for line in matrix.lines {
                guard let duty = line.duty,
                    let service = matrix.agreement.services.first(where: { $0.id == line.service }),
                    service.lifecycle != .terminated || text == Self.before,
                    let model = matrix.agreement.models.first(where: {
                        $0.matrix.column(type: service.type, managed: service.managed) != nil
                    })
                else { continue }
                found["\(model.id) \(duty)", default: []].append(Sighting(service: service, ruling: line.ruling))
            }
        }
        return found
    }

    private func models() throws -> [ResponsibilityModel] {
        let revision = try #require(book.agreement("agr-palma", revision: 1))
        return revision.models
    }

    @Test("each row's owner is what the rules say, for every service it is about", arguments: [before, after])
    func owners(_ instant: String) throws {
        let sightings = try sightings(at: instant)
        for model in try models() {
            for row in model.page {
                let name = "\(model.id) \(row.row)"
                let holds = try #require(Self.conditions[row.condition], "\(name) depends on: \(row.condition)")
                for duty in row.duties {
                    let concerned = (sightings["\(model.id) \(duty)"] ?? []).filter { holds($0.service) }
                    if instant == Self.before { #expect(!concerned.isEmpty, "\(name) is about no service") }
                    for sighting in concerned {
                        let departure = Self.departures[name].flatMap { departure in
                            departure.type.map { $0 == sighting.service.type } ?? true ? departure : nil
                        }
                        let expected = departure?.owner ?? row.owner
                        #expect(
                            sighting.ruling.owner == expected,
                            "\(name), \(duty) of \(sighting.service.id): \(sighting.ruling.sentence)")
                    }
                }
            }
        }
    }

    @Test("both pages are there to the last row")
    func complete() throws {
        let models = try models()
        let managed = try #require(models.first { $0.id == "managed-services" }).page.map(\.row)
        let hosting = try #require(models.first { $0.id == "hosting" }).page.map(\.row)
        for row in 1...28 { #expect(managed.contains { $0 == "row \(row)" || $0.hasPrefix("row \(row),") }) }
        let lists = (1...8).map { "1.\($0)" } + (1...6).map { "2.\($0)" } + ["3.1", "3.2"]
        for row in lists { #expect(hosting.contains(row)) }
        for row in 1...15 {
            #expect(hosting.contains { $0 == "summary row \(row)" || $0.hasPrefix("summary row \(row),") })
        }
        #expect(managed.count == 29)
        #expect(hosting.count == 33)
    }

    @Test("a departure from the page is one")
    func departures() throws {
        var left = Self.departures
        for model in try models() {
            for row in model.page {
                guard let departure = left.removeValue(forKey: "\(model.id) \(row.row)") else { continue }
                #expect(departure.owner != row.owner, "\(row.row)")
            }
        }
        #expect(left.isEmpty)
    }
}

import CivilTime
import Responsibility

/// Puts the parts of the responsibility book together. The book checks itself; here its problems get their places.
struct BookAssembly {
    let places: BookPlaces
    let log: ProblemLog
    /// The file to name when a problem has no place of its own.
    let file: String

    /// The book of what could be read; nil when there is a problem. Parts that had problems of their own are left out,
    /// so that nothing is said twice.
    func book(
        provider: WrittenParty?, providerAssets: [Asset]?, otherParties: [Party], agreements: [WrittenAgreement],
        models: [ResponsibilityModel], calendars: [BusinessCalendar], jointCare: JointCareReader.JointCare?
    ) -> ResponsibilityBook? {
        guard let provider, let providerAssets else { return nil }
        let calendars = Dictionary(calendars.map { ($0.id, $0) }) { first, _ in first }
        let models = Dictionary(models.map { ($0.reference, $0) }) { first, _ in first }
        let revisions = agreements.flatMap { agreement in
            agreement.revisions.compactMap { revision in
                agreement.customer.flatMap {
                    complete(revision, customer: $0.party.id, models: models, calendars: calendars)
                }
            }
        }
        checkUnused(models, used: revisions, otherParties)
        do throws(BookError) {
            return try ResponsibilityBook(
                provider: provider.party, parties: agreements.compactMap { $0.customer?.party } + otherParties,
                agreements: revisions,
                providerAssets: providerAssets, jointCare: jointCare?.rules ?? [],
                desks: jointCare?.desks ?? DeskTable(rows: [:], otherwise: [:]))
        } catch {
            for problem in error.problems { report(problem) }
            return nil
        }
    }

    /// A book checks the models that its agreements use. A model that waits for its first agreement is checked as
    /// well, by a book of an agreement without services.
    private func checkUnused(_ models: [String: ResponsibilityModel], used: [AgreementRevision], _ others: [Party]) {
        let usedReferences = Set(used.flatMap(\.models).map(\.reference))
        let unused = models.values.filter { !usedReferences.contains($0.reference) }.sorted {
            $0.reference < $1.reference
        }
        guard !unused.isEmpty else { return }
        let nobody = Party(
            id: "nobody", name: "nobody", side: .customer, contacts: [.owner: ["none"]], escalations: [:])
        let probe = AgreementRevision(
            id: "probe", revision: 1, customer: nobody.id, from: Instant(milliseconds: 0), to: nil, models: unused,
            overrides: [], immediately: .houseImmediately, response: .houseResponse,
            designatedChannels: [.provider: "none", .customer: "none"], breachNotice: .hours(24), retention: .hours(24),
            services: [])
        do throws(BookError) {
            let provider = Party(
                id: "prober", name: "prober", side: .provider, contacts: [.owner: ["none"]], escalations: [:])
            _ = try ResponsibilityBook(
                provider: provider, parties: [nobody] + others, agreements: [probe], providerAssets: [], jointCare: [],
                desks: DeskTable(rows: [:], otherwise: [:]))
        } catch {
            for problem in error.problems { report(problem) }
        }
    }

    /// Nil when a model or the calendar is missing or has problems.
    private func complete(
        _ written: WrittenRevision, customer: PartyID, models: [String: ResponsibilityModel],
        calendars: [CalendarID: BusinessCalendar]
    ) -> AgreementRevision? {
        let found = written.models.compactMap { models[$0] }
        let calendar = written.calendar.flatMap { calendars[$0] }
        guard found.count == written.models.count, (calendar == nil) == (written.calendar == nil) else { return nil }
        return AgreementRevision(
            id: written.id, revision: written.revision, customer: customer, from: written.from, to: written.to,
            models: found,
            overrides: written.overrides, immediately: written.immediately, response: written.response,
            designatedChannels: written.designatedChannels, breachNotice: written.breachNotice,
            retention: written.retention, calendar: calendar, regimes: written.regimes,
            crossNotifyFloor: written.tellFrom, services: written.services)
    }

    /// The book's messages end with what to do, after their last semicolon.
    private func report(_ problem: BookProblem) {
        let place = problem.places.lazy.compactMap { places[$0] }.first ?? ConfigurationPlace(file: file)
        let other = problem.places.dropFirst().lazy.compactMap { places[$0] }.first.map { " (see \($0))" } ?? ""
        guard let divider = problem.message.ranges(of: "; ").last else {
            log.add(place, problem.message + other, hint: "see the reference of the configuration")
            return
        }
        log.add(
            place, problem.message[..<divider.lowerBound] + other, hint: String(problem.message[divider.upperBound...]))
    }
}

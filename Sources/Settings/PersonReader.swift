import Coordination
import OnCall
import Responsibility

/// A person who can be on call, as written. What could not be read is nil; the name is known all the same, so that a
/// schedule that uses it has no second problem.
struct WrittenPerson {
    let id: PersonID
    let party: PartyID?
    /// As calendars may call the person.
    let name: String?
    let email: String?
    let channels: [ChannelID]
}

/// Reads the people who can be on call.
struct PersonReader {
    let catalogue: Catalogue

    static let keys = ["id", "party", "name", "email", "channels"]

    func people(_ value: Value) -> People {
        People((value.list { person($0) } ?? []).compactMap { $0 })
    }

    private func person(_ value: Value) -> WrittenPerson? {
        guard let fields = Fields(value, "a person", keys: Self.keys) else { return nil }
        let idValue = fields.required("id")
        let id = idValue?.identifier()
        let isNew = id.map { catalogue.declare(.person, $0, at: idValue?.place ?? fields.place) } ?? false
        let party = fields.required("party", hint: "name the provider or a customer").flatMap { self.party($0) }
        let name = fields.required("name")?.text()
        let email = fields.optional("email").flatMap { address($0) }
        let channels = fields.required("channels", hint: "name at least one channel of the party")?
            .list(min: 1, max: Limits.channelsPerRoleMax) { channel($0, of: party) }
        guard let id, isNew else { return nil }
        return WrittenPerson(id: PersonID(id), party: party, name: name, email: email, channels: channels ?? [])
    }

    /// Who is named; nil when there is no such party, which is told when all files are read.
    func party(_ value: Value) -> PartyID? {
        guard let id = value.identifier(PartyID.self) else { return nil }
        catalogue.refer(.party, id.rawValue, at: value.place)
        return catalogue.place(of: .party, id.rawValue) == nil ? nil : id
    }

    private func channel(_ value: Value, of party: PartyID?) -> ChannelID? {
        guard let id = value.identifier(ChannelID.self) else { return nil }
        catalogue.refer(.channel, id.rawValue, at: value.place)
        catalogue.expectChannel(id.rawValue, ofParty: party?.rawValue, at: value.place)
        return id
    }

    /// What stands after `mailto:` in a calendar.
    private func address(_ value: Value) -> String? {
        guard let text = value.text() else { return nil }
        let parts = text.split(separator: "@", omittingEmptySubsequences: false)
        guard parts.count == 2, parts.allSatisfy({ !$0.isEmpty && !$0.contains(" ") && !$0.contains(":") }) else {
            value.problem("\(code(text)) is no address for `email`", hint: "write it as in ana@example.org")
            return nil
        }
        return text
    }
}

/// Everybody who can be on call, by name.
struct People {
    private let byID: [PersonID: WrittenPerson]

    init(_ people: [WrittenPerson]) {
        byID = Dictionary(people.map { ($0.id, $0) }) { first, _ in first }
    }

    /// The channels of each person of a party.
    func channels(of party: PartyID) -> [PersonID: [ChannelID]] {
        byID.filter { $0.value.party == party }.mapValues(\.channels)
    }

    /// The person that a value names, who must be of the party.
    /// - Parameter party: Nil when it could not be read; then anybody will do.
    func person(_ value: Value, of party: PartyID?) -> PersonID? {
        guard let text = value.identifier() else { return nil }
        let own = byID.values.filter { party == nil || $0.party == party || $0.party == nil }.map(\.id.text)
        guard let person = byID[PersonID(text)] else {
            value.problem("there is no person \(code(text))", hint: hint(text, own, party))
            return nil
        }
        guard own.contains(text) else {
            let whose = person.party.map { "\($0)'s" } ?? "nobody's"
            value.problem(
                "the person \(code(text)) is \(whose), not \(party?.rawValue ?? "")'s", hint: hint(text, own, party))
            return nil
        }
        return person.id
    }

    private func hint(_ text: String, _ own: [String], _ party: PartyID?) -> String {
        guard let party, !own.isEmpty else {
            return SimilarNames.hint(for: text, among: own, kind: "person" + (party.map { " of \($0)" } ?? ""))
        }
        if let name = SimilarNames.closest(to: text, among: own) { return "did you mean \(code(name))?" }
        return "people of \(party): \(own.sorted().joined(separator: ", "))"
    }

    /// Whom an event of a calendar means: by address, else by name or id, in whatever case.
    func person(_ event: CalendarPerson, of party: PartyID) -> PersonID? {
        let own = byID.values.filter { $0.party == party }.sorted { $0.id < $1.id }
        for attendee in event.attendees {
            let address = attendee.lowercased()
            if let found = own.first(where: { $0.email.map { "mailto:\($0.lowercased())" } == address }) {
                return found.id
            }
        }
        let summary = event.summary.lowercased()
        return own.first { $0.name?.lowercased() == summary || $0.id.text.lowercased() == summary }?.id
    }
}

import CivilTime
import Coordination
import OnCall
import Responsibility

/// A schedule for some parties: people who take turns, some of whom cannot be reached, with hours in which nobody is on call.
enum Rotas {
    static func some(_ customers: [World.Customer], _ entropy: inout Entropy) -> [ScheduleID: Rota] {
        var rotas: [ScheduleID: Rota] = [:]
        for party in entropy.some([World.provider] + customers.map(\.id), percent: 60) {
            let id = ScheduleID("rota-\(party)")
            do throws(ScheduleError) {
                rotas[id] = try rota(id, party, &entropy)
            } catch {
                preconditionFailure("the simulator made a schedule that is none: \(error)")
            }
        }
        return rotas
    }

    /// The people of a party who can be on call.
    static func people(of party: PartyID) -> [PersonID] { ["ann", "rose", "fay"].map { PersonID("\(party)-\($0)") } }

    private static func rota(
        _ id: ScheduleID, _ party: PartyID, _ entropy: inout Entropy
    ) throws(ScheduleError) -> Rota {
        let people = people(of: party)
        guard let date = CivilDate(year: 2026, month: 3, day: 1), let handoff = TimeOfDay(hour: 9, minute: 0) else {
            preconditionFailure("the first of March is no day")
        }
        let cadence: Rotation.Cadence = entropy.chance(50) ? .hourly(every: 4) : .daily(every: 1)
        let rotation = try Rotation(cadence, startingOn: date, handoff: handoff, zone: .utc, members: people)
        // Some schedules have an end, after which nobody is on call.
        let until = entropy.chance(30) ? World.start + entropy.elapsed(3_600_000...172_800_000) : nil
        let layer = try Layer(
            id: "base", plan: .rotation(rotation), active: Layer.ActivePeriod(from: nil, until: until))
        var channels: [PersonID: [ChannelID]] = [:]
        for person in people where entropy.chance(80) { channels[person] = [ChannelID(person.text)] }
        return Rota(
            party: party, schedule: try Schedule(id: id, zone: .utc, layers: [layer]), channels: channels)
    }
}

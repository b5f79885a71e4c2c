import CivilTime
import Coordination
import Responsibility

/// Whether what stands makes a report dearer: silences of the party that is told, silences of others, and reporters that were
/// seen before.
enum StandingFigures {
    private static let measured = 1024
    private static let reporters = 10_000

    static func run() {
        do {
            try silences()
            try reportersSeen()
        } catch {
            preconditionFailure("the world of the benchmark is refused: \(error)")
        }
    }

    /// Reports about one customer's host, of which that customer is told, with silences that hold none of them. Own ones beyond
    /// the shipped limit too, to see how it goes on.
    private static func silences() throws {
        let world = try LargeWorld(agreements: 1000, questions: 1)
        let allowed = CoordinationLimits().silencesPerPartyMax
        var without = 0
        for (count, isOwn) in [(0, true), (100, true), (allowed, true), (1000, true), (1000, false)] {
            var core = Core(world: world, silencesMax: 1000)
            for number in 0..<count {
                let party = PartyID("c\(isOwn ? 1 : number == 1 ? 0 : number)")
                try core.silence(
                    "asset=\"\(party)-old\(number)\", severity=~\"low|medium\"", of: party,
                    ago: .seconds(Int64(count - number)))
            }
            precondition(core.state.silences.count == count)
            let accept = core.opening(measured, about: { _ in 1 })
            if count == 0 { without = accept }
            print(
                "silences standing=\(count) of=\(isOwn ? "the_told" : "others") limit=\(allowed) accept_ns=\(accept)"
                    + " to_none=\(Figures.ratio(accept, without))"
                    + " each_ns=\(count == 0 ? 0 : (accept - without) / count)")
        }
    }

    /// As many incidents are open in each line; what differs is by how many parties they were reported.
    private static func reportersSeen() throws {
        let world = try LargeWorld(agreements: reporters, questions: 1)
        let customer: (Int) -> Int = { $0 % reporters }
        let itself: (Int) -> Actor = { number in
            Actor(party: PartyID("c\(number % reporters)"), side: .customer, role: .agent, name: "uid \(number)")
        }
        let somebody: (Int) -> Actor = { number in
            Actor(party: "prov", side: .provider, role: .agent, name: "uid \(number)")
        }
        var one = Core(world: world)
        one.open(reporters, deliver: true, about: customer)
        var many = Core(world: world)
        many.open(reporters, deliver: true, about: customer, from: itself)
        let few = one.opening(measured, about: customer, from: itself)
        let after = many.opening(measured, about: customer, from: itself)
        one.repeatOne(reporters, from: { _ in Core.monitor })
        many.repeatOne(reporters, from: somebody)
        let same = one.repeating(measured, from: { _ in Core.monitor })
        let different = many.repeating(measured, from: somebody)
        print(
            "reporters seen=\(reporters) accept_ns=\(after) seen_one_accept_ns=\(few) ratio=\(Figures.ratio(after, few))"
                + " repeat_ns=\(different) seen_one_repeat_ns=\(same) ratio=\(Figures.ratio(different, same))")
    }
}

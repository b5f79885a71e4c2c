import CivilTime
import Coordination
import OnCall
import Responsibility
import Testing

@testable import Settings

/// Policies beyond those that are shipped, and how incidents go on.
@Suite("Escalation as written")
struct EscalationTests {
    private let world: World

    init() throws { world = try World() }

    @Test("a step tells a channel of the party, while the problem stands, and is repeated")
    func everything() throws {
        try world.edit(
            "escalation.yaml", "{after: PT10M, tell: [own mgr]}",
            "{after: PT10M, while: unresolved, tell: [channel prov-pager, own break_glass]}")
        try world.edit("escalation.yaml", "    last_wait: PT10M\n", "    last_wait: PT10M\n    repeat: 2\n")
        let policy = try #require(try world.load().arrangements.policies["noc"])
        #expect(policy.steps.first?.targets == [.channel("prov-pager"), .desk(.own, .breakGlass)])
        #expect(policy.steps.map(\.condition) == [.unresolved, .unacknowledged])
        #expect(policy.repeats == 2)
        #expect(policy.acknowledgementLasts == .hours(4))
    }

    @Test("an acknowledgement stands for good where nothing is written")
    func forGood() throws {
        try world.edit("escalation.yaml", "    acknowledgement_lasts: PT4H\n", "")
        let policy = try #require(try world.load().arrangements.policies["noc"])
        #expect(policy.acknowledgementLasts == nil)
        #expect(policy.repeats == 0)
    }

    @Test("every party that uses a policy must have the channel that it names")
    func everyParty() throws {
        try world.edit("escalation.yaml", "tell: [own owner]", "tell: [channel tern]")
        let others = world.problems()
        #expect(others.count == 7, "\(others)")
        #expect(others.allSatisfy { $0.hasPrefix("Config/escalation.yaml:51:31: the channel `tern` is tern's, not ") })
        #expect(!others.contains { $0.contains("not tern's") })
        #expect(others.contains { $0.contains("not orchid's, which escalates by the policy `customer`") })
    }

    @Test("a policy that nobody uses may name any channel, and none that there is not")
    func unused() throws {
        let unused = "policies:\n  - {id: spare, steps: [{after: PT1M, tell: [channel tern]}], last_wait: PT1M}\n"
        try world.edit("escalation.yaml", "policies:\n", unused)
        #expect(world.problems() == [])
        try world.edit("escalation.yaml", "channel tern", "channel turn")
        #expect(world.problems().count == 1)
    }

    @Test("a schedule is one of the party that uses the policy")
    func schedules() {
        let place = ConfigurationPlace(file: "escalation.yaml", line: 1, column: 1)
        let target = Located(content: EscalationTarget.schedule("noc-weak"), place: place)
        let policy = WrittenPolicy(
            id: "noc",
            policy: EscalationPolicy(
                steps: [.init(after: .minutes(1), targets: [target.content])], lastWait: .minutes(1)),
            targets: [target])
        func problems(_ schedules: [PartyID: Set<String>]?) -> [String] {
            let log = ProblemLog()
            let party = Party(
                id: "prov", name: "provider", side: .provider, contacts: [.owner: ["first"]],
                escalations: [.noc: "noc"])
            CrossChecks(log: log, catalogue: Catalogue(log: log), schedules: schedules).check(
                parties: [WrittenParty(party: party, contactsPlace: place, channels: [], members: [])],
                policies: [policy])
            return log.sorted.map(\.description)
        }
        #expect(problems(["prov": ["noc-weak"]]) == [])
        let missing = "escalation.yaml:1:1: prov, which escalates by the policy `noc`, has no schedule `noc-weak`"
        #expect(problems(["prov": ["noc-week"]]) == [missing + " — did you mean `noc-week`?"])
        #expect(problems(["tern": ["noc-weak"]]) == [missing + " — there is no schedule of prov yet"])
        #expect(problems(nil).count == 1)
    }

    @Test("a configuration that says nothing of coordination has the values that are shipped")
    func coordination() throws {
        #expect(try world.load().daemon.coordination == CoordinationSettings())
        let text = try world.text("tocsin.yaml")
        let section = try #require(text.firstMatch(of: #/\ncoordination:\n(  .*\n)+/#))
        world.write(Array(text.replacing(section.output.0, with: "\n").utf8), to: "Config/tocsin.yaml")
        #expect(try world.load().daemon.coordination == CoordinationSettings())
    }

    @Test("an incident that never begins again, and proposals of another pace")
    func ownPace() throws {
        try world.edit("tocsin.yaml", "reopen_within: PT10M", "reopen_within: PT0S")
        try world.edit("tocsin.yaml", "proposal_answer_within: PT24H", "proposal_answer_within: PT2H")
        try world.edit("tocsin.yaml", "proposal_told_within: PT4H", "proposal_told_within: PT2H")
        let coordination = try world.load().daemon.coordination
        #expect(coordination.reopenWithin == .zero)
        #expect(coordination.proposalAnswerWithin == .hours(2))
        #expect(coordination.proposalToldWithin == .hours(2))
    }
}

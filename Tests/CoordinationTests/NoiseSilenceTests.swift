import CivilTime
import Responsibility
import StrictJSON
import Testing

@testable import Coordination

/// For literals in tests of noise control; a bad one fails the test that has it.
func noiseInstant(_ text: String) throws -> Instant { try #require(Instant(rfc3339: text), "no instant: \(text)") }

/// Silences: whom they hold, for how long, and what is refused.
@Suite struct NoiseSilenceTests {
    static let web = Matchable([.asset: "web-1", .severity: "high"])
    let now: Instant

    init() throws { now = try noiseInstant("2026-03-10T12:00:00Z") }

    func silence(
        _ id: SilenceID = "sil_1", party: PartyID = "tern", author: String = "Ana", comment: String = "planned",
        matchers: String = "asset=web-1", from: Elapsed = .zero, to: Elapsed = .hours(2)
    ) throws -> Silence {
        try Silence(
            id: id, party: party, author: author, comment: comment, matchers: MatcherSet(text: matchers),
            starts: now + from, ends: now + to, now: now)
    }

    @Test func holdsFromItsStartUpToItsEnd() throws {
        let silence = try silence(from: .minutes(30))
        let moments: [(Elapsed, Silence.State)] = [
            (.zero, .pending), (.milliseconds(30 * 60_000 - 1), .pending), (.minutes(30), .active),
            (.milliseconds(2 * 3_600_000 - 1), .active), (.hours(2), .expired), (.hours(99), .expired),
        ]
        for (after, state) in moments {
            #expect(silence.state(at: now + after) == state)
            #expect(silence.holds(party: "tern", fields: Self.web, at: now + after) == (state == .active))
        }
    }

    @Test func holdsOnlyWhatGoesToItsOwnParty() throws {
        let silence = try silence()
        #expect(silence.holds(party: "tern", fields: Self.web, at: now))
        #expect(!silence.holds(party: "provider", fields: Self.web, at: now))
        #expect(!silence.holds(party: "tern", fields: Matchable([.asset: "web-2"]), at: now))
    }

    @Test func aStartInThePastBecomesNow() throws {
        let silence = try silence(from: .hours(-5), to: .hours(1))
        #expect(silence.starts == now)
        #expect(silence.createdAt == now)
    }

    @Test func endsWhenItIsExpired() throws {
        var silence = try silence()
        silence.expire(at: now + .minutes(10))
        #expect(silence.ends == now + .minutes(10))
        #expect(!silence.holds(party: "tern", fields: Self.web, at: now + .minutes(10)))
        silence.expire(at: now + .minutes(50))
        #expect(silence.ends == now + .minutes(10))
    }

    @Test func onePendingThatIsExpiredNeverHolds() throws {
        var silence = try silence(from: .hours(1))
        silence.expire(at: now + .minutes(5))
        for minutes: Int64 in [5, 59, 60, 90, 120] {
            #expect(silence.state(at: now + .minutes(minutes)) == .expired)
        }
    }

    @Test func namesEverythingThatIsWrong() throws {
        let error = #expect(throws: SilenceError.self) {
            _ = try silence(author: " ", comment: "\n", matchers: "severity!=low", from: .hours(2), to: .hours(1))
        }
        #expect(
            error?.problems == [
                .noAuthor, .noComment, .endsBeforeStart(starts: now + .hours(2), ends: now + .hours(1)), .namesNothing,
            ])
        #expect(error?.problems.map(\.field) == ["author", "comment", "ends", "matchers"])
    }

    @Test func refusesEachProblem() throws {
        let long = String(repeating: "x", count: 1025)
        let month = NoiseLimits.silenceLengthMax
        let cases: [(SilenceProblem, () throws -> Silence)] = [
            (.authorTooLong(bytes: 1025), { try silence(author: long) }),
            (.commentTooLong(bytes: 1025), { try silence(comment: long) }),
            (.controlCharacter(field: "author"), { try silence(author: "A\u{1B}[0m") }),
            (.controlCharacter(field: "comment"), { try silence(comment: "a\u{0}") }),
            (.endsBeforeStart(starts: now, ends: now), { try silence(to: .zero) }),
            (.inThePast(ends: now, now: now), { try silence(from: .hours(-1), to: .zero) }),
            (
                .tooLong(length: month + .milliseconds(1), most: month),
                { try silence(to: month + .milliseconds(1)) }
            ),
        ]
        for (problem, make) in cases {
            #expect(throws: SilenceError(problems: [problem])) { _ = try make() }
            #expect(problem.code.hasPrefix("silence-"))
        }
        #expect(try silence(to: month).ends == now + month)
        // The length counts from now, not from a start long ago.
        #expect(try silence(from: .hours(-24 * 365), to: month).ends == now + month)
    }

    @Test func isWrittenAndReadBack() throws {
        var silence = try silence(matchers: #"asset=~"web-\\d+", label.team!="db""#, from: .hours(1), to: .hours(3))
        #expect(try Silence(written: silence.written) == silence)
        silence.expire(at: now + .minutes(1))
        let read = try Silence(written: try #require(JSON(parsing: JSON.object(silence.written).bytes).object))
        #expect(read == silence)
    }

    @Test func whatWasErasedReadsAsSuch() throws {
        let silence = try silence()
        let kept = silence.written.members.filter { !Silence.personalMembers.contains($0.name) }
        let read = try Silence(written: JSONObject(kept))
        #expect(read.author == "[erased]")
        #expect(read.comment == "[erased]")
        #expect(read.ends == silence.ends)
    }

    @Test(arguments: ["silence", "party", "matchers", "starts", "ends", "created_at"])
    func aFormWithoutItIsRefused(_ name: String) throws {
        let members = try silence().written.members.filter { $0.name != name }
        #expect(throws: NoiseFormError.self) { _ = try Silence(written: JSONObject(members)) }
    }
}

extension Elapsed {
    fileprivate static func + (left: Elapsed, right: Elapsed) -> Elapsed {
        .milliseconds(left.milliseconds + right.milliseconds)
    }
}

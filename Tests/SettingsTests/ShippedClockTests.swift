import CivilTime
import Coordination
import Responsibility
import Settings
import Testing

/// When everything is due that the shipped joint-care rules ask for.
@Suite("Clocks under the shipped configuration")
struct ShippedClockTests {
    @Test("run from what they count from, for as long as is written", arguments: ClockRow.shipped)
    func due(_ row: ClockRow) throws {
        #expect(try row.disagreements(with: World().load().arrangements.book) == [])
    }

    @Test("the end is told within the hour, and while it is open the word goes on every hour")
    func endAndUpdates() throws { #expect(try Self.disagreementsBeyondRows(World().load().arrangements.book) == []) }

    /// What no row can say: the end of an incident, whose readers are on the record and not in the agreement, and
    /// updates.
    private static func disagreementsBeyondRows(_ book: ResponsibilityBook) throws -> [String] {
        let received = try #require(Instant(rfc3339: "2026-03-10T02:00:00Z"))
        let ruling = try book.rule(
            on: Question(asset: "hv-07", category: .hardware, asker: "prov", observedAt: received))
        let end = Occasion(event: .resolved, severity: .high, reporter: "prov", receivedAt: received)
        let rule = try #require(book.jointCare.first { $0.id == "JC-17" })
        let impact = try #require(book.jointCare.first { $0.id == "JC-03" })
        var found: [String] = []
        if book.dueOfEnd(under: rule, ruling, end) != received + .minutes(60) { found.append("JC-17") }
        if impact.acts.map(\.updateEvery) != [.minutes(60)] { found.append("JC-03 updates") }
        return found
    }

    /// Spans as they are written in a file of rules.
    private static func spans(in line: Substring) -> [Range<Substring.Index>] {
        line.ranges(of: #/-?\bP(T?\d+[DHM])\b|\b\d+bh\b/#)
    }

    /// Each number is one more than it is, in turn; each time something must be due at another time than the tables say.
    @Test("no number can be changed unseen")
    func everyNumberIsHeld() throws {
        let world = try World()
        let lines = try world.text("joint-care.yaml").split(separator: "\n", omittingEmptySubsequences: false)
        let first = try #require(lines.firstIndex(of: "rules:"))
        var changed = 0
        for number in lines.indices.dropFirst(first + 1) where !lines[number].drop(while: { $0 == " " }).hasPrefix("#")
        {
            for span in Self.spans(in: lines[number]) {
                var mutant = lines
                let longer = try Self.oneMore(lines[number][span])
                mutant[number] = Substring(
                    lines[number][..<span.lowerBound] + longer + lines[number][span.upperBound...])
                world.write(Array(mutant.joined(separator: "\n").utf8), to: "Config/joint-care.yaml")
                let book = try world.load().arrangements.book
                #expect(
                    try Self.disagreesAnywhere(book),
                    "joint-care.yaml:\(number + 1) may say \(longer) in place of \(lines[number][span])")
                changed += 1
            }
        }
        #expect(changed >= 30, "the numbers were not found")
    }

    private static func oneMore(_ span: Substring) throws -> String {
        let digits = try #require(span.firstRange(of: #/\d+/#))
        let number = try #require(Int(span[digits]))
        return "\(span[..<digits.lowerBound])\(number + 1)\(span[digits.upperBound...])"
    }

    private static func disagreesAnywhere(_ book: ResponsibilityBook) throws -> Bool {
        for row in ClockRow.shipped where try !row.disagreements(with: book).isEmpty { return true }
        return try !disagreementsBeyondRows(book).isEmpty
    }
}

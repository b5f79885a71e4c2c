import CivilTime
import Responsibility
import Testing

/// The printable table says what a report would be answered.
@Suite struct AgreementMatrixTests {
    @Test func everyLineIsWhatAReportWouldBeAnswered() throws {
        let book = try World.book()
        for id in book.agreementIDs {
            let matrix = try #require(book.matrix(of: id, at: World.t))
            #expect(!matrix.lines.isEmpty)
            for line in matrix.lines {
                let asked = World.question(
                    "prov", nil, line.ruling.category, layer: line.layer, duty: line.duty, service: line.service)
                let ruling = try book.rule(on: asked)
                #expect(ruling.owner == line.ruling.owner)
                #expect(ruling.lead == line.ruling.lead)
                #expect(ruling.rule == line.ruling.rule)
            }
        }
    }

    @Test func layersComeFirstAndEveryDutyOnce() throws {
        let matrix = try #require(try World.book().matrix(of: "agr-tern", at: World.t))
        let duties = matrix.lines.compactMap(\.duty)
        #expect(Set(duties) == Set(Models.hosting.duties.keys))
        #expect(duties.count == Set(duties).count)
        let firstDuty = try #require(matrix.lines.firstIndex { $0.duty != nil })
        #expect(matrix.lines[firstDuty...].allSatisfy { $0.duty != nil })
        #expect(matrix.lines[..<firstDuty].map(\.layer).contains(.os))
    }

    @Test func theRevisionInForceCounts() throws {
        let book = try World.book()
        func owner(_ at: String) throws -> Owner? {
            try #require(book.matrix(of: "agr-tern", at: World.instant(at))).lines
                .first { $0.duty == nil && $0.layer == .os }?.ruling.owner
        }
        #expect(try owner("2026-03-31T00:00:00Z") == .customer)
        #expect(try owner("2026-04-02T00:00:00Z") == .provider)
        #expect(book.matrix(of: "agr-tern", at: World.instant("2020-01-01T00:00:00Z")) == nil)
        #expect(book.matrix(of: "agr-nobody", at: World.t) == nil)
    }

    @Test func whatIsAskedForIsShownAsIfItWere() throws {
        let matrix = try #require(try World.book().matrix(of: "agr-palma", at: World.t))
        let line = try #require(matrix.lines.first { $0.duty == "backup.restore" })
        #expect(line.ruling.owner == .provider)
        #expect(line.ruling.onRequest)
    }
}

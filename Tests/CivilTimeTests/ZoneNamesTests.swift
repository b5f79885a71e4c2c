import CivilTime
import CivilTimeFixtures
import Testing

@Suite struct ZoneNamesTests {
    static let table = """
        # version 2025b
        # This zic input file is in the public domain.
        R d 1916 o - Jun 14 23s 1 S
        Z Europe/Berlin 0:53:28 - LMT 1893 Ap
        1 DE CE%sT
        Z Europe/Kyiv 2:2:4 - LMT 1880
        Z Asia/Bangkok 6:42:4 - LMT 1880
        Z America/New_York -4:56:2 - LMT 1883 N 18 17u
        Z Etc/GMT-7 7 - +07
        Z Etc/GMT+7 -7 - -07
        Z CET 1 c CE%sT
        Z EST5EDT -5 u E%sT
        Link\tEurope/Kyiv\tEurope/Kiev
        L Europe/Kiev Europe/Uzhgorod
        L Asia/Tokyo Japan
        Z Asia/Tokyo 9:18:59 - LMT 1887 D 31 15u
        L America/New_York US/Eastern
        L Europe/Berlin Europe/Stockholm
        L Loop/A Europe/Loop
        L Europe/Loop Loop/A
        L Nowhere/Land Europe/Dangling
        """
    static let zoneTab = "# comment\nSE\t+5920+01803\tEurope/Stockholm\nUA\t+5026+03031\tEurope/Kyiv\tmost of Ukraine\n"
    static let names = ZoneNames(tzdataZi: table, zoneTab: zoneTab)

    private func refusal(_ text: String, of names: ZoneNames = names) -> ZoneNameError? {
        do throws(ZoneNameError) {
            _ = try names.canonical(text)
            return nil
        } catch {
            return error
        }
    }

    @Test(
        arguments: [
            ("UTC", "UTC"), ("Europe/Berlin", "Europe/Berlin"), ("Europe/Kiev", "Europe/Kyiv"),
            ("Europe/Uzhgorod", "Europe/Kyiv"), ("Etc/GMT-7", "Etc/GMT-7"), ("US/Eastern", "America/New_York"),
            ("Europe/Stockholm", "Europe/Stockholm"),
        ]) func canonicalises(_ text: String, _ expected: String) throws
    {
        #expect(try Self.names.canonical(text).text == expected)
    }

    @Test func etcNamesHaveTheirSignInverted() throws {
        #expect(try Zoneinfo.rules("Etc/GMT-7").offsetSeconds(at: Instant(milliseconds: 0)) == 25_200)
    }

    /// One country's clocks are no other's, even where the table has no room for both: that is what `zone.tab` is for.
    @Test func withoutZoneTabALinkIsFollowed() throws {
        #expect(try ZoneNames(tzdataZi: Self.table).canonical("Europe/Stockholm").text == "Europe/Berlin")
    }

    @Test(
        arguments: [
            ("Mars/Phobos", .unknown("Mars/Phobos", version: "2025b", write: nil)),
            ("GMT+7", .noRegion("GMT+7", write: "Etc/GMT-7")), ("UTC-3", .noRegion("UTC-3", write: "Etc/GMT+3")),
            ("GMT+15", .noRegion("GMT+15", write: nil)), ("CET", .noRegion("CET", write: nil)),
            ("EST5EDT", .noRegion("EST5EDT", write: nil)), ("Japan", .noRegion("Japan", write: "Asia/Tokyo")),
            ("Berlin", .noRegion("Berlin", write: "Europe/Berlin")), ("GMT", .noRegion("GMT", write: nil)),
            ("europe/berlin", .unknown("europe/berlin", version: "2025b", write: "Europe/Berlin")),
            ("America/New York", .unknown("America/New York", version: "2025b", write: "America/New_York")),
            ("Europe/Bangkok", .unknown("Europe/Bangkok", version: "2025b", write: "Asia/Bangkok")),
            ("Europe/Loop", .unknown("Europe/Loop", version: "2025b", write: nil)),
            ("Europe/Dangling", .unknown("Europe/Dangling", version: "2025b", write: nil)),
            ("", .malformed("")), ("Europe/../../etc/passwd", .malformed("Europe/../../etc/passwd")),
            ("/etc/passwd", .malformed("/etc/passwd")), ("Europe/", .malformed("Europe/")),
            ("Europe/Z\u{fc}rich", .malformed("Europe/Z\u{fc}rich")), ("Europe/.", .malformed("Europe/.")),
        ] as [(String, ZoneNameError)]) func refuses(_ text: String, _ expected: ZoneNameError)
    {
        #expect(refusal(text) == expected)
    }

    @Test func refusalsSayWhatToWrite() {
        #expect(
            refusal("GMT+7")?.description
                == "is an offset, whose sign libraries read differently; write Etc/GMT-7")
        #expect(
            refusal("CET")?.description
                == "is no region and city, so it follows no place's law; "
                + "write UTC or a region and city such as Europe/Berlin"
        )
        #expect(
            refusal("Mars/Phobos")?.description
                == "is not a zone of the system's time zone database (2025b); "
                + "write UTC or a region and city such as Europe/Berlin")
        #expect(refusal("Japan")?.description.hasSuffix("; write Asia/Tokyo") == true)
    }

    /// A machine without the table: what exists is known, and nothing is known of what stands for what.
    @Test func existingNamesAreEnough() throws {
        let names = ZoneNames(existing: ["Europe/Berlin", "Europe/Kiev", "CET", "posix/Europe/Berlin"])
        #expect(try names.canonical("Europe/Kiev").text == "Europe/Kiev")
        #expect(try names.canonical("UTC") == .utc)
        #expect(refusal("CET", of: names)?.code == "zone-name-no-region")
        #expect(refusal("posix/Europe/Berlin", of: names)?.code == "zone-name-unknown")
        #expect(refusal("Europe/Kyiv", of: names)?.code == "zone-name-unknown")
        #expect(names.all.map(\.text) == ["Europe/Berlin", "Europe/Kiev", "UTC"])
    }

    @Test func rubbishIsPassedOver() {
        for text in ["", "Z", "L", "L a", "#", "# version", "Z\u{0}", "\n\n\n", "L a b c d", "🏔 L Z"] {
            #expect(ZoneNames(tzdataZi: text, zoneTab: text).all == [.utc])
        }
    }

    /// Every name that this machine's table answers with has a file, and every place of the world is itself.
    @Test func theTableOfThisMachineAgreesWithItsFiles() throws {
        let zoneTab = try Zoneinfo.text("zone.tab")
        let names = ZoneNames(tzdataZi: try Zoneinfo.text("tzdata.zi"), zoneTab: zoneTab)
        let files = Set(Zoneinfo.files.map(\.name))
        #expect(names.version != nil)
        #expect(names.all.count > 300)
        for name in names.all { #expect(files.contains(name.text), "\(name)") }
        for line in zoneTab.split(separator: "\n") where !line.hasPrefix("#") {
            let place = String(line.split(separator: "\t")[2])
            #expect(try names.canonical(place).text == place)
        }
        for file in Zoneinfo.files where file.name.contains("/") {
            #expect(throws: Never.self, "\(file.name)") { try names.canonical(file.name) }
        }
        #expect(try names.canonical("Europe/Kiev").text == "Europe/Kyiv")
    }
}

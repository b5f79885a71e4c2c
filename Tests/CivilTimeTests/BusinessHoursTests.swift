import CivilTime
import Testing

@Suite struct BusinessHoursTests {
    @Test(
        arguments: [
            ("Mon-Fri 09:00-18:00", "Mon-Fri 09:00-18:00"),
            ("Mon-Fri 09:00-18:00, Sat 10:00-14:00", "Mon-Fri 09:00-18:00, Sat 10:00-14:00"),
            ("Mon-Fri 09:00-12:00 13:00-17:00", "Mon-Fri 09:00-12:00 13:00-17:00"),
            ("Mon-Fri 13:00-17:00, 09:00-12:00", "Mon-Fri 09:00-12:00 13:00-17:00"),
            ("Mon 09:00-12:00, Mon 12:00-17:00", "Mon 09:00-17:00"),
            ("mon tue THURSDAY 08:30-09:00:30", "Mon-Tue 08:30-09:00:30, Thu 08:30-09:00:30"),
            ("Sat-Mon 00:00-24:00", "Mon 00:00-24:00, Sat-Sun 00:00-24:00"), ("24x7", "Mon-Sun 00:00-24:00"),
            ("Mon\u{2013}Fri 09:00\u{2013}18:00", "Mon-Fri 09:00-18:00"), ("  Wed   10:00-11:00 ", "Wed 10:00-11:00"),
            ("Mon-Sun 10:00-11:00", "Mon-Sun 10:00-11:00"), ("Wed-Wed 10:00-11:00", "Wed 10:00-11:00"),
        ]) func reads(_ text: String, _ expected: String) throws
    {
        let hours = try BusinessHours(text: text)
        #expect(hours.description == expected)
        #expect(try BusinessHours(text: hours.description) == hours)
    }

    @Test(
        arguments: [
            ("", "has a part without days and hours"), ("Mon-Fri 09:00-18:00,", "has a part without days and hours"),
            ("Mon-Fri", "has no hours after \"Mon-Fri\""), ("09:00-18:00", "has no days before \"09:00-18:00\""),
            ("Mo-Fr 09:00-18:00", "has \"Mo-Fr\" where a day should be"),
            ("Mon-Tue-Wed 09:00-18:00", "has \"Mon-Tue-Wed\" where a day should be"),
            ("Mon- 09:00-18:00", "has \"Mon-\" where a day should be"),
            ("Mon 9-18", "has \"9-18\" where hours should be"), ("Mon 09:00", "has \"09:00\" where hours should be"),
            ("Mon 09:00-18:00-19:00", "has \"09:00-18:00-19:00\" where hours should be"),
            ("Mon 09:00-24:30", "has \"09:00-24:30\" where hours should be"),
            ("Mon 09:00-10:00 Tue 11:00-12:00", "has \"Tue\" after hours; put a comma"),
            ("Mon 09:00-09:00", "begins when it ends"),
            ("Fri 22:00-02:00", "write 22:00-24:00, and on the next day 00:00-02:00"),
            ("Mon-Fri 09:00-13:00, Wed 12:00-14:00", "has 09:00-13:00 and 12:00-14:00 on Wed, which overlap"),
            ("Mon 24:00-09:00", "ends before it begins"),
        ]) func refuses(_ text: String, _ expected: String)
    {
        let error = #expect(throws: BusinessHoursError.self) { try BusinessHours(text: text) }
        #expect(error?.description.contains(expected) == true, "\(error?.description ?? "")")
    }

    @Test func longTextsAreRefused() {
        let text = "Mon " + String(repeating: "0", count: 1000)
        #expect(throws: BusinessHoursError.tooLong) { try BusinessHours(text: text) }
    }
}

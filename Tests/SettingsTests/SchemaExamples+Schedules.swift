extension SchemaExamples {
    /// What the example of schedules names as its calendar.
    static let duty = """
        BEGIN:VCALENDAR
        BEGIN:VEVENT
        SUMMARY:Ana Anders
        DTSTART:20260105T080000Z
        DTEND:20260106T080000Z
        END:VEVENT
        END:VCALENDAR

        """

    static let schedules = """
        people:
          - {id: ana, party: prov, name: Ana Anders, email: ana@example.org, channels: [first, second]}
          - {id: 7, party: prov, name: 112, channels: [first]}
          - {id: bo, party: x, name: Bo, channels: [third]}
        zones: [UTC, Europe/Stockholm]
        schedules:
          - id: all
            party: prov
            zone: Europe/Berlin
            layers:
              - id: turns
                revision: 3
                members: [ana, 7, ana]
                every: 2 weeks
                starting_on: 2026-01-05
                handoff: "09:00"
                advance: covered
                zone: Asia/Bangkok
                from: 2026-01-05T09:00
                until: 2027-01-01T00:00:00.5+07:00
                restrictions:
                  - {days: [mon, tue, wed, thu, fri], from: "22:00", to: "06:00:30"}
                  - {from: "fri 18:00", to: "mon 24:00"}
              - {id: more, members: [7], every: 12 hours, starting_on: 2026-01-05, handoff: 21:00, advance: calendar}
              - id: table
                shifts:
                  - {person: ana, from: 2026-12-24T18:00, to: 2026-12-25T09:00:00+01:00}
              - {id: read, calendar: duty.ics, from: 2026-01-01T00:00, until: 2026-12-31T00:00}
            overrides:
              - {id: swap, from: 2026-04-13T09:00, to: 2026-04-14T09:00:00Z, replace: ana, with: 7, reason: A holiday}
              - {id: more, from: 2026-05-13T09:00, to: 2026-05-14T09:00:30, add: ana, reason: 2}
              - {id: less, from: 2026-06-13T09:00, to: 2026-06-14T09:00, remove: ana, reason: Ill}
          - {id: none, party: x, layers: [{id: 1, members: [bo], every: 1 month, starting_on: 2026-01-31, handoff: "00:00"}]}
        """
}

internal import CivilTime

/// A DATE or DATE-TIME of a calendar (RFC 5545 sections 3.3.4 and 3.3.5).
struct CalendarTime: Hashable, Sendable {
    /// Midnight for a date.
    let local: CivilDateTime
    let zone: TimeZoneRules
    let isDate: Bool

    /// The instant by RFC 5545: in a gap by the offset before it, the first where the time comes twice.
    var instant: Instant { zone.rfc5545(local).writable }

    func moved(to date: CivilDate) -> CalendarTime {
        CalendarTime(local: CivilDateTime(date, local.time), zone: zone, isDate: isDate)
    }

    /// Whether clocks skip it.
    var isSkipped: Bool {
        if case .gap = zone.resolve(local) { return true }
        return false
    }
}

/// Finds the zones that a calendar names.
struct CalendarZones {
    /// For times without a zone, and for dates.
    let floating: TimeZoneRules
    let named: (String) -> TimeZoneRules?
}

extension ContentLine {
    /// The value as one time.
    func time(_ zones: CalendarZones) throws(CalendarError) -> CalendarTime {
        let times = try times(zones)
        guard times.count == 1 else { throw .malformedValue(line: number, property: name) }
        return times[0]
    }

    /// The value as times separated by commas.
    func times(_ zones: CalendarZones) throws(CalendarError) -> [CalendarTime] {
        let kind = parameters["VALUE"]?.uppercased() ?? "DATE-TIME"
        guard kind == "DATE" || kind == "DATE-TIME" else {
            throw .unsupported(line: number, what: "\(name) of the kind \(kind)")
        }
        var zone = zones.floating
        if let zoneName = parameters["TZID"] {
            guard let rules = zones.named(zoneName) else { throw .unknownZone(line: number, name: zoneName) }
            zone = rules
        }
        var found: [CalendarTime] = []
        for part in value.split(separator: ",", omittingEmptySubsequences: false) {
            guard found.count < OnCallLimits.calendarExceptionsMax else {
                throw .tooManyValues(line: number, property: name)
            }
            guard let time = CalendarTime(part, isDate: kind == "DATE", zone: zone),
                time.zone == zone || parameters["TZID"] == nil
            else { throw .malformedValue(line: number, property: name) }
            found.append(time)
        }
        return found
    }
}

extension CalendarTime {
    /// `20260329`, `20260329T023000`, `20260329T003000Z`.
    init?(_ text: Substring, isDate: Bool, zone: TimeZoneRules) {
        let bytes = Array(text.utf8)
        guard bytes.count >= 8, let year = Self.digits(bytes[0..<4]), let month = Self.digits(bytes[4..<6]),
            let day = Self.digits(bytes[6..<8]), let date = CivilDate(year: year, month: month, day: day)
        else { return nil }
        self.isDate = isDate
        if isDate {
            guard bytes.count == 8 else { return nil }
            local = CivilDateTime(date, .midnight)
            self.zone = zone
            return
        }
        guard (15...16).contains(bytes.count), bytes[8] == UInt8(ascii: "T"), let hour = Self.digits(bytes[9..<11]),
            let minute = Self.digits(bytes[11..<13]), let second = Self.digits(bytes[13..<15]), hour < 24, second <= 60,
            // A leap second is read as the second before it (section 3.3.12).
            let time = TimeOfDay(hour: hour, minute: minute, second: min(second, 59))
        else { return nil }
        let isUTC = bytes.count == 16
        guard !isUTC || bytes[15] == UInt8(ascii: "Z") else { return nil }
        local = CivilDateTime(date, time)
        self.zone = isUTC ? .utc : zone
    }

    static func digits(_ bytes: some Sequence<UInt8>) -> Int64? {
        var value: Int64 = 0
        for byte in bytes {
            guard (0x30...0x39).contains(byte), value < 1_000_000_000 else { return nil }
            value = value * 10 + Int64(byte - 0x30)
        }
        return value
    }
}

/// A DURATION (section 3.3.6): days are counted on the wall, hours, minutes and seconds pass.
struct CalendarDuration: Hashable, Sendable {
    let days: Int64
    let exact: Elapsed

    /// `P7W`, `P1DT12H`, `PT8H30M`. Nil for what is not written so, for negative ones, and for more than
    /// `OnCallLimits.shiftLengthMax`.
    init?(_ text: String) {
        var rest = Substring(text)
        if rest.first == "+" { rest.removeFirst() }
        guard rest.first == "P" else { return nil }
        rest.removeFirst()
        var days: Int64 = 0
        var seconds: Int64 = 0
        var isTime = false
        var lastRank = -1
        var partsCount = 0
        while !rest.isEmpty {
            if !isTime, rest.first == "T" {
                rest.removeFirst()
                isTime = true
                guard !rest.isEmpty else { return nil }
            }
            let digits = rest.prefix { $0.isASCII && $0.isNumber }
            rest = rest.dropFirst(digits.count)
            guard (1...9).contains(digits.count), let value = CalendarTime.digits(digits.utf8),
                let unit = rest.popFirst(), let rank = Self.rank(of: unit, isTime: isTime), rank > lastRank
            else { return nil }
            lastRank = rank
            switch unit {
            case "W": days += value * 7
            case "D": days += value
            case "H": seconds += value * 3600
            case "M": seconds += value * 60
            default: seconds += value
            }
            partsCount += 1
        }
        let total = Elapsed.seconds(days * 86_400 + seconds)
        guard partsCount > 0, total <= OnCallLimits.shiftLengthMax else { return nil }
        self.days = days
        exact = .seconds(seconds)
    }

    /// Parts come in this order; nothing comes after weeks.
    private static func rank(of unit: Character, isTime: Bool) -> Int? {
        switch (unit, isTime) {
        case ("D", false): 0
        case ("H", true): 1
        case ("M", true): 2
        case ("S", true): 3
        case ("W", false): 4
        default: nil
        }
    }
}

/// The hours of a week in which an office is open, by the clock on its wall.
package struct BusinessHours: Hashable, Sendable, CustomStringConvertible {
    /// One stretch of a day, half-open: at `end` the office is closed.
    package struct Window: Hashable, Sendable, CustomStringConvertible {
        package let start: TimeOfDay
        /// After `start`, at most 24:00.
        package let end: TimeOfDay

        package var description: String { "\(start)-\(end)" }
    }

    /// Seven lists, Monday first; each in rising order, neither overlapping nor touching. At least one has a window.
    private let week: [[Window]]

    static let textBytesMax = 1000

    /// Reads `Mon-Fri 09:00-18:00, Sat 10:00-14:00`, or `24x7`.
    ///
    /// Parts are separated by commas. A part has days (`Mon`, `Mon-Fri`, `Tue Thu`, `Sat-Mon`) and after them one range
    /// or several (`Mon-Fri 09:00-12:00 13:00-17:00`); without days it adds to the days before it. A day ends at 24:00.
    package init(text: String) throws(BusinessHoursError) {
        guard text.utf8.count <= Self.textBytesMax else { throw .tooLong }
        let plain = String(text.map { $0 == "\u{2013}" ? "-" : $0 })
        if plain.filter({ $0 != " " }).lowercased() == "24x7" {
            week = [[Window]](repeating: [Window(start: .midnight, end: .endOfDay)], count: 7)
            return
        }
        var week = [[Window]](repeating: [], count: 7)
        var days: Set<Weekday> = []
        for part in plain.split(separator: ",", omittingEmptySubsequences: false) {
            let words = part.split(separator: " ").map(String.init)
            guard !words.isEmpty else { throw .emptyPart }
            let ranges = Array(words.drop { !Self.beginsWithDigit($0) })
            let named = words.prefix(words.count - ranges.count)
            if !named.isEmpty { days = try Self.days(named) }
            guard !ranges.isEmpty else { throw .noHours(words.joined(separator: " ")) }
            guard !days.isEmpty else { throw .noDays(words.joined(separator: " ")) }
            for range in ranges {
                let window = try Self.window(range)
                for day in days { try Self.insert(window, into: &week[day.rawValue - 1], on: day) }
            }
        }
        self.week = week.map(Self.joined)
    }

    /// The day's windows in rising order; empty when the office is closed.
    package func windows(on day: Weekday) -> [Window] { week[day.rawValue - 1] }

    /// The shortest text that reads as the same hours.
    package var description: String {
        var parts: [String] = []
        var day = 0
        while day < 7 {
            let windows = week[day]
            let last = (day..<7).last { week[day...$0].allSatisfy { $0 == windows } } ?? day
            if !windows.isEmpty {
                let first = Weekday.allCases[day].description
                let days = last == day ? first : "\(first)-\(Weekday.allCases[last])"
                parts.append("\(days) " + windows.map(\.description).joined(separator: " "))
            }
            day = last + 1
        }
        return parts.joined(separator: ", ")
    }
}

extension BusinessHours {
    private static func beginsWithDigit(_ word: String) -> Bool {
        word.utf8.first.map { (0x30...0x39).contains($0) } ?? false
    }

    private static func days(_ words: some Sequence<String>) throws(BusinessHoursError) -> Set<Weekday> {
        var days: Set<Weekday> = []
        for word in words {
            let ends = word.split(separator: "-", omittingEmptySubsequences: false).map { Weekday(text: String($0)) }
            guard (1...2).contains(ends.count), let first = ends[0], let last = ends[ends.count - 1] else {
                throw .unknownDay(word)
            }
            var day = first
            days.insert(day)
            while day != last {
                day = day.next
                days.insert(day)
            }
        }
        return days
    }

    private static func window(_ word: String) throws(BusinessHoursError) -> Window {
        guard beginsWithDigit(word) else { throw .dayAfterHours(word) }
        let ends = word.split(separator: "-", omittingEmptySubsequences: false).map { TimeOfDay(text: String($0)) }
        guard ends.count == 2, let start = ends[0], let end = ends[1] else { throw .unreadableRange(word) }
        guard start != end else { throw .emptyRange(word) }
        guard start < end else { throw .pastMidnight(word, start: start, end: end) }
        return Window(start: start, end: end)
    }

    private static func insert(_ window: Window, into day: inout [Window], on weekday: Weekday)
        throws(BusinessHoursError)
    {
        if let other = day.first(where: { $0.start < window.end && window.start < $0.end }) {
            throw .overlap(weekday, other, window)
        }
        day.insert(window, at: day.firstIndex { $0.start > window.start } ?? day.count)
    }

    /// Windows that touch are one: nobody leaves the office at noon to come back at noon.
    private static func joined(_ windows: [Window]) -> [Window] {
        windows.reduce(into: []) { joined, window in
            if let last = joined.last, last.end == window.start {
                joined[joined.count - 1] = Window(start: last.start, end: window.end)
            } else {
                joined.append(window)
            }
        }
    }
}

/// Why written business hours were refused.
package enum BusinessHoursError: Error, Hashable, Sendable, CustomStringConvertible {
    case tooLong
    /// Nothing between two commas, or nothing at all.
    case emptyPart
    case unknownDay(String)
    /// A part with days only.
    case noHours(String)
    /// The first part has no days.
    case noDays(String)
    /// A day follows hours in the same part.
    case dayAfterHours(String)
    case unreadableRange(String)
    case emptyRange(String)
    case pastMidnight(String, start: TimeOfDay, end: TimeOfDay)
    case overlap(Weekday, BusinessHours.Window, BusinessHours.Window)

    /// Stable; for logs and answers.
    package var code: String {
        switch self {
        case .tooLong: "hours-too-long"
        case .emptyPart: "hours-empty"
        case .unknownDay: "hours-unknown-day"
        case .noHours: "hours-missing"
        case .noDays: "hours-no-days"
        case .dayAfterHours: "hours-day-after-hours"
        case .unreadableRange: "hours-unreadable"
        case .emptyRange: "hours-empty-range"
        case .pastMidnight: "hours-past-midnight"
        case .overlap: "hours-overlap"
        }
    }

    package var description: String {
        switch self {
        case .tooLong: "is longer than \(BusinessHours.textBytesMax) bytes"
        case .emptyPart: "has a part without days and hours; write it like \(Self.example)"
        case .unknownDay(let word):
            "has \"\(word)\" where a day should be; days are Mon Tue Wed Thu Fri Sat Sun, or Mon-Fri"
        case .noHours(let part): "has no hours after \"\(part)\"; write it like \(Self.example)"
        case .noDays(let part): "has no days before \"\(part)\"; write it like \(Self.example)"
        case .dayAfterHours(let word): "has \"\(word)\" after hours; put a comma before the next days"
        case .unreadableRange(let word):
            "has \"\(word)\" where hours should be; write them like 09:00-18:00, with two digits"
        case .emptyRange(let word): "has \"\(word)\", which begins when it ends; a whole day is 00:00-24:00"
        case .pastMidnight(let word, let start, let end):
            "has \"\(word)\", which ends before it begins; write \(start)-24:00, and on the next day 00:00-\(end)"
        case .overlap(let day, let first, let second): "has \(first) and \(second) on \(day), which overlap"
        }
    }

    private static let example = "\"Mon-Fri 09:00-18:00, Sat 10:00-14:00\""
}

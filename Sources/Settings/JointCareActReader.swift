import CivilTime
import Responsibility

/// Reads what a rule of joint care asks for: whom Tocsin tells, or what a party owes, and by when.
struct JointCareActReader {
    /// When the rule fires, as far as it could be read.
    let when: [JointCareRule.When]

    static let keys =
        ["tell", "owe", "what"] + clockKeys + [
            "earliest_of", "acknowledgement_expected", "evidence", "on_miss", "update_every",
        ]
    static let clockKeys = ["start", "within", "within_calendar"]
    static let severityKeys = Severity.allCases.reversed().map(\.rawValue)

    /// - Parameter named: Whether it is one of several, each with a name of its own.
    func act(_ fields: Fields, named: Bool) -> JointCareRule.Act? {
        let name = named ? fields.required("act", hint: "give each act of a rule a name")?.identifier() : nil
        let deed = deed(fields)
        let clocks = clocks(fields)
        let evidence = fields.optional("evidence").map { $0.list { $0.word(JointCareRule.Evidence.self) } } ?? []
        let onMiss = fields.optional("on_miss").map { self.onMiss($0) } ?? .escalate
        let updateEvery = fields.optional("update_every").flatMap { $0.duration(in: Self.updateRange) }
        guard let deed, let expected = acknowledgementExpected(fields, deed), let clocks, let evidence, let onMiss
        else {
            return nil
        }
        return JointCareRule.Act(
            name: name, deed: deed, clocks: clocks, acknowledgementExpected: expected, evidence: evidence,
            onMiss: onMiss, updateEvery: updateEvery)
    }

    /// Only who is told can be expected to answer, or told again.
    /// Oftener nobody reads it; more rarely nobody waits for it.
    private static let updateRange = Elapsed.minutes(5)...Elapsed.hours(24 * 7)

    private func acknowledgementExpected(_ fields: Fields, _ deed: JointCareRule.Deed) -> Bool? {
        guard case .owe = deed else { return fields.required("acknowledgement_expected")?.boolean() }
        for key in ["acknowledgement_expected", "update_every"] {
            fields.optional(key)?.problem(
                "\(code(key)) stands where nobody is told", hint: "it goes with tell; remove it")
        }
        return false
    }
}

// MARK: - Deeds

extension JointCareActReader {
    private func deed(_ fields: Fields) -> JointCareRule.Deed? {
        let tell = fields.optional("tell")
        let owe = fields.optional("owe")
        let what = fields.optional("what")
        switch (tell, owe) {
        case (let tell?, nil):
            what?.problem("`what` stands where somebody is told", hint: "it says what a party owes; remove it")
            return recipient(tell).map { .tell($0.recipient, role: $0.role) }
        case (nil, let owe?):
            let words = owe.oneOrTwoWords()
            let side = words?.first?.word(Side.self)
            let role = words?.dropFirst().first.map { $0.word(ContactRole.self) }
            let hint = "say what it does, as it goes on from the party's name: what: files the final report"
            let text = fields.required("what", hint: hint)?.text()
            guard let side, let text else { return nil }
            if case .some(nil) = role { return nil }
            return .owe(side, role: role ?? nil, what: text)
        case (nil, nil):
            fields.problem(
                "\(fields.subject) asks for nothing",
                hint: "write tell: (whom Tocsin tells) or owe: (which side does something itself)")
            return nil
        case (_?, _?):
            fields.problem(
                "\(fields.subject) tells and owes at once", hint: "keep one, or make them two acts under acts:")
            return nil
        }
    }

    /// `owner`, `provider abuse`.
    private func recipient(_ value: Value) -> (recipient: JointCareRule.Recipient, role: ContactRole?)? {
        guard let words = value.oneOrTwoWords(), let recipient = words[0].word(JointCareRule.Recipient.self) else {
            return nil
        }
        checkSense(of: recipient, value)
        guard let roleWord = words.dropFirst().first else { return (recipient, nil) }
        guard recipient.takesRole else {
            let some = JointCareRule.Recipient.allCases.filter(\.takesRole).map(\.rawValue).joined(separator: ", ")
            value.problem(
                "\(code(recipient.rawValue)) does not take a role: its desk is that of the category",
                hint: "roles go with \(some)")
            return nil
        }
        return roleWord.word(ContactRole.self).map { (recipient, $0) }
    }

    /// Nobody has been told before a matter is over, and without a definite owner no desk is the owner's.
    private func checkSense(of recipient: JointCareRule.Recipient, _ tell: Value) {
        if recipient == .everyoneTold, when.contains(where: { $0.events != [.resolved] }) {
            tell.problem(
                "nobody has been told yet when an incident opens", hint: "write event: resolved, or tell another")
        }
        if recipient == .ownerDesk, when.contains(where: { $0.triage == true }) {
            tell.problem(
                "a matter in triage has no owner to tell", hint: "tell provider or customer, or write triage: false")
        }
    }

    /// `escalate`, `record`, `tell provider mgr`.
    private func onMiss(_ value: Value) -> JointCareRule.OnMiss? {
        guard let text = value.scalar() else { return nil }
        let words = text.split(separator: " ").map(String.init)
        switch (words.first, words.count) {
        case ("escalate", 1): return .escalate
        case ("record", 1): return .record
        case ("tell", 3):
            guard let side = Side(rawValue: words[1]), let role = ContactRole(rawValue: words[2]) else { fallthrough }
            return .tell(side, role)
        default:
            value.problem(
                "\(code(text)) is nothing to do about a missed due",
                hint: "write escalate, record, or tell with a side and a role: tell provider mgr")
            return nil
        }
    }
}

extension JointCareRule.Recipient {
    /// Whether a role may follow; the others have the desk that takes the category.
    var takesRole: Bool {
        switch self {
        case .providerDesk, .customerDesk, .affected, .tenants: true
        case .ownerDesk, .counterpart, .bothDesks, .partner, .everyoneTold: false
        }
    }
}

// MARK: - Clocks

extension JointCareActReader {
    private func clocks(_ fields: Fields) -> [JointCareRule.Clock]? {
        guard let earliest = fields.optional("earliest_of") else { return clock(fields).map { [$0] } }
        for key in Self.clockKeys {
            fields.optional(key)?.problem(
                "\(code(key)) stands beside `earliest_of`", hint: "write it as one more of the list")
        }
        return earliest.list(min: 2, max: Limits.clocksMax) { item in
            Fields(item, "a clock", keys: Self.clockKeys).flatMap { clock($0) }
        }
    }

    private func clock(_ fields: Fields) -> JointCareRule.Clock? {
        let start = fields.optional("start").map { self.start($0) } ?? .received
        let withinValue = fields.required("within", hint: "say by when: response, immediately, or a span such as PT60M")
        let calendarValue = fields.optional("within_calendar")
        let withCalendar = calendarValue.flatMap { $0.span() }
        let within = withinValue.flatMap { self.within($0, withCalendar: withCalendar) }
        guard let start, let withinValue, let within else { return nil }
        if case .span(let span, _) = within {
            guard span.sign > 0 || start == .windowStart else {
                withinValue.problem(
                    "\(code(span.text)) is due before its start, \(code(start.text)), has happened",
                    hint: "only the begin of planned work is known ahead: write start: window_start")
                return nil
            }
        } else if let calendarValue {
            calendarValue.problem(
                "`within_calendar` goes with a single span", hint: "write within: as a span such as PT4H, or remove it")
            return nil
        }
        return JointCareRule.Clock(start: start, within: within)
    }

    private func start(_ value: Value) -> JointCareRule.Start? {
        guard let text = value.scalar() else { return nil }
        if let start = JointCareRule.Start(text: text) { return start }
        value.unknownWord(text, accepted: JointCareRule.Start.forms)
        return nil
    }

    /// Words for the agreement's own numbers.
    static let agreed: [(word: String, within: JointCareRule.Within)] = [
        ("response", .response), ("immediately", .immediately), ("breach_notice", .breachNotice),
    ]

    /// A word, a span, or a mapping from severities to spans.
    private func within(_ value: Value, withCalendar: Span?) -> JointCareRule.Within? {
        if case .mapping = value.node { return bySeverity(value) }
        guard let text = value.scalar() else { return nil }
        if let agreed = Self.agreed.first(where: { $0.word == text }) { return agreed.within }
        guard let span = Span(text: text), span.sign != 0 else {
            let words = Self.agreed.map(\.word).joined(separator: ", ")
            value.problem(
                "\(code(text)) is no time for \(code(value.name))",
                hint: "write one of \(words); a span as in PT15M, P30D, P1M or 4bh;"
                    + " or one for each severity: {critical: PT15M, high: PT30M}")
            return nil
        }
        return .span(span, withCalendar: withCalendar)
    }

    /// A severity that is not there asks for nothing.
    private func bySeverity(_ value: Value) -> JointCareRule.Within? {
        let severities = Severity.allCases.reversed()
        guard let fields = Fields(value, code(value.name), keys: Self.severityKeys) else { return nil }
        var spans: [Severity: Span] = [:]
        for severity in severities { spans[severity] = fields.optional(severity.rawValue).flatMap { $0.span() } }
        guard severities.contains(where: { fields.optional($0.rawValue) != nil }) else {
            fields.problem("\(code(value.name)) names no severity", hint: "write at least one: {high: PT30M}")
            return nil
        }
        return .bySeverity(SeverityTable(spans))
    }
}

extension Value {
    /// The words of a scalar, each to be read by itself.
    fileprivate func oneOrTwoWords() -> [Value]? {
        guard let text = scalar() else { return nil }
        let words = text.split(separator: " ").map(String.init)
        guard (1...2).contains(words.count) else {
            problem(
                "\(code(text)) is not one word or two for \(code(name))",
                hint: "write a side or recipient, and a role if need be: provider abuse")
            return nil
        }
        return words.map { word in
            Value(node: .scalar(YAMLScalar(text: word, style: .plain, place: place)), name: name, log: log)
        }
    }
}

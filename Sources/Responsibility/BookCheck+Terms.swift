import CivilTime

extension BookCheck {
    /// What a revision says in business hours needs a calendar; what "immediately" means never waits for one.
    mutating func checkClocks(_ agreement: AgreementRevision) {
        for severity in Severity.allCases {
            if let span = agreement.immediately[severity], !span.isElapsed {
                report(
                    .timeNotElapsed, at: agreement.place,
                    "\(agreement.place) gives immediately for \(severity.rawValue) as \(span.text);"
                        + " it counts day and night, so write an elapsed time such as PT15M")
            }
            if let span = agreement.response[severity], span.isBusiness, agreement.calendar == nil {
                report(
                    .calendarMissing, at: agreement.place,
                    "\(agreement.place) gives the response for \(severity.rawValue) in business hours and has no"
                        + " calendar; name one, or write an elapsed time such as PT4H")
            }
        }
    }

    /// A service that ended says when, and no other does.
    mutating func checkLives(_ agreement: AgreementRevision) {
        for service in agreement.services {
            let place = BookProblem.Place.service(agreement.id, revision: agreement.revision, service.id)
            switch (service.lifecycle, service.endedAt) {
            case (.terminated, nil):
                report(
                    .endMissing, at: place,
                    "\(place) is terminated and does not say since when, so its retention has no end; add ended_at")
            case (.active, _?), (.suspended, _?):
                report(
                    .endUnwanted, at: place,
                    "\(place) is \(service.lifecycle.rawValue) and says when it ended; remove ended_at, or write"
                        + " lifecycle: terminated")
            default: break
            }
        }
    }

    /// A host is one of the provider's own assets.
    mutating func checkHosts(_ agreement: AgreementRevision) {
        for service in agreement.services {
            for host in service.hosts where !providerAssetIDs.contains(host) {
                let place = BookProblem.Place.service(agreement.id, revision: agreement.revision, service.id)
                report(
                    .unknownHost, at: place,
                    "\(place) names the host \(host), which is not among the provider's assets; list it there")
            }
        }
    }

    /// Acts of a rule have names of their own where there are several, and refer to acts that exist.
    mutating func checkActs(_ rules: [JointCareRule]) {
        for rule in rules {
            let place = BookProblem.Place.jointCareRule(rule.id)
            let names = rule.acts.compactMap(\.name)
            let known = Set(names)
            if known.count < names.count || rule.acts.count > 1 && names.count < rule.acts.count {
                report(
                    .actTwice, at: place,
                    "\(place) has several acts, and not each has a name of its own; give each its own `act`")
            }
            for clock in rule.acts.flatMap(\.clocks) {
                guard let other = clock.start.act, !known.contains(other) else { continue }
                report(
                    .unknownAct, at: place,
                    "\(place) counts from \(quoted(clock.start.text)) and has no act \(quoted(other));"
                        + " name one of its own\(names.isEmpty ? "" : ": " + names.joined(separator: ", "))")
            }
        }
    }
}

extension JointCareRule.Start {
    /// The act of the same rule that the start is about.
    fileprivate var act: String? {
        switch self {
        case .delivered(let act), .acknowledged(let act): act
        case .sent(let act): act
        default: nil
        }
    }
}

extension JointCareRule {
    /// The roles of a side that its acts name outright.
    func roles(on side: Side) -> [ContactRole] {
        acts.flatMap { act -> [ContactRole] in
            var roles: [ContactRole] = []
            if case .tell(let recipient, let role) = act.deed, let role = role ?? recipient.usualRole,
                recipient.sides.contains(side)
            {
                roles.append(role)
            }
            if case .owe(side, let role?, _) = act.deed { roles.append(role) }
            if case .tell(side, let role) = act.onMiss { roles.append(role) }
            return roles
        }
    }
}

extension JointCareRule.Recipient {
    /// The role that is told where none is named; nil: the desk that takes the category.
    var usualRole: ContactRole? {
        switch self {
        case .providerDesk: .noc
        case .affected: .ops
        case .tenants: .sec
        case .ownerDesk, .counterpart, .bothDesks, .partner, .customerDesk, .everyoneTold: nil
        }
    }

    /// Where its desks may be.
    fileprivate var sides: Set<Side> {
        switch self {
        case .providerDesk: [.provider]
        case .customerDesk, .affected, .tenants: [.customer]
        case .ownerDesk, .counterpart, .bothDesks, .partner: [.provider, .customer]
        case .everyoneTold: []
        }
    }
}

extension Span {
    var isElapsed: Bool { if case .elapsed = self { true } else { false } }
    var isBusiness: Bool { if case .business = self { true } else { false } }

    /// No more than what it comes to in elapsed time.
    var atLeast: Elapsed {
        switch self {
        case .elapsed(let elapsed), .business(let elapsed): elapsed
        case .months(let count): .hours(Int64(count) * 28 * 24)
        }
    }

    /// Longer than nothing.
    var isPositive: Bool {
        switch self {
        case .elapsed(let elapsed), .business(let elapsed): elapsed > .zero
        case .months(let count): count > 0
        }
    }
}

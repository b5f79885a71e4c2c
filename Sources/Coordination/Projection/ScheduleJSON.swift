package import CivilTime
package import OnCall
import Responsibility
package import StrictJSON

// Who is on call, as one viewer may read it: names and channels are for their own party; the other side sees whether somebody is
// there, because that is what it relies on.
extension Arrangements {
    /// Who is on call at an instant, by every schedule that concerns the viewer.
    ///
    /// - Parameter rotas: The schedules as they stand; with overrides, where somebody knows them.
    package func onCallAnswer(
        _ rotas: [ScheduleID: Rota], for viewer: Viewer, at instant: Instant
    ) -> JSONObject {
        let rows = visible(rotas, to: viewer).map { rota -> JSON in
            let assignments = rota.schedule.assignments(at: instant)
            let next = rota.schedule.nextHandoff(after: instant)
            var row = JSONObject([
                .init("schedule", .string(rota.schedule.id.text)), .init("party", .string(rota.party.rawValue)),
                .init("zone", .string(rota.schedule.zone.name.text)),
                .init("covered", .bool(!assignments.isEmpty)), .init("next_handoff", .text(next?.rfc3339)),
            ])
            if seesPeople(of: rota, viewer) {
                row.set(
                    "on_call",
                    .array(
                        assignments.map { assignment in
                            [
                                "person": .string(assignment.person.text),
                                "by": .string(assignment.provenance.description),
                                "channels": .strings((rota.channels[assignment.person] ?? []).map(\.rawValue)),
                            ]
                        }))
            }
            return .object(row)
        }
        return JSONObject([.init("at", .string(instant.rfc3339)), .init("schedules", .array(rows))])
    }

    /// A stretch of a schedule: shifts, gaps, overlaps, and how much of it is covered, for readers on both sides.
    ///
    /// - Throws: `Refusal` for a schedule that does not concern the viewer, or a stretch that is too long.
    package func previewAnswer(
        _ request: PreviewRequest, _ rotas: [ScheduleID: Rota], for viewer: Viewer, at now: Instant
    ) throws(Refusal) -> JSONObject {
        guard let rota = visible(rotas, to: viewer).first(where: { $0.schedule.id == request.schedule }) else {
            throw .unknownSchedule(request.schedule)
        }
        let start = request.from ?? now
        let end = request.to ?? start + .hours(24 * 14)
        let zones = try zones(of: request, rota, viewer)
        let preview: SchedulePreview
        do throws(ScheduleError) {
            preview = try rota.schedule.preview(from: start, to: end, zones: zones)
        } catch {
            throw Refusal(.invalidFields, "the schedule cannot be shown", fields: [.init("to", "\(error)")])
        }
        return preview.json(
            showingPeople: seesPeople(of: rota, viewer), party: rota.party,
            wall: zones.first ?? rota.schedule.zone)
    }

    /// The zones that were asked for; else that of the schedule and those in which the two sides live.
    private func zones(
        of request: PreviewRequest, _ rota: Rota, _ viewer: Viewer
    ) throws(Refusal) -> [TimeZoneRules] {
        var known: [TimeZoneRules] = [rota.schedule.zone]
        for zone in [book.party(rota.party)?.zone, book.party(viewer.party)?.zone, book.provider.zone, .utc] {
            if let zone, !known.contains(where: { $0.name == zone.name }) { known.append(zone) }
        }
        guard !request.zones.isEmpty else {
            return Array(known.filter { $0.name != .utc || known.count == 1 }.prefix(3))
        }
        var zones: [TimeZoneRules] = []
        for name in request.zones {
            guard let zone = self.zones[name] ?? known.first(where: { $0.name == name }) else {
                let names = Set(self.zones.keys.map(\.text) + known.map(\.name.text)).sorted()
                throw Refusal(
                    .invalidFields, "the zone is not known here",
                    fields: [
                        .init(
                            "zone",
                            "\(name.text) is not among the zones of this configuration: \(names.joined(separator: ", ")); "
                                + "others are written under zones: in schedules.yaml")
                    ])
            }
            zones.append(zone)
        }
        return zones
    }

    /// A stretch of a schedule as a calendar file, for its own party.
    ///
    /// - Throws: `Refusal` for a schedule that does not concern the viewer, one whose people it may not see, or a stretch that is
    ///   too long.
    package func calendarAnswer(
        _ request: PreviewRequest, _ rotas: [ScheduleID: Rota], for viewer: Viewer, at now: Instant
    ) throws(Refusal) -> JSONObject {
        guard let rota = visible(rotas, to: viewer).first(where: { $0.schedule.id == request.schedule }) else {
            throw .unknownSchedule(request.schedule)
        }
        guard seesPeople(of: rota, viewer) else {
            throw Refusal(
                .notPermitted,
                "who is on call by \(request.schedule.text) is for \(rota.party) alone to see and to export; you see in its "
                    + "preview whether somebody is")
        }
        let start = request.from ?? now
        do throws(ScheduleError) {
            let text = try rota.schedule.iCalendar(
                from: start, to: request.to ?? start + .hours(24 * 90), stampedAt: now)
            return JSONObject([.init("schedule", .string(request.schedule.text)), .init("calendar", .string(text))])
        } catch {
            throw Refusal(.invalidFields, "the schedule cannot be shown", fields: [.init("to", "\(error)")])
        }
    }

    /// A party's own, and those of the side that it has an agreement with.
    private func visible(_ rotas: [ScheduleID: Rota], to viewer: Viewer) -> [Rota] {
        guard !viewer.isGateway else { return [] }
        return rotas.values.filter {
            viewer.side == .provider || $0.party == viewer.party || $0.party == book.provider.id
        }.sorted { $0.schedule.id.text < $1.schedule.id.text }
    }

    private func seesPeople(of rota: Rota, _ viewer: Viewer) -> Bool { rota.party == viewer.party }
}

extension SchedulePreview {
    /// - Parameter wall: On whose wall overlaps are shown: the first of its zones, the schedule's own where none was asked for.
    func json(showingPeople: Bool, party: PartyID, wall: TimeZoneRules) -> JSONObject {
        JSONObject([
            .init("schedule", .string(schedule.text)), .init("party", .string(party.rawValue)),
            .init("from", .string(start.rfc3339)), .init("to", .string(end.rfc3339)),
            .init("zones", .strings(zones.map(\.text))),
            .init("shifts", .array(rows.map { $0.json(showingPeople) })),
            .init("coverage", coverage.json(showingPeople, wall: wall)),
            .init(
                "clock_changes",
                .array(
                    clockChanges.map {
                        [
                            "zone": .string($0.zone.text), "at": .string($0.text),
                            "forward": .string($0.forward.iso8601),
                        ]
                    })),
        ])
    }
}

extension SchedulePreview.Row {
    fileprivate func json(_ showingPeople: Bool) -> JSON {
        var row = JSONObject([
            .init("start", .string(start.rfc3339)), .init("end", .string(end.rfc3339)),
            .init("length", .string(length.iso8601)), .init("covered", .bool(assignment != nil)),
        ])
        if showingPeople {
            row.set("person", .text(assignment?.person.text))
            row.set("by", .text(assignment?.provenance.description))
        }
        row.set("texts", .array(texts.map { ["start": .string($0.start), "end": .string($0.end)] }))
        return .object(row)
    }
}

extension Coverage {
    fileprivate func json(_ showingPeople: Bool, wall: TimeZoneRules) -> JSON {
        var object = JSONObject([
            .init("percent", .string(percentText)), .init("complete", .bool(isComplete)),
            .init(
                "gaps",
                .array(gaps.map { ["start": .string($0.lowerBound.rfc3339), "end": .string($0.upperBound.rfc3339)] })),
        ])
        if showingPeople {
            object.set(
                "overlaps",
                .array(
                    overlaps.map {
                        [
                            "start": .string($0.start.rfc3339(in: wall)), "end": .string($0.end.rfc3339(in: wall)),
                            "people": .strings($0.people.map(\.text)),
                        ]
                    }))
            object.set(
                "swallowed",
                .array(
                    swallowed.map {
                        [
                            "layer": .string($0.layer.text), "at": .string($0.at.rfc3339),
                            "from": .string("\($0.from)"), "to": .string("\($0.to)"),
                        ]
                    }))
        }
        return .object(object)
    }
}

extension Rota {
    /// What whoever made an override may not have meant: that it changes nothing, or that nobody is on call for some of its time.
    ///
    /// - Parameters:
    ///   - override: That this rota has and `former` has not.
    ///   - former: As it was before.
    func warnings(of override: Override, before former: Rota) -> [String] {
        guard let now = try? schedule.shifts(from: override.start, to: override.end),
            let before = try? former.schedule.shifts(from: override.start, to: override.end),
            let coverage = try? schedule.coverage(from: override.start, to: override.end)
        else { return [] }
        var warnings: [String] = []
        if Self.presence(now) == Self.presence(before) {
            warnings.append("it changes nothing: the same people are on call as before")
        }
        if let gap = coverage.gaps.first {
            let others = coverage.gaps.count - 1
            warnings.append(
                "nobody is on call from \(gap.lowerBound.rfc3339(in: schedule.zone)) to "
                    + gap.upperBound.rfc3339(in: schedule.zone) + (others > 0 ? ", and \(others) more times" : ""))
        }
        return warnings
    }

    /// Who is on call when, whatever put them there: shifts of one person that meet are one.
    private static func presence(_ shifts: [Shift]) -> [PersonID: [Range<Instant>]] {
        var presence: [PersonID: [Range<Instant>]] = [:]
        for shift in shifts.sorted(by: { ($0.start, $0.end) < ($1.start, $1.end) }) {
            if let last = presence[shift.person]?.last, shift.start <= last.upperBound {
                presence[shift.person]?.removeLast()
                presence[shift.person]?.append(last.lowerBound..<max(last.upperBound, shift.end))
            } else {
                presence[shift.person, default: []].append(shift.start..<shift.end)
            }
        }
        return presence
    }
}

extension Override {
    func json(in schedule: Schedule) -> JSONObject {
        var object = JSONObject([
            .init("override", .string(id.text)), .init("schedule", .string(schedule.id.text)),
            .init("from", .string(start.rfc3339(in: schedule.zone))),
            .init("to", .string(end.rfc3339(in: schedule.zone))),
        ])
        switch change {
        case .replace(let absent, let present):
            object.set("replace", .string(absent.text))
            object.set("with", .string(present.text))
        case .add(let person): object.set("add", .string(person.text))
        case .remove(let person): object.set("remove", .string(person.text))
        }
        object.set("reason", .string(reason))
        return object
    }
}

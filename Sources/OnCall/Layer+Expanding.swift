internal import CivilTime

extension Layer {
    /// What this layer alone says about a stretch of time: rising, disjoint, cut at its ends.
    func shifts(from start: Instant, to end: Instant) -> [Shift] {
        let start = max(start, active.start)
        let end = min(end, active.end)
        guard start < end else { return [] }
        let turns: [Shift] =
            switch plan {
            case .rotation(let rotation): self.turns(of: rotation, from: start, to: end)
            case .custom(let table): rows(of: table, from: start, to: end)
            }
        guard let restrictions, !restrictions.areAlways else { return turns }
        return Self.cut(turns, to: restrictions.stretches(from: start, to: end))
    }

    private func turns(of rotation: Rotation, from start: Instant, to end: Instant) -> [Shift] {
        var found: [Shift] = []
        var index = rotation.handoffIndex(at: start) ?? 0
        var turnStart = rotation.handoff(index)
        while turnStart < end {
            let turnEnd = rotation.handoff(index + 1)
            let cutStart = max(turnStart, start)
            let cutEnd = min(turnEnd, end)
            if cutStart < cutEnd {
                found.append(Shift(start: cutStart, end: cutEnd, assignment: assignment(ofTurn: index, in: rotation)))
            }
            index += 1
            turnStart = turnEnd
        }
        return found
    }

    private func rows(of table: CustomShifts, from start: Instant, to end: Instant) -> [Shift] {
        var found: [Shift] = []
        var row = table.shifts.countOfPrefix { $0.end <= start }
        while row < table.shifts.count, table.shifts[row].start < end {
            let shift = table.shifts[row]
            found.append(
                Shift(
                    start: max(shift.start, start), end: min(shift.end, end),
                    assignment: assignment(ofRow: row, in: table)))
            row += 1
        }
        return found
    }

    /// The parts of rising turns that lie in rising stretches.
    private static func cut(_ turns: [Shift], to stretches: [Range<Instant>]) -> [Shift] {
        var found: [Shift] = []
        var first = 0
        for turn in turns {
            while first < stretches.count, stretches[first].upperBound <= turn.start { first += 1 }
            var index = first
            while index < stretches.count, stretches[index].lowerBound < turn.end {
                found.append(
                    Shift(
                        start: max(turn.start, stretches[index].lowerBound),
                        end: min(turn.end, stretches[index].upperBound), assignment: turn.assignment))
                index += 1
            }
        }
        return found
    }

    /// The whole of a turn, whatever windows or other layers leave of it.
    func bounds(ofTurn turn: Int64) -> Range<Instant> {
        let whole: (start: Instant, end: Instant) =
            switch plan {
            case .rotation(let rotation): (rotation.handoff(turn), rotation.handoff(turn + 1))
            case .custom(let table): (table.shifts[Int(turn)].start, table.shifts[Int(turn)].end)
            }
        let start = max(whole.start, active.start)
        return start..<max(start, min(whole.end, active.end))
    }
}

internal import CivilTime
internal import StrictJSON

/// How it reads what an incident waits for.
struct WaitingWords {
    let waiting: JSON
    let now: Instant

    /// `tern.sec must be told, JC-01: by 2026-03-10 02:15 UTC (in 15 min)`; nil where it waits for nothing.
    var sentence: String? { waiting.text("text").map { $0 + (due.map { ": by " + $0 } ?? "") } }

    /// In a column: who, for what, by when.
    var short: String {
        guard let kind = waiting.text("kind") else { return "-" }
        let party = waiting.text("party")
        let what =
            switch kind {
            case "obligation": [party, waiting.text("obligation")].compactMap(\.self).joined(separator: " ")
            case "escalation": "a person of \(party ?? "a party")"
            case "answer": "an answer of \(party ?? "a party")"
            case "looked_after": party ?? "whoever looks after it"
            case "nobody_reached": "\(party ?? "a party"), not reached"
            case "end": "its end, by \(party ?? "whoever reported it")"
            case "whole": waiting.text("incident") ?? "the whole"
            default: waiting.text("text") ?? kind
            }
        return what + (due.map { ", " + $0 } ?? "")
    }

    private var due: String? { waiting.text("due").map { WrittenTime.relative($0, to: now) } }
}

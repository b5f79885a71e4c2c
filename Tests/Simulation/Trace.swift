import CivilTime
import Coordination
import Responsibility
import StrictJSON

/// The story of one seed as lines, for people; empty unless somebody wants to read it.
struct Trace {
    let isOn: Bool
    private(set) var lines: [String] = []

    init(isOn: Bool) { self.isOn = isOn }

    mutating func note(_ now: Instant, _ text: @autoclosure () -> String) {
        if isOn { lines.append("\(now.rfc3339)  -- \(text())") }
    }

    mutating func note(_ now: Instant, _ recorded: RecordedEntry) {
        guard isOn else { return }
        let viewer = Viewer(party: World.provider, side: .provider)
        let text = recorded.timelineJSON(index: 0, for: viewer)["text"]?.string ?? ""
        lines.append(
            "\(now.rfc3339)  \(recorded.ledger) \(recorded.matter?.text ?? "-") \(recorded.entry.type): \(text)")
    }
}

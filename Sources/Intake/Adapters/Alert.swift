internal import CivilTime
internal import Coordination
internal import Responsibility
internal import StrictJSON

/// One alert of a monitoring system, and how it becomes a report. What cannot be mapped is told in the details,
/// with all labels as they came, and goes to triage by its asset `unknown`; nothing is dropped.
struct Alert {
    /// `alertmanager` or `prometheus`.
    var tool: String
    /// Without empty values, which mean that there is no such label.
    var labels: [(name: String, value: String)]
    var annotations: [(name: String, value: String)]
    var isResolved: Bool
    /// Nil for unset and zero times.
    var startsAt: Instant?
    var endsAt: Instant?
    var generatorURL: String?
    /// The sender's own, or computed.
    var fingerprint: String

    func label(_ name: String) -> String? { labels.first { $0.name == name }?.value }
    private func annotation(_ name: String) -> String? { annotations.first { $0.name == name }?.value }
    private var alertName: String { label("alertname") ?? "unnamed alert" }

    /// The report.
    ///
    /// - Parameter now: bounds the observation; times that no reporter may state are left out.
    func report(now: Instant) -> Report {
        var notes: [String] = []
        let asset = mappedAsset(&notes)
        let duty: DutyID? = name("tocsin_duty", &notes)
        // A duty has a category of its own; the alert's name is a guess beside it.
        let category: Category? =
            word("tocsin_category", &notes) ?? (duty == nil ? AlertNames.category(of: alertName) : nil)
        let layer: Layer? = word("tocsin_layer", &notes)
        let severity = mappedSeverity(&notes)
        return Report(
            summary: summary(asset), asset: asset, service: name("tocsin_service", &notes), category: category,
            layer: layer,
            duty: duty, severity: severity, status: isResolved ? .resolved : .firing,
            observedAt: observedAt(now), dedupKey: Trim.line("am:" + fingerprint, max: 200), details: details(notes),
            tool: tool,
            attachments: attachments)
    }

    /// The asset label, else what the target calls itself, without a port.
    private func mappedAsset(_ notes: inout [String]) -> String {
        let candidates = [label("tocsin_asset"), label("instance").map(Self.withoutPort), label("host"), label("node")]
        guard let asset = candidates.compactMap(\.self).first else {
            notes.append("no label names the asset (tocsin_asset, instance, host, node)")
            return Self.unknownAsset
        }
        if asset.unicodeScalars.count <= 255, !asset.unicodeScalars.contains(where: FieldCheck.breaksLine) {
            return asset
        }
        notes.append("the asset's label is no asset's name")
        return Self.unknownAsset
    }

    static let unknownAsset = "unknown"

    /// `db1:9100` is `db1`, `[2001:db8::1]:9100` is `2001:db8::1`; URLs and bare IPv6 addresses stay.
    static func withoutPort(_ instance: String) -> String {
        if instance.hasPrefix("["), let end = instance.firstIndex(of: "]") {
            return String(instance[instance.index(after: instance.startIndex)..<end])
        }
        let parts = instance.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, UInt16(parts[1]) != nil, !parts[0].isEmpty else { return instance }
        return String(parts[0])
    }

    private func word<Word: RawRepresentable<String>>(_ name: String, _ notes: inout [String]) -> Word? {
        guard let text = label(name) else { return nil }
        if let word = Word(rawValue: text) { return word }
        notes.append("the label \(name) has a word that is not known")
        return nil
    }

    private func name<Kind>(_ name: String, _ notes: inout [String]) -> Identifier<Kind>? {
        guard let text = label(name) else { return nil }
        if (1...64).contains(text.utf8.count), FieldCheck.isName(text) { return Identifier(text) }
        notes.append("the label \(name) is no name")
        return nil
    }

    /// Refusing an unknown word would lose the alert: its sender drops what is answered with 4xx. It is told, and
    /// counts as medium.
    private func mappedSeverity(_ notes: inout [String]) -> Severity {
        guard let word = label("tocsin_severity") ?? label("severity") else {
            notes.append("no severity label; taken as medium")
            return .medium
        }
        if let severity = SeverityWords.severity(word) { return severity }
        notes.append("the severity's word is not known; taken as medium")
        return .medium
    }

    private func summary(_ asset: String) -> String {
        let text = ["summary", "message", "title", "description"].lazy.compactMap { annotation($0) }.first
        let line = Trim.line(text ?? "", max: 200)
        return line.isEmpty ? Trim.line("\(alertName) on \(asset)", max: 200) : line
    }

    private func details(_ notes: [String]) -> String {
        var lines: [String] = []
        if let description = annotation("description") { lines += [description, ""] }
        if !notes.isEmpty { lines += ["Not mapped: " + notes.joined(separator: "; ") + ".", ""] }
        if let url = annotation("runbook_url") { lines.append("Runbook: \(url)") }
        lines.append("Labels:")
        lines += labels.map { "\($0.name)=\($0.value)" }
        return Trim.text(lines.joined(separator: "\n"), bytesMax: 16 * 1024)
    }

    /// When the alert began or ended, where a reporter may say so: not in the future, not more than 90 days ago.
    private func observedAt(_ now: Instant) -> Instant? {
        guard let instant = isResolved ? endsAt ?? startsAt : startsAt else { return nil }
        return instant > now + FieldCheck.futureMax || instant < now - FieldCheck.pastMax ? nil : instant
    }

    /// The labels that fit our form, and where it came from; the details have them all.
    private var attachments: JSONObject {
        let fitting = labels.filter { FieldCheck.isLabelKey($0.name) && FieldCheck.isLabelValue(.string($0.value)) }
            .prefix(32)
        var source = JSONObject([
            JSONObject.Member("tool", .string(tool)),
            JSONObject.Member("rule", .string(Trim.line(alertName, max: 120))),
            JSONObject.Member("id", .string(Trim.line(fingerprint, max: 200))),
        ])
        if let generatorURL, !generatorURL.isEmpty { source.set("url", .string(Trim.line(generatorURL, max: 2048))) }
        var attachments = JSONObject()
        attachments.set("source", .object(source))
        if !fitting.isEmpty {
            attachments.set(
                "labels", .object(JSONObject(fitting.map { JSONObject.Member($0.name, .string($0.value)) })))
        }
        return attachments
    }
}

extension Report {
    /// The same report for triage, after its own asset, service or duty was refused.
    func forTriage(because refusal: Refusal) -> Report {
        var report = self
        let asked = [asset.map { "asset \($0)" }, service.map { "service \($0)" }, duty.map { "duty \($0)" }]
        report.asset = Alert.unknownAsset
        report.service = nil
        report.duty = nil
        report.layer = nil
        let reason = "Sent to triage: \(asked.compactMap(\.self).joined(separator: ", ")): \(refusal.detail)"
        report.details = Trim.text(reason + "\n\n" + (details ?? ""), bytesMax: 16 * 1024)
        return report
    }
}

internal import CivilTime
internal import Coordination
internal import StrictJSON

/// What Prometheus sends to an Alertmanager (`POST /api/v2/alerts`): an array of alerts whose end tells whether
/// they are over. Re-sent every minute while an alert fires.
enum PrometheusAlerts {
    /// One report for each alert, in order, and what is wrong with the elements that are none.
    static func reports(
        _ json: JSON, now: Instant, limits: IntakeLimits
    ) throws(Problem) -> (reports: [Report], problems: [Refusal.Field]) {
        if json == .null { return ([], []) }
        guard let alerts = json.array, alerts.count <= limits.alertsMax else {
            throw .invalidFields([Refusal.Field("alerts", "must be an array of at most \(limits.alertsMax) alerts")])
        }
        var reports: [Report] = []
        var problems: [Refusal.Field] = []
        for (index, json) in alerts.enumerated() {
            let labels = AlertLabels.read(json["labels"])
            if labels.isEmpty {
                problems.append(Refusal.Field("alert \(index)", "at least one label with a value is needed"))
            } else {
                reports.append(alert(json, labels, now: now).report(now: now))
            }
        }
        return (reports, problems)
    }

    private static func alert(_ json: JSON, _ labels: [(name: String, value: String)], now: Instant) -> Alert {
        let endsAt = AlertLabels.instant(json["endsAt"])
        return Alert(
            tool: "prometheus", labels: labels, annotations: AlertLabels.read(json["annotations"]),
            isResolved: endsAt.map { $0 <= now } ?? false, startsAt: AlertLabels.instant(json["startsAt"]),
            endsAt: endsAt,
            generatorURL: json["generatorURL"]?.string, fingerprint: AlertFingerprint.of(labels))
    }
}

internal import CivilTime
internal import Coordination
internal import Responsibility
internal import StrictJSON

/// Alertmanager's webhook, version 4: a group of alerts, each with a status of its own. Unknown members are
/// tolerated, as the format demands (`notification_reason` since 0.32, `routeLabels` since 0.34).
enum AlertmanagerWebhook {
    /// One report for each alert, in order, and one more when the sender left alerts out.
    static func reports(_ json: JSON, now: Instant, limits: IntakeLimits) throws(Problem) -> [Report] {
        guard let alerts = json["alerts"]?.array else {
            throw .invalidFields([
                Refusal.Field("alerts", "required: an array of alerts (Alertmanager webhook, version 4)")
            ])
        }
        guard alerts.count <= limits.alertsMax else {
            throw .invalidFields([
                Refusal.Field("alerts", "must have at most \(limits.alertsMax) elements; set max_alerts")
            ])
        }
        var reports = alerts.map { alert($0, json).report(now: now) }
        if let count = json["truncatedAlerts"]?.integer, count > 0 { reports.append(truncation(count, json)) }
        return reports
    }

    /// An alert that is no object, or has no labels, still is an alert: it takes the group's labels and goes to
    /// triage.
    private static func alert(_ json: JSON, _ group: JSON) -> Alert {
        let own = AlertLabels.read(json["labels"])
        let labels = own.isEmpty ? AlertLabels.read(group["commonLabels"]) : own
        let fingerprint = json["fingerprint"]?.string.flatMap { $0.isEmpty ? nil : $0 }
        return Alert(
            tool: "alertmanager", labels: labels, annotations: AlertLabels.read(json["annotations"]),
            isResolved: (json["status"] ?? group["status"])?.string == "resolved",
            startsAt: AlertLabels.instant(json["startsAt"]), endsAt: AlertLabels.instant(json["endsAt"]),
            generatorURL: json["generatorURL"]?.string, fingerprint: fingerprint ?? AlertFingerprint.of(labels))
    }

    /// Alerts that the sender left out are lost to us; somebody must know. One report for each group, whatever the
    /// count.
    private static func truncation(_ count: Int64, _ group: JSON) -> Report {
        let key = group["groupKey"]?.string ?? ""
        let receiver = group["receiver"]?.string ?? "?"
        let details = """
            Alertmanager left \(count) alerts of the group \(key) out of its message to the receiver \(receiver).
            They are not on record here. Look at them in Alertmanager (\(group["externalURL"]?.string ?? "?")),
            and raise max_alerts of the receiver.
            """
        return Report(
            summary: "Alertmanager left alerts out of a message", asset: Alert.unknownAsset, category: .anomaly,
            severity: .medium,
            dedupKey: "am:truncated:" + AlertFingerprint.of(key + "\n" + receiver),
            details: Trim.text(details, bytesMax: 16 * 1024), tool: "alertmanager")
    }
}

import StrictJSON

/// The webhook format of Alertmanager (version 4), for the many receivers that read it. What it lacks, labels and
/// annotations say.
struct AlertmanagerPreset: Preset {
    static let name = "alertmanager"
    /// An end that overtakes its beginning would be lost, or open what is over.
    static let keepsOrder = true
    static let parameters: [PresetParameter] = []

    init(_ values: PresetValues) throws(PresetProblem) {}

    let pace = PresetPace.unlimited

    /// What `endsAt` says while nothing has ended.
    private static let never = "0001-01-01T00:00:00Z"
    private static let labelMax = 1024
    private static let annotationMax = 4096
    private static let sharedMax = 500
    /// Bytes of all alerts; what a digest has beyond is counted in `truncatedAlerts`. The whole stays far below what is
    /// sent at most.
    private static let alertsBytesMax = 150_000
    private static let words = Dialect.plain(.bytes)

    func request(for notice: NoticeContent, delivery: String) -> PresetRequest {
        let members = notice.members
        let alerts = members.isEmpty ? [Self.alert(notice)] : Self.alerts(of: members, in: notice)
        let isFiring = alerts.contains { $0["status"] == "firing" }
        let group = notice.group(max: 255)
        let groupLabel = members.isEmpty ? "incident" : "notice"
        let receiver = [notice.party, notice.role].compactMap { $0 }.joined(separator: ".")
        return PresetRequest([
            "version": "4", "groupKey": .string("{}:{\(groupLabel)=\"\(group)\"}"),
            "truncatedAlerts": .integer(Int64(max(1, members.count) - alerts.count)),
            "status": isFiring ? "firing" : "resolved",
            "receiver": .string(receiver.isEmpty ? "tocsin" : Self.words.line(receiver, max: Self.labelMax)),
            "groupLabels": .object(JSONObject([.init(groupLabel, .string(group))])),
            "commonLabels": Self.common(alerts.map { $0["labels"] }),
            "commonAnnotations": Self.common(alerts.map { $0["annotations"] }),
            "externalURL": .string(notice.acknowledgeLink ?? ""), "alerts": .array(alerts),
        ])
    }

    func judge(_ answer: PresetAnswer) -> PresetVerdict { .byStatus }

    // MARK: - Alerts

    private static func alert(_ notice: NoticeContent) -> JSON {
        let labels: [(String, String?)] = [
            ("alertname", notice.isTest ? "TocsinTest" : "TocsinIncident"), ("severity", notice.level.rawValue),
            ("incident", notice.incident), ("agreement", notice.agreement), ("category", notice.category),
            ("owner", notice.owner), ("asset", notice.asset), ("kind", notice.kind), ("party", notice.party),
            ("role", notice.role),
        ]
        let annotations: [(String, String?)] = [
            ("summary", notice.title),
            ("description", [notice.sentence, notice.reason].compactMap { $0 }.joined(separator: "\n")),
            ("next", notice.next), ("due", notice.isEnd ? nil : notice.due), ("person", notice.person),
            ("acknowledge", notice.isEnd || notice.isTest ? nil : notice.acknowledgeCommand),
        ]
        return alert(
            isEnd: notice.isEnd, labels, annotations, from: notice.openedAt ?? notice.at, until: notice.at,
            fingerprint: notice.group(max: 255), link: notice.acknowledgeLink)
    }

    /// An alert for each notice that a digest tells, as many as fit.
    private static func alerts(of members: [NoticeContent.Member], in notice: NoticeContent) -> [JSON] {
        // The same in each of them, so it is kept short.
        let shared: [(String, String?)] = [
            ("description", notice.reason.map { words.text($0, max: sharedMax) }),
            ("next", notice.next.map { words.text($0, max: sharedMax) }),
        ]
        var alerts: [JSON] = []
        var size = 0
        for member in members {
            let alert = alert(member, of: notice, shared)
            size += alert.bytes.count
            guard size <= alertsBytesMax else { break }
            alerts.append(alert)
        }
        return alerts
    }

    private static func alert(
        _ member: NoticeContent.Member, of notice: NoticeContent, _ shared: [(String, String?)]
    ) -> JSON {
        let labels: [(String, String?)] = [
            ("alertname", "TocsinIncident"), ("severity", member.level.rawValue), ("incident", member.incident),
            ("agreement", member.agreement), ("owner", member.owner), ("asset", member.asset), ("kind", notice.kind),
            ("party", notice.party), ("role", notice.role),
        ]
        let annotations = [("summary", member.summary)] + shared + [("due", member.isEnd ? nil : member.due)]
        return alert(
            isEnd: member.isEnd, labels, annotations, from: notice.at, until: notice.at,
            fingerprint: member.incident ?? "", link: nil)
    }

    private static func alert(
        isEnd: Bool, _ labels: [(String, String?)], _ annotations: [(String, String?)], from: String?, until: String?,
        fingerprint: String, link: String?
    ) -> JSON {
        [
            "status": isEnd ? "resolved" : "firing", "labels": texts(labels, max: labelMax),
            "annotations": texts(annotations, max: annotationMax), "startsAt": .string(instant(from)),
            "endsAt": .string(isEnd ? instant(until) : never), "generatorURL": .string(link ?? ""),
            // Of the incident and not of the labels: what changes of it is still the same alert.
            "fingerprint": .string(Fingerprint.hex(fingerprint)),
        ]
    }

    private static func instant(_ text: String?) -> String { text.flatMap { $0.isInstant ? $0 : nil } ?? never }

    /// Empty labels are the same as none.
    private static func texts(_ pairs: [(String, String?)], max: Int) -> JSON {
        var object = JSONObject(expecting: pairs.count)
        for (name, value) in pairs {
            guard let value, !value.isBlank else { continue }
            object.set(name, .string(words.text(value, max: max)))
        }
        return .object(object)
    }

    private static func common(_ objects: [JSON?]) -> JSON {
        guard let first = objects.first??.object else { return .object(JSONObject()) }
        return .object(
            JSONObject(first.members.filter { member in objects.allSatisfy { $0?[member.name] == member.value } }))
    }
}

import Testing

/// Files to hold to the schemas: those that are shipped, and for each schema one that has every key there is.
struct SchemaExamples {
    struct File: Sendable {
        let path: String
        /// The name of its schema.
        let schema: String
    }

    private let world: World
    let files: [File]

    /// Writes the examples to a folder that is gone when this is.
    init() throws {
        let world = try World()
        self.world = world
        files = Self.texts.map { schema, text in
            let name = "example-" + schema.replacing(".json", with: ".yaml")
            world.write(Array(text.utf8), to: name)
            return File(path: world.path(name), schema: schema)
        }
    }

    /// Every file of the repository's Config, with its schema.
    static func shipped() throws -> [File] {
        let single = World.names(World.shipped).filter { $0.hasSuffix(".yaml") }.map {
            File(path: "\(World.shipped)/\($0)", schema: $0.replacing(".yaml", with: ".json"))
        }
        let folders = [
            ("agreements", "agreement.json"), ("responsibility", "responsibility.json"), ("cases", "cases.json"),
        ]
        return try single
            + folders.flatMap { folder, schema in
                let names = World.names("\(World.shipped)/\(folder)")
                try #require(!names.isEmpty, "nothing in \(folder)")
                return names.map { File(path: "\(World.shipped)/\(folder)/\($0)", schema: schema) }
            }
    }
}

extension SchemaExamples {
    private static let texts = [
        "tocsin.json": tocsin, "agreement.json": agreement, "responsibility.json": responsibility,
        "joint-care.json": jointCare, "escalation.json": escalation, "calendars.json": calendars, "cases.json": cases,
        "noise.json": noise, "watches.json": watches,
        "schedules.json": schedules,
    ]

    private static let party = """
          name: Somebody
          zone: UTC
          channels:
            - id: first
              url: https://hooks.example/first
              secret_file: [new, old]
              secret_credential: oldest
              allow: [10.20.0.0/16:443, "http://127.0.0.1:9180"]
            - {id: second, url: "http://hooks.example:8080/?a=b", secret_file: second}
            - {id: third, url: "https://[2001:db8::1]/", secret_credential: third}
            - {id: events, url: "https://hooks.example/events", preset: cloudevents, secret_file: events,
               headers: [{name: x-team, value: noc}, {name: authorization, value_file: bearer},
                 {name: x-key, value_credential: key}]}
            - {id: alerts, url: "https://hooks.example/alerts", preset: alertmanager}
            - {id: chat, url_file: chat, preset: slack}
            - {id: talk, url_credential: talk, preset: discord, thread_id: 12}
            - {id: pager, url: "https://events.pagerduty.com/v2/enqueue", preset: pagerduty, routing_key_file: pager}
            - {id: page, url: "https://events.pagerduty.com/v2/enqueue", preset: pagerduty,
               routing_key_credential: page}
            - {id: genie, url: "https://api.opsgenie.com", preset: opsgenie, api_key_file: genie}
            - {id: jsm, url: "https://api.atlassian.com/jsm/ops/integration", preset: opsgenie, api_key_credential: jsm}
            - {id: matter, url: "https://matter.example/hooks/a", preset: mattermost, channel: noc}
            - {id: bot, url: "https://api.telegram.org", preset: telegram, token_credential: bot, chat_id: -12,
               thread_id: 3}
            - {id: push, url: "https://ntfy.example", preset: ntfy, topic: noc, token_file: push}
            - {id: room, url: "https://matrix.example", preset: matrix, room: "!a:matrix.example", token_file: room,
               message_type: notice}
          contacts: {owner: [first], ops: [first, second], sec: [first], dpo: [first], ict: [first], abuse: [first],
            support: [first], noc: [first], mgr: [third], break_glass: [second]}
          escalation: {owner: p, ops: p, sec: p, dpo: p, ict: p, abuse: p, support: p, noc: p, mgr: 1,
            break_glass: p}
        """

    private static let asset = """
        {id: thing, hostnames: [a.example], domains: [b.example, c.example], addresses: [192.0.2.1, "2001:db8::/32"],
                external_ids: [i-1, 42], labels: [project=norr], at_client_site: true
        """

    private static let tocsin = """
        state_directory: /var/lib/tocsin
        log_level: debug
        limits: {report_bytes_max: 1024, open_incidents_max: 1000000}
        coordination: {reopen_within: PT0S, proposal_answer_within: P30D, proposal_told_within: PT60.5S}
        sockets:
          - {name: a, path: /run/a.sock, mode: 0640, group: 1300, speaks_for: {party: outside, role: gateway}}
          - {name: b, path: b.sock, mode: 0666}
          - {name: c, path: c.sock, group: wheel, speaks_for: {party: 7, role: responder}}
        loopback:
          address: "::1"
          port: 65535
          tokens:
            - {name: file, party: prov, role: agent, token_file: ../token}
            - {name: credential, party: prov, role: reporter, token_credential: token}
        responsibility: models/
        joint_care: rules/joint-care.yaml
        escalation: escalation.yaml
        calendars: calendars.yaml
        agreements: agreements
        noise: noise.yaml
        watches: rules/watches.yaml
        schedules: schedules.yaml
        provider:
          id: prov
          regimes: [gdpr, nis2]
          members: [{user: self, role: operator}, {user: 1201, role: responder}, {group: monitoring, role: agent}]
        \(party)
          assets:
            - {id: building, carries: all}
            - \(asset), carries: all}
        third_parties: [{id: aws, name: Amazon Web Services}]
        gateways:
          - id: outside
            name: 112
            members: [{user: form, role: gateway}, {group: 1300, role: gateway}]
        """

    private static let agreement = """
        agreement: agr-x
        customer:
          id: x
          members: [{user: 1202, role: responder}, {group: x, role: agent}]
        \(party)
        revisions:
          - revision: 1
            from: 2025-06-01T00:00:00+02:00
            to: 2026-04-01t00:00:00.5z
            models: [hosting@2026-01-01]
            designated_channel: {provider: prov-sec, customer: first}
            immediately: {critical: PT15M, high: PT0.5S, medium: P1W, low: P1DT1H}
            response: {critical: PT15M, high: PT1H30M, medium: 4bh, low: P1Y6M, info: 90bm}
            breach_notice: PT24H
            retention: P30D
            calendar: th-office
            regimes: [dora, hipaa]
            tell_from: high
            overrides:
              - {id: a, duty: os.patch, owner: joint, lead: tls_terminator, parts: both do it, source: "1"}
              - id: b
                layer: client_site
                when: {asset: thing, service: svc, service_type: vps, managed: true, addon: ddos, lifecycle: suspended,
                  component_in_managed_scope: false, cause: isolation}
                owner: nobody
                gap: it was not bought
                performed_by: aws
                source: contract
                confidence: derived
                priority: 1000
                until: retention_end
              - {id: c, category: illegal-content, owner: each, source: contract}
            services:
              - id: svc
                type: vps
                managed: false
                managed_scope: [os]
                addons: [ddos]
                lifecycle: terminated
                ended_at: 2026-02-18T00:00:00Z
                tls_terminator: customer
                backup_schedule: none
                hosts: [hv-1, 2]
                assets:
                  - \(asset)}
              - {id: other, type: web, managed: true, tls_terminator: provider, backup_schedule: P1D, assets: []}
        """

    private static let responsibility = """
        model: m
        version: 2026-01-01
        title: A model
        source: a page
        matrix:
          columns: vps  vps+managed
          rows: {physical: P P, network: P P, virtualization: P P, os: C P?, runtime: C  P, application: C C, data: C C,
            account: E E, edge: J J, service: "- -", client_site: C C, people: E E, coordination: E E}
          notes:
            - {layer: os, columns: [vps+managed], confidence: assumed, note: not written anywhere}
            - {layer: edge, columns: [vps, vps+managed], note: each its own end}
        duties:
          a: {title: A, category: tls, layer: edge, owner: joint, lead: customer, parts: both do it, source: page, confidence: derived}
          b: {title: B, category: backup, layer: data, follows: os, source: page, requested_by: [owner, ops],
            schedule: package, grace: PT6H}
        category_defaults: {availability: a, performance: a, hardware: layer physical, network: a, physical: a, ddos: a,
          vulnerability: triage, malware: a, intrusion: a, credential: a, phishing: a, spam: a, illegal-content: a,
          data-breach: a, data-loss: a, backup: b, tls: a, firewall: a, isolation: a, resource: a, maintenance: a,
          request: a, exit: a, anomaly: triage, other: triage}
        rules:
          - {id: a, duty: a, owner: joint, lead: operating_system_owner, parts: both do it, source: page}
          - id: b
            layer: os
            when: {service_type: vps, managed: false, addon: ddos, lifecycle: active, component_in_managed_scope: true,
              cause: isolation}
            owner: nobody
            gap: it was not bought
            performed_by: aws
            source: page
            confidence: reconstructed
            priority: 0
            until: retention_end
          - {id: c, category: spam, owner: each, source: page}
        page:
          - {row: "1.1", section: One, text: All of it, owner: joint, condition: where it was bought, duties: [a, b]}
          - {row: "1.2", section: One, text: The rest, owner: each, duties: [a], departs: for a reason}
        """

    private static let jointCare = """
        desks:
          provider:
            rows:
              - {role: abuse, categories: [phishing], except_self_reports: true}
              - {role: sec, causes: [isolation]}
              - {role: sec, categories: security-set, causes: [isolation]}
            otherwise: noc
          customer: {otherwise: ops}
        rules:
          - id: A
            title: One act in the rule itself
            when: {event: opened}
            tell: owner
            start: observed
            within: PT60M
            within_calendar: 1bh
            acknowledgement_expected: true
            evidence: [delivered, body_digest]
            on_miss: record
            update_every: PT60M
            basis: practice
          - id: B
            title: Owed by the earliest
            when:
              - event: [opened, owner_changed]
                categories: [malware]
                not_categories: security-set
                causes: [isolation]
                severity_at_least: agreement
                owners: [provider, each]
                reporter_sides: [external]
                self_reported: false
                triage: false
                concerns_customer: true
                personal_data_at_least: suspected
                significant: true
                classifications: [major]
                regimes: [dora]
                provider_regimes: [nis2]
                lifecycles: [active, suspended]
              - {event: resolved}
            owe: customer dpo
            what: files a report
            earliest_of:
              - {start: classified major, within: PT4H, within_calendar: 4bh}
              - {start: aware customer, within: P1M}
              - {within: {critical: PT15M, high: PT30M, medium: 4bh, low: PT24H, info: P7D}}
            evidence: [manual_record]
            on_miss: tell provider mgr
            basis: law
          - id: C
            title: Several acts
            when: {event: opened}
            acts:
              - act: work
                tell: affected sec
                start: window_start
                within: -PT48H
                acknowledgement_expected: false
                update_every: PT60M
              - act: note
                owe: provider
                what: keeps a note
                start: delivered work
                within: immediately
                evidence: [waiver]
                on_miss: escalate
              - act: more
                owe: provider
                what: keeps more
                earliest_of: [{within: response}, {within: breach_notice}]
              - {act: late, tell: both, within: 4bh, within_calendar: P1D, acknowledgement_expected: false}
            basis: practice
        """

    private static let escalation = """
        policies:
          - id: p
            steps:
              - {after: PT10M, tell: [own mgr]}
              - {after: PT1H, while: unresolved, tell: [own mgr, other noc, channel first, schedule 7]}
              - {after: P1D, while: unacknowledged, tell: [own break_glass]}
            last_wait: P1D
            repeat: 20
            acknowledgement_lasts: PT4H
        """

    private static let calendars = """
        calendars:
          - id: office
            zone: Asia/Bangkok
            hours: "Mon-Fri 09:00-12:00 13:00-17:00, Sat 10:00-24:00"
            holidays: [2026-04-06, 2026-12-31]
          - {id: always, zone: UTC, hours: 24x7}
        """

    private static let cases = """
        received: 2026-03-10T02:00:00Z
        cases:
          - id: one
            title: All that can be asked and expected
            as: prov
            received: 2026-03-10T02:00:00+07:00
            observed: 2026-03-09T00:00:00Z
            ask: {asset: project=norr, service: svc, category: tls, layer: edge, duty: os.patch, component: php, cause: isolation,
              severity: info, personal_data: none, significant: false, classification: major, status: resolved,
              window_start: 2026-03-14T20:00:00Z}
            expect: {owner: each, party: x, lead: prov, performed_by: aws, confidence: assumed, gap: not bought, triage: none,
              candidates: [a, b], rule: m.os×vps, source: page, agreement: agr-x@2, sentence: if it were, rules: [A, B],
              told: {x.sec: PT1H, prov.noc: 2026-03-10T02:15:00Z}, owed: {A: waiting, B/act: -PT48H}, refused: not_yours}
          - {id: two, as: prov, ask: {}, expect: {owner: joint}}
        """
}

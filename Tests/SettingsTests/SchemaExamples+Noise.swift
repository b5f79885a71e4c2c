extension SchemaExamples {
    static let noise = """
        maintenance_windows:
          - id: weekly
            party: prov
            matchers: asset="bkp-01", severity!="critical"
            from: "23:00"
            to: "03:00:30"
            weekly: [mon, tue, wed, thu, fri, sat, sun]
            zone: Asia/Bangkok
            since: 2026-01-01T00:00:00+07:00
            until: 2027-01-01T00:00:00Z
          - {id: 7, party: tern, matchers: 'label.team=~"a|b"', from: "00:00", to: "24:00", monthly: 31}
          - {id: nth, party: tern, matchers: 'owner!~"prov"', from: 22:00, to: 23:00, monthly: last sun, zone: UTC}
          - {id: once, party: prov, matchers: asset=a, from: 2026-03-14T20:00:00+07:00, to: 2026-03-15T02:00:00.5z}
        inhibitions:
          - {id: one, source: 'category="availability"', target: 'category=~"tls|backup"', equal: [asset, label.team]}
          - {id: all, source: layer=os, target: layer=runtime, equal: []}
          - id: every-field
            source: layer=physical
            target: layer=data
            equal: [service, category, layer, duty, severity, customer, agreement, reporter, owner, summary]
        flapping: {changes: 4, within: PT1H, quiet: PT10M}
        storms: {notices: 10, within: PT1M, digest_every: PT30S}
        """

    static let watches = """
        heartbeats:
          - {id: prometheus, party: prov, every: PT5M, severity: high}
          - {id: 7, party: tern, every: P7D, asset: tern-vps1, severity: info}
        dead_man: {channel: prov-noc, every: PT1M}
        canaries: {every: P7D}
        """
}

/// What can be wrong with heartbeats, the sign of life and the tests of the channels.
extension Breakage {
    static let watches: [Breakage] = [
        Breakage(
            "watches.yaml",
            "every: P7D",
            "every: P91D",
            "Config/watches.yaml:24:19: `every` is `P91D` — write a duration from PT1H to P90D, as in"
                + " PT15M or PT1H30M"),
        Breakage(
            "watches.yaml",
            "every: P7D",
            "every: P1M",
            "Config/watches.yaml:24:19: `every` is `P1M` — write a duration from PT1H to P90D, as in PT15M or"
                + " PT1H30M"),
        Breakage(
            "watches.yaml",
            "canaries: {every: P7D}",
            "heartbeats: [{id: a, party: prov, every: PT9S, severity: high}]",
            "Config/watches.yaml:24:42: `every` is `PT9S` — write a duration from PT10S to P7D, as in"
                + " PT15M or PT1H30M"),
        Breakage(
            "watches.yaml",
            "canaries: {every: P7D}",
            "heartbeats: [{id: a, party: prov, every: P8D, severity: high}]",
            "Config/watches.yaml:24:42: `every` is `P8D` — write a duration from PT10S to P7D, as in"
                + " PT15M or PT1H30M"),
        Breakage(
            "watches.yaml",
            "canaries: {every: P7D}",
            "heartbeats: [{id: a, party: prov, severity: high}]",
            "Config/watches.yaml:24:14: a heartbeat has no `every` — say how long it may be silent, for example"
                + " every: PT5M"),
        Breakage(
            "watches.yaml",
            "canaries: {every: P7D}",
            "heartbeats: [{id: a, party: prov, every: PT5M}]",
            "Config/watches.yaml:24:14: a heartbeat has no `severity` — say how bad its silence is, for example"
                + " severity: high"),
        Breakage(
            "watches.yaml",
            "canaries: {every: P7D}",
            "heartbeats: [{id: a, party: prov, every: PT5M, severity: bad}]",
            "Config/watches.yaml:24:58: `bad` is not a word for `severity` — accepted: info, low, medium, high,"
                + " critical"),
        Breakage(
            "watches.yaml",
            "canaries: {every: P7D}",
            "heartbeats: [{id: a b, party: prov, every: PT5M, severity: low}]",
            "Config/watches.yaml:24:19: `a b` is no name for `id` — 1 to 64 of A-Z a-z 0-9 . _ - and nothing"
                + " else"),
        Breakage(
            "watches.yaml",
            "canaries: {every: P7D}",
            "heartbeats: [{id: a, every: PT5M, severity: low}]",
            "Config/watches.yaml:24:14: a heartbeat has no `party` — name the provider or a customer"),
        Breakage(
            "watches.yaml",
            "canaries: {every: P7D}",
            "heartbeats: [{id: a, party: trn, every: PT5M, severity: low}]",
            "Config/watches.yaml:24:29: there is no party `trn` — did you mean `tern`?"),
        Breakage(
            "watches.yaml",
            "canaries: {every: P7D}",
            "heartbeats: [{id: a, party: ext-abuse, every: PT5M, severity: low}]",
            "Config/watches.yaml:24:29: ext-abuse is neither the provider nor a customer — name the provider or"
                + " a customer; whoever speaks for it may call"),
        Breakage(
            "watches.yaml",
            "canaries: {every: P7D}",
            "heartbeats: [{id: a, party: tern, every: PT5M, severity: low, asset: tern-vps2}]",
            "Config/watches.yaml:24:70: tern has no asset `tern-vps2` — did you mean `tern-vps1`?"),
        Breakage(
            "watches.yaml",
            "canaries: {every: P7D}",
            "heartbeats: [{id: a, party: tern, every: PT5M, severity: low, asset: hv-07}]",
            "Config/watches.yaml:24:70: tern has no asset `hv-07` — known: tern-office, tern-vps1"),
        Breakage(
            "watches.yaml",
            "canaries: {every: P7D}",
            "heartbeats: [{id: a, party: prov, every: PT5M, severity: low, asset: hv-70}]",
            "Config/watches.yaml:24:70: prov has no asset `hv-70` — did you mean `hv-07`?"),
        Breakage(
            "watches.yaml",
            "canaries: {every: P7D}",
            "heartbeats: [{id: a, party: prov, every: PT5M, severity: low}, {id: a, party: tern, every: PT5M, severity: low}]",
            "Config/watches.yaml:24:69: the heartbeat `a` is declared twice — the first is at"
                + " Config/watches.yaml:24:19; rename one"),
        Breakage(
            "watches.yaml",
            "canaries: {every: P7D}",
            "heartbeats: [{id: a, party: prov, every: PT5M, severity: low, channel: x}]",
            "Config/watches.yaml:24:63: unknown key `channel` in a heartbeat — known: asset, every, id, party,"
                + " severity"),
        Breakage(
            "watches.yaml",
            "canaries: {every: P7D}",
            "dead_man: {channel: tern, every: PT1M}",
            "Config/watches.yaml:24:21: the channel `tern` is tern's, not prov's — channels of prov: prov-anong,"
                + " prov-boon, prov-chai, prov-mgr, prov-noc, prov-pager, prov-sec"),
        Breakage(
            "watches.yaml",
            "canaries: {every: P7D}",
            "dead_man: {channel: prov-watch, every: PT1M}",
            "Config/watches.yaml:24:21: there is no channel `prov-watch` — known: banyan, mango, norr, oldco,"
                + " orchid, palma, prov-anong, prov-boon, prov-chai, prov-mgr, prov-noc, prov-pager, prov-sec, siam, tern, wing"
        ),
        Breakage(
            "watches.yaml",
            "canaries: {every: P7D}",
            "dead_man: {channel: prov-mgr, every: PT1S}",
            "Config/watches.yaml:24:38: `every` is `PT1S` — write a duration from PT10S to P1D, as in"
                + " PT15M or PT1H30M"),
        Breakage(
            "watches.yaml",
            "canaries: {every: P7D}",
            "dead_man: {every: PT1M}",
            "Config/watches.yaml:24:11: dead_man has no `channel` — name a channel of the provider's"),
        Breakage(
            "watches.yaml",
            "canaries: {every: P7D}",
            "deadman: {channel: prov-mgr, every: PT1M}",
            "Config/watches.yaml:24:1: unknown key `deadman` in the watches file — did you mean `dead_man`?"),
        Breakage(
            "tocsin.yaml",
            "watches: watches.yaml",
            "watches: []",
            "Config/tocsin.yaml:174:10: `watches` is a list — write a single value"),
    ]
}

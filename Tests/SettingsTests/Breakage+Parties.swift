/// What can be wrong with parties, their channels, contacts and members.
extension Breakage {
    static let parties: [Breakage] = [
        Breakage(
            "tocsin.yaml",
            "secret_file: ../var/secrets/prov-sec",
            "secret: whsec_abc",
            "Config/tocsin.yaml:93:7: unknown key `secret` in a channel — a secret is never written here;"
                + " put it in a file of mode 0600 and name it with secret_file"),
        Breakage(
            "tocsin.yaml",
            "secret_file: ../var/secrets/prov-sec",
            "secret_file: ../var/secrets/prov-sek",
            "Config/tocsin.yaml:93:20: cannot read the secret `Config/../var/secrets/prov-sek`: No such"
                + " file or directory — create it, readable by the daemon's user alone"),
        Breakage(
            "tocsin.yaml",
            "secret_file: ../var/secrets/prov-sec",
            "secret_credential: prov/sec",
            "Config/tocsin.yaml:93:26: `prov/sec` is no name for `secret_credential` — 1 to 64 of A-Z a-z"
                + " 0-9 . _ - and nothing else"),
        Breakage(
            "tocsin.yaml",
            "url: http://127.0.0.1:9180/prov-sec",
            "url: ftp://127.0.0.1/prov-sec",
            "Config/tocsin.yaml:92:12: `ftp://127.0.0.1/…` is no address for a channel: the scheme"
                + " is not http or https — write it as in https://hooks.example/tocsin"),
        Breakage(
            "tocsin.yaml",
            "url: http://127.0.0.1:9180/prov-sec",
            "url: http:///prov-sec",
            "Config/tocsin.yaml:92:12: `http:///…` is no address for a channel: exactly two"
                + " slashes follow the scheme — write it as in https://hooks.example/tocsin"),
        Breakage(
            "tocsin.yaml",
            "url: http://127.0.0.1:9180/prov-sec",
            "url: https://user@hooks.example/",
            "Config/tocsin.yaml:92:12: `https://…@hooks.example/…` is no address for a channel: it"
                + " holds a user name — write it as in https://hooks.example/tocsin"),
        Breakage(
            "tocsin.yaml",
            "allow: [\"http://127.0.0.1:9180\"]",
            "allow: [localhost]",
            "Config/tocsin.yaml:90:15: `localhost` is no address exception — write a network, for example"
                + " 10.20.0.0/16:443 or http://192.168.7.9:9200; never a name"),
        Breakage(
            "tocsin.yaml",
            "allow: [\"http://127.0.0.1:9180\"]",
            "allow: \"http://127.0.0.1:9180\"",
            "Config/tocsin.yaml:90:14: `allow` is a single value — write a list: [first, second], or a"
                + " line with - for each"),
        Breakage(
            "tocsin.yaml",
            "sec: [prov-sec]",
            "sec: [prov-sek]",
            "Config/tocsin.yaml:124:11: there is no channel `prov-sek` — did you mean `prov-sec`?"),
        Breakage(
            "tocsin.yaml",
            "sec: [prov-sec]",
            "sec: [tern]",
            "Config/tocsin.yaml:124:11: the channel `tern` is tern's, not prov's — channels of prov:"
                + " prov-anong, prov-boon, prov-chai, prov-mgr, prov-noc, prov-pager, prov-sec"),
        Breakage(
            "tocsin.yaml",
            "sec: [prov-sec]",
            "sec: []",
            "Config/tocsin.yaml:124:10: `sec` is empty — write at least one"),
        Breakage(
            "tocsin.yaml",
            "dpo: [prov-sec]",
            "dpx: [prov-sec]",
            "Config/tocsin.yaml:126:5: `dpx` is not a word for `contacts` — did you mean `dpo`? accepted:"
                + " owner, ops, sec, dpo, ict, abuse, support, noc, mgr, break_glass"),
        Breakage(
            "tocsin.yaml",
            "noc: noc",
            "noc: nok",
            "Config/tocsin.yaml:132:10: there is no policy `nok` — did you mean `noc`?"),
        Breakage(
            "tocsin.yaml",
            "{user: self, role: operator}",
            "{user: no-such-user, role: operator}",
            "Config/tocsin.yaml:77:14: there is no user `no-such-user` on this machine — create it, or"
                + " write its number"),
        Breakage(
            "tocsin.yaml",
            "{user: self, role: operator}",
            "{user: 65534, role: operator}",
            "Config/tocsin.yaml:77:14: the user `65534` (65534) identifies no one — give the peer a user"
                + " of its own"),
        Breakage(
            "tocsin.yaml",
            "{user: self, role: operator}",
            "{user: self, group: root, role: operator}",
            "Config/tocsin.yaml:77:7: a member is one user or one group — write {user: name, role: …} or"
                + " {group: name, role: …}"),
        Breakage(
            "agreements/tern.yaml",
            "  channels:",
            "  members: [{user: self, role: responder}]\n  channels:",
            "Config/agreements/tern.yaml:15:13: self already speaks for prov as operator — one account"
                + " speaks for one party in one role; the first entry is at Config/tocsin.yaml:77:7"),
        Breakage(
            "tocsin.yaml",
            "speaks_for: {party: tern, role: responder}",
            "speaks_for: {party: tern, role: operator}",
            "Config/tocsin.yaml:46:37: whoever can connect or has a token would run the daemon —"
                + " operators are named one by one, under members of the provider"),
        Breakage(
            "agreements/tern.yaml",
            "  channels:",
            "  members: [{user: 1201, role: operator}]\n  channels:",
            "Config/agreements/tern.yaml:15:13: a customer's member is operator — operators run the"
                + " daemon and are the provider's"),
        Breakage(
            "agreements/banyan.yaml",
            "  id: banyan",
            "  id: tern",
            "Config/agreements/tern.yaml:10:7: the party `tern` is declared twice — the first is at"
                + " Config/agreements/banyan.yaml:7:7; rename one"),
    ]
}

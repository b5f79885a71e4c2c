/// What can be wrong with tocsin.yaml.
extension Breakage {
    static let daemon: [Breakage] = [
        Breakage(
            "tocsin.yaml",
            "log_level: info",
            "log_levle: info",
            "Config/tocsin.yaml:23:1: unknown key `log_levle` in tocsin.yaml — did you mean `log_level`?"),
        Breakage(
            "tocsin.yaml",
            "log_level: info",
            "log_level: inof",
            "Config/tocsin.yaml:23:12: `inof` is not a word for `log_level` — did you mean `info`?"
                + " accepted: trace, debug, info, notice, warning, error, critical"),
        Breakage(
            "tocsin.yaml",
            "log_level: info",
            "log_level:",
            "Config/tocsin.yaml:23:11: `log_level` has no value — write one, or remove the line"),
        Breakage(
            "tocsin.yaml",
            "state_directory: var/state\n",
            "",
            "Config/tocsin.yaml:22:1: tocsin.yaml has no `state_directory` — add a line `state_directory:"
                + " …`"),
        Breakage(
            "tocsin.yaml",
            "state_directory: var/state",
            "state_directory: [var, state]",
            "Config/tocsin.yaml:20:18: `state_directory` is a list — write a single value"),
        Breakage(
            "tocsin.yaml",
            "report_bytes_max: 262144",
            "report_bytes_max: 256k",
            "Config/tocsin.yaml:26:21: `report_bytes_max` is `256k` — write a whole number from 1024 to"
                + " 1048576"),
        Breakage(
            "tocsin.yaml",
            "open_incidents_max: 10000",
            "open_incidents_max: 0",
            "Config/tocsin.yaml:27:23: `open_incidents_max` is `0` — write a whole number from 1 to"
                + " 1000000"),
        Breakage(
            "tocsin.yaml",
            "mode: 0660",
            "mode: 0999",
            "Config/tocsin.yaml:40:11: `mode` is `0999` — write octal permissions from 0600 to 0777, for"
                + " example 0660"),
        Breakage(
            "tocsin.yaml",
            "mode: 0600",
            "mode: 0606",
            "Config/tocsin.yaml:45:11: everybody on this machine could connect and speak for the party —"
                + " take away the permissions of others: 0600, or 0660 with a group"),
        Breakage(
            "tocsin.yaml",
            "path: var/tern.sock",
            "path:"
                + " var/" + String(repeating: "x", count: 110),
            "Config/tocsin.yaml:44:11: the path of the socket has 114 bytes — the system allows 107;"
                + " choose a shorter one"),
        Breakage(
            "tocsin.yaml",
            "{party: tern, role: responder}",
            "{party: turn, role: responder}",
            "Config/tocsin.yaml:46:25: there is no party `turn` — did you mean `tern`?"),
        Breakage(
            "tocsin.yaml",
            "{party: tern, role: responder}",
            "{party: tern, role: chief}",
            "Config/tocsin.yaml:46:37: `chief` is not a word for `role` — accepted: agent, reporter, gateway,"
                + " responder, operator"),
        Breakage(
            "tocsin.yaml",
            "  - name: tern\n",
            "  - name: provider\n",
            "Config/tocsin.yaml:43:11: the socket `provider` is declared twice — the first is at"
                + " Config/tocsin.yaml:38:11; rename one"),
        Breakage(
            "tocsin.yaml",
            "  - name: tern\n",
            "  - name: te rn\n",
            "Config/tocsin.yaml:43:11: `te rn` is no name for `name` — 1 to 64 of A-Z a-z 0-9 . _ - and"
                + " nothing else"),
        Breakage(
            "tocsin.yaml",
            "responsibility: responsibility",
            "responsibility: ../responsibility",
            "Config/tocsin.yaml:57:17: `../responsibility` leaves the folder of this file — the"
                + " configuration lies beneath one folder; write a plain relative name"),
        Breakage(
            "tocsin.yaml",
            "escalation: escalation.yaml",
            "escalation: escalations.yaml",
            "Config/tocsin.yaml:59:13: cannot read the file `Config/escalations.yaml`: No such file or"
                + " directory — check the name and its permissions"),
        Breakage(
            "tocsin.yaml",
            "agreements: agreements",
            "agreements: contracts",
            "Config/tocsin.yaml:61:13: cannot read the folder `Config/contracts`: No such file or"
                + " directory — check the name and its permissions"),
        Breakage(
            "tocsin.yaml",
            "joint_care: joint-care.yaml\n",
            "",
            "Config/tocsin.yaml:20:1: tocsin.yaml has no `joint_care` — name the file"),
        Breakage(
            "tocsin.yaml",
            "mode: 0660\n",
            "mode: 0660\n    group: no-such-group\n",
            "Config/tocsin.yaml:41:12: there is no group `no-such-group` on this machine — create it, or"
                + " write its number"),
    ]
}

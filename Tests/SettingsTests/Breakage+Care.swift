/// What can be wrong with joint care.
extension Breakage {
    static let care: [Breakage] = [
        Breakage(
            "joint-care.yaml",
            "categories: security-set",
            "categories: security",
            "Config/joint-care.yaml:16:33: `categories` is neither a list nor `security-set` — write"
                + " [intrusion, malware], or security-set for all security categories"),
        Breakage(
            "joint-care.yaml",
            "categories: [resource]",
            "categories: [resorce]",
            "Config/joint-care.yaml:79:22: `resorce` is not a word for `categories` — did you mean `resource`?"
                + " accepted: availability, performance, hardware, network, physical, ddos, vulnerability,"
                + " malware, intrusion, credential, phishing, spam, illegal-content, data-breach, data-loss,"
                + " backup, tls, firewall, isolation, resource, maintenance, request, exit, anomaly, other"),
        Breakage(
            "joint-care.yaml",
            "id: JC-16",
            "id: JC-15",
            "Config/joint-care.yaml:364:9: the joint-care rule `JC-15` is declared twice — the first is"
                + " at Config/joint-care.yaml:338:9; rename one"),
        Breakage(
            "joint-care.yaml",
            "event: resolved",
            "event: [resolved, opened]",
            "Config/joint-care.yaml:389:11: nobody has been told yet when an incident opens — write"
                + " event: resolved, or tell another"),
        Breakage(
            "joint-care.yaml",
            "        tell: provider\n",
            "        tell: owner\n",
            "Config/joint-care.yaml:345:15: a matter in triage has no owner to tell — tell provider or"
                + " customer, or write triage: false"),
        Breakage(
            "joint-care.yaml",
            "within: PT60M",
            "within: soon",
            "Config/joint-care.yaml:202:17: `soon` is no time for `within` — write one of response,"
                + " immediately, breach_notice; a span as in PT15M, P30D, P1M or 4bh; or one for each severity:"
                + " {critical: PT15M, high: PT30M}"),
        Breakage(
            "joint-care.yaml",
            "    basis: Hosting page, 3.2\n",
            "",
            "Config/joint-care.yaml:266:5: a joint-care rule has no `basis` — name the clause, standard"
                + " or practice it rests on"),
        Breakage(
            "joint-care.yaml",
            "    otherwise: noc\n",
            "",
            "Config/joint-care.yaml:10:5: the table of a side has no `otherwise` — add a line `otherwise:"
                + " …`"),
        Breakage(
            "joint-care.yaml",
            "    acknowledgement_expected: true\n",
            "",
            "Config/joint-care.yaml:67:5: a joint-care rule has no `acknowledgement_expected` — add a"
                + " line `acknowledgement_expected: …`"),
    ]
}

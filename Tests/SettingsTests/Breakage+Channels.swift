/// What can be wrong with channels that lead to a product, and with headers.
extension Breakage {
    private static let signing = "secret_file: ../../var/secrets/tern"

    private static func channel(_ text: String, _ problem: String) -> Breakage {
        Breakage("agreements/tern.yaml", signing, text, "Config/agreements/tern.yaml:" + problem)
    }

    static let channels: [Breakage] = [
        channel("preset: slak", "18:15: there is no preset `slak` — did you mean `slack`?"),
        channel(
            "preset: cloudevents",
            "16:7: a channel has no `secret_file`"
                + " — name the file that holds it, or a systemd credential with secret_credential"),
        channel(
            "preset: pagerduty",
            "16:7: a channel has no `routing_key_file`"
                + " — name the file that holds it, or a systemd credential with routing_key_credential"),
        channel(
            "preset: pagerduty\n      routing_key_file: ../../var/secrets/tern",
            "19:25: `routing_key` is not 32 letters and digits"
                + " — use the integration key of an Events API v2 integration, not an API token"),
        channel(
            "preset: slack\n      routing_key_file: ../../var/secrets/tern",
            "19:25: the preset `slack` takes no `routing_key_file` — remove the line"),
        channel(
            signing + "\n      chat_id: 12", "19:16: a channel without a preset takes no `chat_id` — remove the line"),
        channel(
            "preset: telegram\n      token_file: ../../var/secrets/tern",
            "16:7: a channel has no `chat_id`"
                + " — it is the number of the chat, or the @name of a public channel or group"),
        channel(
            "preset: matrix\n      room: noc\n      token_file: ../../var/secrets/tern",
            "19:13: `room` does not begin with !"
                + " — use the internal room id from the room's advanced settings"),
        channel(
            "preset: matrix\n      room: \"!a:b\"\n      message_type: loud\n      token_file: ../../var/secrets/tern",
            "20:21: `message_type` is `loud` — accepted: text, notice"),
        channel(
            "preset: gotify\n      token_file: ../../var/secrets/tern\n      token_credential: tern",
            "20:25: there is a `token_file` as well — keep one of them"),
        channel(
            "preset: gotify\n      token_file: [../../var/secrets/tern]",
            "19:19: `token_file` is a list — name one file; only what signs may be several"),
        channel(
            signing + "\n      url_file: ../../var/secrets/tern",
            "17:12: the channel has its address twice — keep either `url` or `url_file`"),
        channel(
            signing + "\n      headers: [{name: x-team}]",
            "19:17: a header has no `value` — write it, or name a file that holds it with value_file"),
        channel(
            signing + "\n      headers: [{name: x-team, value: a, value_file: ../../var/secrets/tern}]",
            "19:39: the header has its value twice — keep either `value` or `value_file`"),
        // The address of the shipped channel has a path, which ntfy would take for a topic.
        channel(
            "preset: ntfy\n      topic: noc",
            "16:7: its path must be empty: the topic stands in `topic` — see the documentation of the preset ntfy"),
    ]
}

extension Breakage {
    static let all: [Breakage] =
        daemon + parties + others + time + agreements + services + models + pages + care + escalation + schedules
        + rules + noise + watches + channels
}

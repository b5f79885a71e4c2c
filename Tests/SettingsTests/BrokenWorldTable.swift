extension Breakage {
    static let all: [Breakage] = daemon + parties + agreements + models + care
}

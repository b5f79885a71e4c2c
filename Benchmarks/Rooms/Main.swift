// Figures about single rooms, from inside: what a call costs in a process that does nothing else. The programs as a
// whole are measured from outside by the package beside this folder, which runs this one too.

@main
struct Main {
    static func main() {
        RulingFigures.run()
        CoordinationFigures.run()
        StandingFigures.run()
        TimerFigures.run()
        OnCallFigures.run()
    }
}

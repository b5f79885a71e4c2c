package import Coordination

extension Entropy {
    /// Seeded with 256 bits of the operating system's random source (getrandom(2), by way of the standard library).
    package static func fromSystem() -> Entropy {
        var system = SystemRandomNumberGenerator()
        return Entropy(state: (system.next(), system.next(), system.next(), system.next()))
    }
}

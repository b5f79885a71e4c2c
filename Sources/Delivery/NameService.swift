/// Names to addresses for the delivery thread: what is known, what is being asked, and who waits for it.
///
/// A name is asked once however many attempts wait. Each waits for its own budget only; an answer that comes later
/// still serves the next attempt. Confined to the delivery thread.
final class NameService {
    /// Names asked for so far.
    private(set) var lookups: UInt64 = 0
    private var names: [String: Entry] = [:]
    /// One entry per wait, in order of their ends: the budget is the same for all.
    private var ends = FIFO<(end: MonotonicTime, ticket: Ticket, name: String)>()
    private var waitingCount = 0
    private var lastTicket: Ticket = 0
    private let pool: NamePool
    private let limits: DeliveryLimits

    /// Identifies a wait.
    typealias Ticket = UInt64

    /// What to do with an attempt that needs the name.
    enum Lookup {
        case known(NameAnswer)
        /// The answer will come from `answered` or `expired` under this ticket.
        case wait(Ticket)
        case tooMany
    }

    private struct Entry {
        var answer: NameAnswer?
        /// From when on the answer is asked for again.
        var staleAt = MonotonicTime(nanoseconds: 0)
        /// When the addresses were last confirmed.
        var foundAt = MonotonicTime(nanoseconds: 0)
        var isAsked = false
        /// The lookup under way, or the last one, took longer than an attempt waits.
        var isLate = false
        /// The last lookup failed or was late: the next one may hang as well.
        var isDoubtful = false
        var waiting: [Ticket] = []
        /// The address in use; kept while it stays among the answers, because connections are kept per address.
        var pin: NetworkAddress?
        /// Addresses that could not be connected to since they were last all tried.
        var avoided: Set<NetworkAddress> = []
    }

    init(pool: NamePool, limits: DeliveryLimits) {
        self.pool = pool
        self.limits = limits
    }

    /// Answers at once or promises to.
    func look(up name: String, now: MonotonicTime) -> Lookup {
        if let entry = names[name], let answer = entry.answer, now < entry.staleAt { return .known(answer) }
        makeRoom(now: now)
        if names[name]?.isAsked != true {
            guard pool.ask(name, isDoubtful: isDoubtful(name)) else { return .tooMany }
            lookups += 1
            names[name, default: Entry()].isAsked = true
            names[name]?.isLate = false
        }
        lastTicket += 1
        waitingCount += 1
        names[name, default: Entry()].waiting.append(lastTicket)
        ends.append((now.adding(milliseconds: limits.nameBudgetMilliseconds), lastTicket, name))
        return .wait(lastTicket)
    }

    /// Whether the last lookup of the name failed or was late.
    func isDoubtful(_ name: String) -> Bool { names[name]?.isDoubtful == true }

    /// Takes an answer of the pool; returns what to tell, and whom.
    func answered(_ name: String, _ answer: NameAnswer, now: MonotonicTime) -> (NameAnswer, [Ticket]) {
        guard var entry = names[name] else { return (answer, []) }
        entry.isAsked = false
        if case .failed = answer { entry.isDoubtful = true } else { entry.isDoubtful = entry.isLate }
        let told = remember(answer, in: &entry, now: now)
        let waiting = entry.waiting
        entry.waiting = []
        waitingCount -= waiting.count
        names[name] = entry
        return (told, waiting)
    }

    private func remember(_ answer: NameAnswer, in entry: inout Entry, now: MonotonicTime) -> NameAnswer {
        entry.staleAt = now.adding(milliseconds: limits.nameFailedMilliseconds)
        switch answer {
        case .found:
            entry.staleAt = now.adding(milliseconds: limits.nameFoundMilliseconds)
            entry.foundAt = now
        case .failed:
            // Name servers that fail take nothing back: what they said lately stands in.
            if let known = standIn(from: entry, now: now) { return known }
        case .notFound:
            break
        }
        entry.answer = answer
        return answer
    }

    /// The waits whose budget is used up, and the addresses that may stand in for the answer that did not come.
    func expired(now: MonotonicTime) -> [(ticket: Ticket, standIn: NameAnswer?)] {
        var expired: [(Ticket, NameAnswer?)] = []
        while let first = ends.first, first.end <= now || !isWaiting(first.ticket, for: first.name) {
            _ = ends.popFirst()
            guard let index = names[first.name]?.waiting.firstIndex(of: first.ticket) else { continue }
            names[first.name]?.waiting.remove(at: index)
            names[first.name]?.isLate = true
            waitingCount -= 1
            expired.append((first.ticket, names[first.name].flatMap { standIn(from: $0, now: now) }))
        }
        return expired
    }

    /// Addresses that were confirmed lately enough to be used when the name servers do not say.
    private func standIn(from entry: Entry, now: MonotonicTime) -> NameAnswer? {
        guard case .found? = entry.answer, now < entry.foundAt.adding(milliseconds: limits.nameStaleMilliseconds) else {
            return nil
        }
        return entry.answer
    }

    private func isWaiting(_ ticket: Ticket, for name: String) -> Bool {
        names[name]?.waiting.contains(ticket) ?? false
    }

    /// When `expired` has something to say next, or nil.
    var nextEnd: MonotonicTime? { waitingCount == 0 ? nil : ends.first?.end }

    // MARK: - Which address

    /// Chooses among the permitted addresses of a name: the one in use if it still is among them and works, else the
    /// first that was not found dead.
    func choose(for name: String, among permitted: [NetworkAddress]) -> NetworkAddress? {
        guard let first = permitted.first else { return nil }
        guard var entry = names[name] else { return first }
        if permitted.allSatisfy(entry.avoided.contains) { entry.avoided.subtract(permitted) }
        let usable = permitted.filter { !entry.avoided.contains($0) }
        if let pin = entry.pin, usable.contains(pin) {
            names[name] = entry
            return pin
        }
        entry.pin = usable.first
        names[name] = entry
        return usable.first
    }

    /// Notes that an address could not be connected to, so that the next attempt tries another.
    func avoid(_ address: NetworkAddress, of name: String) {
        guard names[name]?.answer != nil else { return }
        names[name]?.avoided.insert(address)
        if let count = names[name]?.avoided.count, count > 64 { names[name]?.avoided = [address] }
    }

    // MARK: - Memory

    /// Forgets what is outdated when too many names are known; if nothing is, all that nobody waits for.
    private func makeRoom(now: MonotonicTime) {
        guard names.count >= limits.namesMax else { return }
        names = names.filter { $0.value.isAsked || now < $0.value.staleAt }
        guard names.count >= limits.namesMax else { return }
        names = names.filter { $0.value.isAsked }
    }
}

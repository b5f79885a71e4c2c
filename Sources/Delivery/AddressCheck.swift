/// What the engine would say of a channel's address before it sends anything: the same gates in the same order, and no request.
package struct AddressCheck: Sendable, Hashable {
    /// An address that a name leads to, and what the policy says of it.
    package struct Finding: Sendable, Hashable {
        package let address: NetworkAddress
        package let verdict: AddressVerdict
    }

    /// Why a name leads nowhere.
    package enum Dead: Sendable, Hashable {
        case notFound
        case failed(String)

        package var words: String {
            switch self {
            case .notFound: OutcomeWords.nameNotFound
            case .failed(let words): "the name servers did not say: \(words)"
            }
        }
    }

    /// Of the address as it is written; of a name as far as can be said before it is looked up.
    package let written: AddressVerdict
    /// Nil where the form of the address is refused.
    package let host: String?
    package let port: UInt16?
    package let scheme: TargetScheme?
    /// Where a name leads; empty where nothing was looked up.
    package let findings: [Finding]
    package let dead: Dead?

    /// - Parameter lookup: Looks a name up, and may take its time; nil: only what is written is judged.
    package init(_ url: String, policy: AddressPolicy, lookup: NameLookup?) {
        var target: TargetURL?
        do throws(AddressDenial) {
            let parsed = try TargetURL(parsing: url)
            target = parsed
            written = policy.judge(parsed)
        } catch {
            written = .denied(error)
        }
        (port, scheme) = (target?.port, target?.scheme)
        var findings: [Finding] = []
        var dead: Dead?
        switch target?.host {
        case nil: host = nil
        case .address(let address)?: host = "\(address)"
        case .name(let name)?:
            host = name
            if let target, let lookup, written.denial == nil {
                switch lookup(name) {
                case .found(let addresses):
                    findings = addresses.map {
                        Finding(
                            address: $0, verdict: policy.judge(address: $0, port: target.port, scheme: target.scheme))
                    }
                case .notFound: dead = .notFound
                case .failed(let words): dead = .failed(words)
                }
            }
        }
        self.findings = findings
        self.dead = dead
    }

    /// Whether something could be sent: what is written may be spoken to, and a name that was looked up leads to at least one address
    /// that may.
    package var isAllowed: Bool {
        written.denial == nil && dead == nil && (findings.isEmpty || findings.contains { $0.verdict.denial == nil })
    }

    /// The name leads to addresses that may be spoken to and to others: a sign that somebody lets it point where it must not. Only the
    /// permitted ones are used.
    package var isMixed: Bool { isAllowed && findings.contains { $0.verdict.denial != nil } }

    /// Why nothing could be sent; nil where it could.
    package var denial: AddressDenial? {
        if let denial = written.denial { return denial }
        return isAllowed ? nil : findings.first { $0.verdict.denial != nil }?.verdict.denial
    }

    /// The exception by which it is allowed, where it is by one.
    package var exception: AddressException? {
        let verdicts = [written] + findings.map(\.verdict)
        return verdicts.lazy.compactMap { if case .allowed(let exception) = $0 { exception } else { nil } }.first
    }
}

extension AddressPolicy {
    /// As the engine judges on this machine now. Where the system does not say which addresses are its own, none is known.
    package static func ofThisMachine(allow exceptions: [AddressException]) -> AddressPolicy {
        guard case .addresses(let own) = LocalInterfaces.read() else { return AddressPolicy(allow: exceptions) }
        return AddressPolicy(allow: exceptions, ownAddresses: own)
    }
}

internal import CCurl

/// An attempt's way: admitted, its name resolved if it has one, its address judged and pinned, sent, judged, reported.
extension DeliveryLoop {
    // MARK: - Start

    /// Starts all that may.
    func startAttempts() {
        while let slot = admission.next(now: now) {
            guard let channel = channels[slot.request.channel] else {
                preconditionFailure("admission and the loop know the same channels")
            }
            begin(LiveAttempt(slot: slot, channel: channel, startedAt: now))
        }
    }

    private func begin(_ attempt: LiveAttempt) {
        switch attempt.channel.target {
        case .failure(let denial): block(attempt, denial)
        case .success(let target): begin(attempt, target)
        }
    }

    private func begin(_ attempt: LiveAttempt, _ target: TargetURL) {
        // A name is judged before it is looked up: nobody is asked for names that are forbidden anyway.
        if let denial = policy(for: attempt).judge(target).denial { return block(attempt, denial) }
        switch target.host {
        case .address(let address): send(attempt, to: target, at: address)
        case .name(let name): look(up: name, for: attempt, target)
        }
    }

    private func policy(for attempt: LiveAttempt) -> AddressPolicy {
        AddressPolicy(allow: attempt.channel.configuration.allow, ownAddresses: ownAddresses.known)
    }

    private func block(_ attempt: LiveAttempt, _ denial: AddressDenial) {
        let reason: AttemptReason = denial.code.isAboutURL ? .badURL : .blockedAddress
        finish(attempt, Judgement(result: .notDelivered, reason: reason, detail: denial.sentence))
    }

    // MARK: - Names

    private func look(up name: String, for attempt: LiveAttempt, _ target: TargetURL) {
        switch names.look(up: name, now: now) {
        case .known(let answer): use(answer, for: attempt)
        case .wait(let ticket): waiting[ticket] = attempt
        case .tooMany:
            finish(attempt, Judgement(result: .notDelivered, reason: .dnsFailed, detail: OutcomeWords.lookupsTooMany))
        }
    }

    /// Takes an answer of the pool.
    func nameWasAnswered(_ name: String, _ answer: NameAnswer) {
        let (answer, tickets) = names.answered(name, answer, now: now)
        for ticket in tickets {
            if let attempt = waiting.removeValue(forKey: ticket) { use(answer, for: attempt) }
        }
    }

    /// Ends the attempts that waited too long for their name, unless addresses known from before can stand in.
    func expireLookups() {
        for (ticket, standIn) in names.expired(now: now) {
            guard let attempt = waiting.removeValue(forKey: ticket) else { continue }
            if let standIn {
                use(standIn, for: attempt)
                continue
            }
            finish(attempt, Judgement(result: .notDelivered, reason: .dnsTimeout, detail: OutcomeWords.lookupTooSlow))
        }
    }

    private func use(_ answer: NameAnswer, for attempt: LiveAttempt) {
        guard case .success(let target) = attempt.channel.target, case .name(let name) = target.host else {
            preconditionFailure("only attempts to a name wait for one")
        }
        switch answer {
        case .found(let addresses): send(attempt, to: target, name: name, amongst: addresses)
        case .notFound:
            finish(attempt, Judgement(result: .notDelivered, reason: .dnsNotFound, detail: OutcomeWords.nameNotFound))
        case .failed(let words):
            finish(attempt, Judgement(result: .notDelivered, reason: .dnsFailed, detail: words))
        }
    }

    /// Drops the forbidden addresses; what is left is used, and the mixture counted.
    private func send(_ attempt: LiveAttempt, to target: TargetURL, name: String, amongst addresses: [NetworkAddress]) {
        let policy = policy(for: attempt)
        var denial: AddressDenial?
        var permitted: [NetworkAddress] = []
        for address in addresses {
            let verdict = policy.judge(address: address, port: target.port, scheme: target.scheme)
            if let denied = verdict.denial { denial = denial ?? denied } else { permitted.append(address) }
        }
        if denial != nil, !permitted.isEmpty { counters.mixedAnswers += 1 }
        if let address = names.choose(for: name, among: permitted) {
            send(attempt, to: target, at: address)
        } else if let denial {
            block(attempt, denial)
        } else {
            finish(attempt, Judgement(result: .notDelivered, reason: .dnsNotFound, detail: OutcomeWords.nameNotFound))
        }
    }

    // MARK: - Sending

    private func send(_ attempt: LiveAttempt, to target: TargetURL, at address: NetworkAddress) {
        let gate = ConnectionGate(policy: policy(for: attempt), pin: address, port: target.port, scheme: target.scheme)
        let configuration = attempt.channel.configuration
        guard let outgoing = OutgoingRequest(attempt.request, for: configuration, at: Clocks.wallSeconds()) else {
            return finish(attempt, Judgement(result: .notDelivered, reason: .localError, detail: OutcomeWords.noJSON))
        }
        guard outgoing.body.count <= limits.requestBodyBytesMax else {
            return finish(
                attempt, Judgement(result: .notDelivered, reason: .bodyTooLarge, detail: OutcomeWords.bodyTooLarge))
        }
        guard let transfer = Transfer(attempt, outgoing, target: target, gate: gate, limits: limits),
            transfer.configure(setup(for: configuration)), multi.add(transfer)
        else {
            return finish(
                attempt, Judgement(result: .notDelivered, reason: .localError, detail: OutcomeWords.noMemory))
        }
        transfers[transfer.key] = transfer
    }

    private func setup(for configuration: ChannelConfiguration) -> TransferSetup {
        TransferSetup(
            userAgent: environment.userAgent, certificateAuthorities: environment.certificateAuthorities,
            timeoutMilliseconds: configuration.timeoutMilliseconds,
            connectTimeoutMilliseconds: configuration.connectTimeoutMilliseconds, limits: limits)
    }

    // MARK: - The end

    /// Reports the transfers that libcurl is done with.
    func finishTransfers() {
        while let (key, code) = multi.nextDone() {
            guard let transfer = transfers.removeValue(forKey: key) else {
                preconditionFailure("libcurl is only done with what it was given")
            }
            let preset = transfer.attempt.channel.configuration.preset
            let judgement = OutcomeJudgement.judge(transfer.reading(code), preset)
            multi.remove(transfer)
            noteDeadAddress(transfer, judgement.reason)
            finish(transfer, judgement)
        }
    }

    /// A name with several addresses is tried at the next one next time.
    private func noteDeadAddress(_ transfer: Transfer, _ reason: AttemptReason) {
        guard [.connectRefused, .connectFailed, .connectTimeout].contains(reason),
            case .success(let target) = transfer.attempt.channel.target, case .name(let name) = target.host
        else { return }
        names.avoid(transfer.gate.pin, of: name)
    }

    /// Ends everything in flight. A complete answer decides here as it does everywhere; without one, whoever had the
    /// request in hand may have taken it.
    func interruptTransfers() {
        for key in transfers.keys.sorted() {
            guard let transfer = transfers.removeValue(forKey: key) else { continue }
            let judgement = OutcomeJudgement.judgeInterrupted(
                transfer.reading(CURLE_ABORTED_BY_CALLBACK), transfer.attempt.channel.configuration.preset)
            multi.remove(transfer)
            finish(transfer, judgement)
        }
    }

    private func finish(_ transfer: Transfer, _ judgement: Judgement) {
        var judgement = judgement
        if transfer.answerIsConfidential, judgement.detail != nil { judgement.detail = OutcomeDetail.withheld }
        finish(transfer.attempt, judgement, withholding: transfer.confidential)
    }

    /// Gives the slot back and puts the outcome together.
    ///
    /// - Parameter confidential: What its words must not repeat, beside what the channel's address holds.
    func finish(_ attempt: LiveAttempt, _ judgement: Judgement, withholding confidential: [String] = []) {
        admission.finish(attempt.slot, answered: judgement.status != nil)
        var outcome = AttemptOutcome(of: attempt.request, judgement.result, judgement.reason, status: judgement.status)
        outcome.retryAfterMilliseconds = judgement.retryAfterMilliseconds
        outcome.latencyMilliseconds = MonotonicTime.now().milliseconds(since: attempt.startedAt)
        outcome.detail = judgement.detail.map {
            OutcomeDetail.text($0, withholding: attempt.channel.confidential + confidential)
        }
        outcomes.append(outcome)
    }
}

import DataStructures
import Protocol

extension ControlPlane {
    /// What a submitted mission turned out to be.
    private enum Intake {
        case new(MissionEnvelope, Router.Choice)
        case known(MissionID)
    }

    /// Takes all of the missions or none.
    mutating func submit(
        _ envelopes: [MissionEnvelope],
        isDryRun: Bool,
        _ request: ClientRequest,
        at now: Instant,
        into effects: inout [Effect]
    ) throws(ControlError) {
        if let refusal = refusalOfIntake() ?? refusalOfParent(request.parentID) { throw refusal }
        var intakes: [Intake] = []
        var batch = Batch()
        for (index, envelope) in envelopes.enumerated() {
            let known = index < request.known.count ? request.known[index] : nil
            let earlier = envelopes[..<index]
            switch examine(envelope, known: known, earlier: earlier, &batch, request, at: now) {
            case .success(let intake):
                intakes.append(intake)
            case .failure(var error):
                if envelopes.count > 1 { error.message = "missions[\(index)]: \(error.message)" }
                throw error
            }
        }
        if isDryRun { return replyPlan(intakes, request, at: now, into: &effects) }
        var submitted: [Query.Submitted] = []
        for intake in intakes {
            switch intake {
            case .new(let envelope, let choice):
                let id = admit(envelope, choice, request, at: now, into: &effects)
                submitted.append(.init(missionID: id, isNew: true))
            case .known(let id):
                submitted.append(.init(missionID: id, isNew: false))
            }
        }
        replySubmitted(submitted, envelopes, request, into: &effects)
    }

    private func refusalOfIntake() -> ControlError? {
        if stop != nil {
            return ControlError(
                .temporary,
                .supervisorStopping,
                "the supervisor is stopping",
                hint: "submit again with the same key"
            )
        }
        if let freeMiB, !hasDiskSpace {
            return ControlError(
                .temporary,
                .diskLow,
                "\(freeMiB) MiB are free, \(configuration.supervisor.minFreeMiB) are kept"
            )
        }
        return nil
    }

    private mutating func examine(
        _ envelope: MissionEnvelope,
        known: KnownMission?,
        earlier: ArraySlice<MissionEnvelope>,
        _ batch: inout Batch,
        _ request: ClientRequest,
        at now: Instant
    ) -> Result<Intake, ControlError> {
        var envelope = envelope
        if let parentID = request.parentID { envelope.parentID = parentID }
        if let refusal = refusalOfRetry(envelope, request) { return .failure(refusal) }
        if let duplicate = duplicate(of: envelope, known) {
            if let difference = duplicate.difference {
                return .failure(conflict(duplicate, difference: difference))
            }
            return .success(.known(duplicate.missionID))
        }
        for other in earlier {
            if let key = envelope.idempotencyKey, key == other.idempotencyKey {
                return .failure(twice("idempotency_key", key, .keyConflict))
            }
            if let id = envelope.missionID, id == other.missionID {
                return .failure(twice("mission_id", id.rawValue, .missionIDConflict))
            }
        }
        // The router wants to know: a canary decides by the id.
        envelope.missionID = envelope.missionID ?? identifiers.nextMission(at: now.wall)
        switch Router.route(envelope, among: lanes.keys.compactMap { lanes[$0] }) {
        case .chosen(let choice):
            if let refusal = refusal(of: envelope, on: choice.lane, after: batch) {
                return .failure(refusal)
            }
            batch.add(envelope, on: choice.lane)
            return .success(.new(envelope, choice))
        case .refused(let error): return .failure(error)
        }
    }

    /// What is there under this key or id.
    ///
    /// The ledger names the field that differs, but does not have yet what is new in this turn; and
    /// a key goes before an id.
    private func duplicate(of envelope: MissionEnvelope, _ known: KnownMission?) -> KnownMission? {
        let inMemory = inMemory(envelope)
        guard let known else { return inMemory }
        guard let inMemory, inMemory.isSameKey, !known.isSameKey else { return known }
        return inMemory
    }

    /// A mission in memory with this key or id.
    private func inMemory(_ envelope: MissionEnvelope) -> KnownMission? {
        if let key = envelope.idempotencyKey, let id = keys[key], let mission = missions[id] {
            let difference = mission.digest == envelope.digest ? nil : "body"
            return KnownMission(missionID: id, isSameKey: true, difference: difference)
        }
        if let id = envelope.missionID, let mission = missions[id] {
            let difference = mission.digest == envelope.digest ? nil : "body"
            return KnownMission(missionID: id, isSameKey: false, difference: difference)
        }
        return nil
    }

    private func conflict(_ known: KnownMission, difference: String) -> ControlError {
        ControlError(
            .conflict,
            known.isSameKey ? .keyConflict : .missionIDConflict,
            "mission \(known.missionID) has this"
                + " \(known.isSameKey ? "idempotency_key" : "mission_id") with another \(difference)",
            object: known.missionID.rawValue,
            hint: known.isSameKey ? "use another key" : "leave mission_id out"
        )
    }

    private func twice(_ field: String, _ value: String, _ reason: ReasonCode) -> ControlError {
        ControlError(.conflict, reason, "\(field) \"\(value)\" stands twice in one request")
    }

    private mutating func admit(
        _ envelope: MissionEnvelope,
        _ choice: Router.Choice,
        _ request: ClientRequest,
        at now: Instant,
        into effects: inout [Effect]
    ) -> MissionID {
        guard let id = envelope.missionID else {
            fatalError("invariant broken: a mission was routed without an id")
        }
        var state = MissionState(
            assignedVPID: choice.lane,
            assignedBy: choice.assignedBy,
            at: now.wall
        )
        state.note(
            RouteStep(
                vpID: choice.lane,
                actor: choice.assignedBy,
                reason: choice.reason,
                summary: choice.summary,
                at: now.wall
            )
        )
        if let notBefore = envelope.notBefore, notBefore > now.wall {
            state.heldUntil = notBefore
            state.reason = .notBefore
        }
        let mission = MissionMachine(
            id: id,
            order: nextOrder,
            envelope: envelope,
            digest: envelope.digest,
            state: state
        )
        nextOrder += 1
        register(mission)
        enqueue(mission, at: now)
        effects.append(.write(.insertMission(envelope, state)))
        emit(
            .missionQueued,
            mission: mission,
            actor: request.actor,
            reason: choice.reason,
            summary: "mission \(id) queued on lane \(choice.lane) as"
                + " \(envelope.missionClass.rawValue): \(choice.summary)",
            payload: ["objective_bytes": .integer(Int64(envelope.objective.utf8.count))],
            at: now,
            into: &effects
        )
        copy(envelope, of: mission, at: now, into: &effects)
        return id
    }

    // MARK: Answers

    /// New missions are answered from memory; the turn's commit comes before the answer.
    private func replySubmitted(
        _ submitted: [Query.Submitted],
        _ envelopes: [MissionEnvelope],
        _ request: ClientRequest,
        into effects: inout [Effect]
    ) {
        guard submitted.allSatisfy(\.isNew) else {
            return answer(request, .submitted(submitted), into: &effects)
        }
        var views: [MissionView] = []
        for (index, one) in submitted.enumerated() {
            guard let mission = missions[one.missionID] else { continue }
            var envelope = mission.envelope
            envelope.objective = envelopes[index].objective.prefix(utf8Count: 200)
            views.append(MissionView(envelope: envelope, state: mission.state))
        }
        reply(request, .missions(views, nextCursor: nil), into: &effects)
    }

    private func replyPlan(
        _ intakes: [Intake],
        _ request: ClientRequest,
        at now: Instant,
        into effects: inout [Effect]
    ) {
        let lines = intakes.map { intake in
            switch intake {
            case .new(let envelope, let choice):
                "would be queued on lane \(choice.lane) as \(envelope.missionClass.rawValue):"
                    + " \(choice.summary)"
            case .known(let id):
                "is mission \(id) already"
            }
        }
        let change = Change(object: "missions", isChanged: true, isDryRun: true, lines: lines)
        reply(request, .changed(change), into: &effects)
    }
}

extension String {
    /// The longest beginning of at most `count` bytes that ends at a character boundary.
    func prefix(utf8Count count: Int) -> String {
        guard utf8.count > count else { return self }
        var end = utf8.index(utf8.startIndex, offsetBy: count)
        while end > startIndex, String.Index(end, within: self) == nil {
            end = utf8.index(before: end)
        }
        return String(self[..<end])
    }
}

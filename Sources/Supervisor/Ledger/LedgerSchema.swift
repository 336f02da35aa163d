import Protocol
import SQLite

/// The layout of a ledger file, and how older ones are brought to it.
///
/// ## The rule for changes
/// A released version never changes: files with it exist. A change, also a new case of an enum that
/// a CHECK names, is a new migration at the end of `migrations`, a golden file
/// `Tests/SupervisorTests/Ledger/Schema/<version>.sql`, and a fixture that a test opens for ever.
/// Reasons and event types are rows, not CHECKs, because every release adds some; `open` adds those
/// that are missing.
enum LedgerSchema {
    /// `LKPR` in the header of the file.
    static let applicationID: Int32 = 0x4C4B_5052

    /// Every version, in order.
    static let migrations = [Migration(version: 1, sql: version1)]

    /// Opens a file in the newest version.
    static let migrator = Migrator(applicationID: applicationID, migrations: migrations)

    /// The SQL of version 1.
    static let version1 = [
        meta, vocabulary, lanes, pools, missions, envelopes, keys, attempts, events,
    ].joined(separator: "\n")

    private static let meta = """
        CREATE TABLE ledger_meta (
            id INTEGER PRIMARY KEY CHECK (id = 1),
            ledger_id TEXT NOT NULL,
            epoch INTEGER NOT NULL CHECK (epoch >= 0),
            boot_id TEXT,
            stopped_cleanly INTEGER NOT NULL \(isFlag("stopped_cleanly")),
            last_mission_number INTEGER NOT NULL CHECK (last_mission_number >= 0),
            last_fence INTEGER NOT NULL CHECK (last_fence >= 0),
            last_event_seq INTEGER NOT NULL CHECK (last_event_seq >= 0),
            estopped_by TEXT,
            estop_reason TEXT,
            estopped_at INTEGER,
            CHECK ((estopped_by IS NULL) = (estop_reason IS NULL)),
            CHECK ((estopped_by IS NULL) = (estopped_at IS NULL))
        ) STRICT;
        INSERT INTO ledger_meta
            VALUES (1, lower(hex(randomblob(16))), 0, NULL, 1, 0, 0, 0, NULL, NULL, NULL);

        """

    private static let vocabulary = """
        CREATE TABLE vp_reasons (reason TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
        CREATE TABLE vp_event_types (event_type TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;

        """

    private static let lanes = """
        CREATE TABLE vp_sessions (
            vp_id TEXT PRIMARY KEY \(isIdentifier("vp_id", LaneID.byteCountMax)),
            session_id TEXT NOT NULL \(isIdentifier("session_id", SessionID.byteCountMax)),
            created_at INTEGER NOT NULL,
            generation INTEGER NOT NULL CHECK (generation >= 0),
            status TEXT NOT NULL \(isCase("status", of: LaneStatus.self)),
            degraded_cause TEXT \(isCaseOrNull("degraded_cause", of: DegradedCause.self)),
            admission TEXT NOT NULL \(isCase("admission", of: Admission.self)),
            drain_deadline_at INTEGER,
            paused INTEGER NOT NULL \(isFlag("paused")),
            drain_ordered INTEGER NOT NULL \(isFlag("drain_ordered")),
            paused_by TEXT,
            pause_reason TEXT,
            paused_at INTEGER,
            drained_by TEXT,
            drain_reason TEXT,
            drained_at INTEGER,
            reroute_to TEXT \(isIdentifier("reroute_to", LaneID.byteCountMax)),
            reroute_class TEXT \(isCaseOrNull("reroute_class", of: MissionClass.self)),
            rerouted_by TEXT,
            reroute_reason TEXT,
            rerouted_at INTEGER,
            rollout TEXT NOT NULL \(isCase("rollout", of: RolloutStage.self)),
            rollout_percent INTEGER CHECK (rollout_percent BETWEEN 0 AND 100),
            rollout_origin TEXT NOT NULL \(isCase("rollout_origin", of: RolloutOrigin.self)),
            rollout_order TEXT \(isCaseOrNull("rollout_order", of: RolloutStage.self)),
            rollout_order_percent INTEGER CHECK (rollout_order_percent BETWEEN 0 AND 100),
            rolled_out_by TEXT,
            rollout_reason TEXT,
            rolled_out_at INTEGER,
            health TEXT NOT NULL \(isCase("health", of: LaneHealth.State.self)),
            health_recent TEXT NOT NULL CHECK (health_recent NOT GLOB '*[^+-]*'),
            failure_streak INTEGER NOT NULL CHECK (failure_streak >= 0),
            detections INTEGER NOT NULL CHECK (detections >= 0),
            ejections INTEGER NOT NULL CHECK (ejections >= 0),
            ejected_until INTEGER,
            probe TEXT \(isIdentifier("probe", RunID.byteCountMax)),
            restored_at INTEGER,
            rollback TEXT CHECK (rollback <> ''),
            usage_day INTEGER NOT NULL CHECK (usage_day >= 0),
            used_input_tokens INTEGER NOT NULL CHECK (used_input_tokens >= 0),
            used_output_tokens INTEGER NOT NULL CHECK (used_output_tokens >= 0),
            used_calls INTEGER NOT NULL CHECK (used_calls >= 0),
            used_cost_micro_usd INTEGER NOT NULL CHECK (used_cost_micro_usd >= 0),
            day_budget_spent INTEGER NOT NULL \(isFlag("day_budget_spent")),
            shadow_day INTEGER NOT NULL CHECK (shadow_day >= 0),
            shadow_input_tokens INTEGER NOT NULL CHECK (shadow_input_tokens >= 0),
            shadow_output_tokens INTEGER NOT NULL CHECK (shadow_output_tokens >= 0),
            shadow_calls INTEGER NOT NULL CHECK (shadow_calls >= 0),
            shadow_cost_micro_usd INTEGER NOT NULL CHECK (shadow_cost_micro_usd >= 0),
            shadow_budget_spent INTEGER NOT NULL \(isFlag("shadow_budget_spent")),
            pool TEXT CHECK (pool <> ''),
            lease_expires_at INTEGER,
            worker_pid INTEGER,
            worker_start_ticks INTEGER,
            given_up_runs TEXT CHECK (given_up_runs <> ''),
            CHECK ((paused_by IS NULL) = (paused_at IS NULL)),
            CHECK ((paused_by IS NULL) = (pause_reason IS NULL)),
            CHECK ((drained_by IS NULL) = (drained_at IS NULL)),
            CHECK ((drained_by IS NULL) = (drain_reason IS NULL)),
            CHECK ((reroute_to IS NULL) = (rerouted_by IS NULL)),
            CHECK ((reroute_to IS NULL) = (reroute_reason IS NULL)),
            CHECK ((reroute_to IS NULL) = (rerouted_at IS NULL)),
            CHECK (reroute_to IS NOT NULL OR reroute_class IS NULL),
            CHECK ((rollout = 'canary') = (rollout_percent IS NOT NULL)),
            CHECK ((rollout_order IS 'canary') = (rollout_order_percent IS NOT NULL)),
            CHECK ((rollout_order IS NULL) = (rolled_out_by IS NULL)),
            CHECK ((rollout_order IS NULL) = (rollout_reason IS NULL)),
            CHECK ((rollout_order IS NULL) = (rolled_out_at IS NULL)),
            CHECK ((worker_pid IS NULL) = (worker_start_ticks IS NULL))
        ) STRICT, WITHOUT ROWID;

        """

    private static let pools = """
        CREATE TABLE vp_pools (
            pool TEXT PRIMARY KEY CHECK (pool <> ''),
            status TEXT NOT NULL \(isCase("status", of: PoolStatus.self)),
            until INTEGER,
            probe_run_id TEXT,
            probe_until INTEGER,
            slot_limit INTEGER CHECK (slot_limit > 0),
            throttle_count INTEGER NOT NULL CHECK (throttle_count >= 0),
            hold_reason TEXT REFERENCES vp_reasons (reason),
            held_by TEXT,
            hold_note TEXT,
            held_at INTEGER,
            readings TEXT CHECK (readings <> ''),
            CONSTRAINT until_is_set_when_waiting CHECK
                ((until IS NOT NULL) = \(isOne("status", of: waitingStatuses))),
            CHECK ((probe_run_id IS NULL) = (probe_until IS NULL)),
            CHECK (probe_run_id IS NULL OR status = 'probing'),
            CHECK ((hold_reason IS NULL) = (held_by IS NULL)),
            CHECK ((hold_reason IS NULL) = (hold_note IS NULL)),
            CHECK ((hold_reason IS NULL) = (held_at IS NULL))
        ) STRICT, WITHOUT ROWID;

        """

    private static let missions = """
        CREATE TABLE vp_missions (
            number INTEGER PRIMARY KEY CHECK (number > 0),
            mission_id TEXT NOT NULL UNIQUE \(isIdentifier("mission_id", MissionID.byteCountMax)),
            idempotency_key TEXT CHECK (idempotency_key <> ''),
            digest TEXT NOT NULL CHECK (digest <> ''),
            class TEXT NOT NULL \(isCase("class", of: MissionClass.self)),
            shadow_of TEXT \(isIdentifier("shadow_of", MissionID.byteCountMax)),
            created_at INTEGER NOT NULL,
            assigned_vp_id TEXT NOT NULL REFERENCES vp_sessions (vp_id),
            assigned_by TEXT NOT NULL,
            left_vp_ids TEXT CHECK (left_vp_ids <> ''),
            route TEXT CHECK (route <> ''),
            status TEXT NOT NULL \(isCase("status", of: MissionStatus.self)),
            reason TEXT REFERENCES vp_reasons (reason),
            scope TEXT \(isCaseOrNull("scope", of: FailureScope.self)),
            phase TEXT \(isCaseOrNull("phase", of: RunPhase.self)),
            attempt_count INTEGER NOT NULL CHECK (attempt_count >= 0),
            failure_count INTEGER NOT NULL CHECK (failure_count >= 0),
            recovery_count INTEGER NOT NULL CHECK (recovery_count >= 0),
            deferral_count INTEGER NOT NULL CHECK (deferral_count >= 0),
            preemption_count INTEGER NOT NULL CHECK (preemption_count >= 0),
            input_tokens INTEGER NOT NULL CHECK (input_tokens >= 0),
            output_tokens INTEGER NOT NULL CHECK (output_tokens >= 0),
            calls INTEGER NOT NULL CHECK (calls >= 0),
            cost_micro_usd INTEGER NOT NULL CHECK (cost_micro_usd >= 0),
            fence INTEGER CHECK (fence > 0),
            held_until INTEGER,
            held_by TEXT,
            hold_reason TEXT,
            held_at INTEGER,
            queued_at INTEGER NOT NULL,
            started_at INTEGER,
            ended_at INTEGER,
            ended_by TEXT,
            summary TEXT,
            resume_phase TEXT,
            late INTEGER NOT NULL \(isFlag("late")),
            counterpart TEXT CHECK (counterpart <> ''),
            CHECK ((held_by IS NULL) = (hold_reason IS NULL)),
            CHECK ((held_by IS NULL) = (held_at IS NULL)),
            CONSTRAINT ended_missions_are_not_held CHECK (held_by IS NULL OR ended_at IS NULL),
            CONSTRAINT ended_at_is_set_when_terminal CHECK
                ((ended_at IS NOT NULL) = \(isOne("status", of: terminalStatuses)))
        ) STRICT;
        CREATE UNIQUE INDEX vp_missions_key ON vp_missions (idempotency_key)
            WHERE idempotency_key IS NOT NULL;
        CREATE INDEX vp_missions_open ON vp_missions (number) WHERE ended_at IS NULL;
        CREATE INDEX vp_missions_ended ON vp_missions (ended_at, status)
            WHERE ended_at IS NOT NULL;
        CREATE TRIGGER vp_missions_terminal BEFORE UPDATE ON vp_missions
            WHEN OLD.ended_at IS NOT NULL
            BEGIN SELECT RAISE(ABORT, 'mission is terminal'); END;
        CREATE TRIGGER vp_missions_kept BEFORE DELETE ON vp_missions
            WHEN OLD.ended_at IS NULL
            BEGIN SELECT RAISE(ABORT, 'mission is open'); END;

        """

    private static let envelopes = """
        CREATE TABLE vp_mission_envelopes (
            number INTEGER PRIMARY KEY REFERENCES vp_missions (number),
            envelope TEXT NOT NULL,
            objective_start TEXT NOT NULL,
            objective_rest TEXT
        ) STRICT;
        CREATE TRIGGER vp_mission_envelopes_constant BEFORE UPDATE ON vp_mission_envelopes
            BEGIN SELECT RAISE(ABORT, 'envelope is constant'); END;

        """

    private static let keys = """
        CREATE TABLE vp_mission_keys (
            number INTEGER PRIMARY KEY CHECK (number > 0),
            mission_id TEXT NOT NULL UNIQUE \(isIdentifier("mission_id", MissionID.byteCountMax)),
            idempotency_key TEXT CHECK (idempotency_key <> ''),
            digest TEXT NOT NULL CHECK (digest <> ''),
            status TEXT NOT NULL
                CONSTRAINT status_is_terminal CHECK (\(isOne("status", of: terminalStatuses))),
            ended_at INTEGER NOT NULL
        ) STRICT;
        CREATE UNIQUE INDEX vp_mission_keys_key ON vp_mission_keys (idempotency_key)
            WHERE idempotency_key IS NOT NULL;

        """

    private static let attempts = """
        CREATE TABLE vp_attempts (
            fence INTEGER PRIMARY KEY CHECK (fence > 0),
            run_id TEXT NOT NULL \(isIdentifier("run_id", RunID.byteCountMax)),
            mission_id TEXT NOT NULL REFERENCES vp_missions (mission_id),
            attempt INTEGER NOT NULL CHECK (attempt > 0),
            vp_id TEXT NOT NULL REFERENCES vp_sessions (vp_id),
            generation INTEGER NOT NULL CHECK (generation >= 0),
            session_id TEXT NOT NULL \(isIdentifier("session_id", SessionID.byteCountMax)),
            fresh_session INTEGER NOT NULL \(isFlag("fresh_session")),
            dispatched_at INTEGER NOT NULL,
            started_at INTEGER,
            leader_pid INTEGER,
            leader_start_ticks INTEGER,
            phase TEXT NOT NULL \(isCase("phase", of: RunPhase.self)),
            intent TEXT \(isCaseOrNull("intent", of: StopIntent.self)),
            stopped_by TEXT,
            preempted_for TEXT \(isIdentifier("preempted_for", MissionID.byteCountMax)),
            resolved_as TEXT \(isCaseOrNull("resolved_as", of: MissionResolution.self)),
            blocked_at INTEGER,
            blocked_ms INTEGER NOT NULL CHECK (blocked_ms >= 0),
            outcome TEXT \(isCaseOrNull("outcome", of: AttemptOutcome.self)),
            reason TEXT REFERENCES vp_reasons (reason),
            scope TEXT \(isCaseOrNull("scope", of: FailureScope.self)),
            ended_at INTEGER,
            exit TEXT,
            runtime_session TEXT CHECK (runtime_session <> ''),
            leftover_processes INTEGER NOT NULL CHECK (leftover_processes >= 0),
            input_tokens INTEGER NOT NULL CHECK (input_tokens >= 0),
            output_tokens INTEGER NOT NULL CHECK (output_tokens >= 0),
            calls INTEGER NOT NULL CHECK (calls >= 0),
            cost_micro_usd INTEGER NOT NULL CHECK (cost_micro_usd >= 0),
            summary TEXT,
            log_bytes_dropped INTEGER NOT NULL CHECK (log_bytes_dropped >= 0),
            UNIQUE (mission_id, attempt),
            CHECK ((leader_pid IS NULL) = (leader_start_ticks IS NULL))
        ) STRICT;
        CREATE UNIQUE INDEX vp_attempts_open ON vp_attempts (mission_id) WHERE outcome IS NULL;
        CREATE TRIGGER vp_attempts_outcome BEFORE UPDATE ON vp_attempts
            WHEN OLD.outcome IS NOT NULL AND NEW.outcome IS NOT OLD.outcome
            BEGIN SELECT RAISE(ABORT, 'attempt has an outcome'); END;

        """

    private static let events = """
        CREATE TABLE vp_events (
            seq INTEGER PRIMARY KEY CHECK (seq > 0),
            event_type TEXT NOT NULL REFERENCES vp_event_types (event_type),
            emitted_at INTEGER NOT NULL,
            actor TEXT NOT NULL,
            summary TEXT NOT NULL,
            mission_id TEXT,
            vp_id TEXT,
            run_id TEXT,
            vp_session_id TEXT,
            trace_id TEXT,
            reason TEXT REFERENCES vp_reasons (reason),
            payload TEXT
        ) STRICT;
        CREATE TRIGGER vp_events_constant BEFORE UPDATE ON vp_events
            BEGIN SELECT RAISE(ABORT, 'event is constant'); END;
        """

    // MARK: - Constraints

    private static var waitingStatuses: [String] {
        [PoolStatus.cooling, .exhausted].map(\.rawValue)
    }

    private static var terminalStatuses: [String] {
        MissionStatus.allCases.filter(\.isTerminal).map(\.rawValue)
    }

    /// CASE and not IN: for a list, SQLite builds a temporary table at every row, which cost 2 µs a
    /// column of seven words (measured).
    private static func isOne(
        _ column: String,
        of words: [String],
        otherwise: String = "0"
    ) -> String {
        let cases = words.map { "WHEN '\($0)' THEN 1" }.joined(separator: " ")
        return "CASE \(column) \(cases) ELSE \(otherwise) END"
    }

    private static func isCase<Word: RawRepresentable & CaseIterable>(
        _ column: String,
        of type: Word.Type
    ) -> String where Word.RawValue == String {
        let words = type.allCases.map(\.rawValue)
        return "CONSTRAINT \(column)_is_known CHECK (\(isOne(column, of: words)))"
    }

    private static func isCaseOrNull<Word: RawRepresentable & CaseIterable>(
        _ column: String,
        of type: Word.Type
    ) -> String where Word.RawValue == String {
        let check = isOne(column, of: type.allCases.map(\.rawValue), otherwise: "\(column) IS NULL")
        return "CONSTRAINT \(column)_is_known CHECK (\(check))"
    }

    private static func isFlag(_ column: String) -> String {
        "CHECK (\(column) BETWEEN 0 AND 1)"
    }

    /// Letters, digits, `.`, `_` and `-`, the first one a letter, a digit or `_`: safe in a path.
    private static func isIdentifier(_ column: String, _ byteCountMax: Int) -> String {
        "CONSTRAINT \(column)_is_an_id CHECK (length(\(column)) BETWEEN 1 AND \(byteCountMax)"
            + " AND NOT \(column) GLOB '*[^A-Za-z0-9._-]*' AND NOT \(column) GLOB '[.-]*')"
    }
}

PRAGMA foreign_keys=OFF;
BEGIN TRANSACTION;
CREATE TABLE ledger_meta (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    ledger_id TEXT NOT NULL,
    epoch INTEGER NOT NULL CHECK (epoch >= 0),
    boot_id TEXT,
    stopped_cleanly INTEGER NOT NULL CHECK (stopped_cleanly BETWEEN 0 AND 1),
    last_mission_number INTEGER NOT NULL CHECK (last_mission_number >= 0),
    last_fence INTEGER NOT NULL CHECK (last_fence >= 0),
    last_event_seq INTEGER NOT NULL CHECK (last_event_seq >= 0),
    estopped_by TEXT,
    estop_reason TEXT,
    estopped_at INTEGER,
    CHECK ((estopped_by IS NULL) = (estop_reason IS NULL)),
    CHECK ((estopped_by IS NULL) = (estopped_at IS NULL))
) STRICT;
INSERT INTO ledger_meta VALUES(1,'0123456789abcdef0123456789abcdef',1,'boot',1,2,1,1,'uid:1004','runaway',1795257008000000000);
CREATE TABLE vp_reasons (reason TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
INSERT INTO vp_reasons VALUES('ambiguous_prefix');
INSERT INTO vp_reasons VALUES('answer_timed_out');
INSERT INTO vp_reasons VALUES('authentication_needed');
INSERT INTO vp_reasons VALUES('backing_off');
INSERT INTO vp_reasons VALUES('behind_others');
INSERT INTO vp_reasons VALUES('capability_missing');
INSERT INTO vp_reasons VALUES('check_failed');
INSERT INTO vp_reasons VALUES('configuration_invalid');
INSERT INTO vp_reasons VALUES('cursor_expired');
INSERT INTO vp_reasons VALUES('deadline_expired');
INSERT INTO vp_reasons VALUES('deferrals_exhausted');
INSERT INTO vp_reasons VALUES('disk_low');
INSERT INTO vp_reasons VALUES('exit_code');
INSERT INTO vp_reasons VALUES('exit_signal');
INSERT INTO vp_reasons VALUES('finished');
INSERT INTO vp_reasons VALUES('frame_too_large');
INSERT INTO vp_reasons VALUES('host_restarted');
INSERT INTO vp_reasons VALUES('internal_failure');
INSERT INTO vp_reasons VALUES('invalid_field');
INSERT INTO vp_reasons VALUES('invalid_frame');
INSERT INTO vp_reasons VALUES('invalid_json');
INSERT INTO vp_reasons VALUES('key_conflict');
INSERT INTO vp_reasons VALUES('lane_drained');
INSERT INTO vp_reasons VALUES('lane_draining');
INSERT INTO vp_reasons VALUES('lane_parked');
INSERT INTO vp_reasons VALUES('lane_paused');
INSERT INTO vp_reasons VALUES('lane_permanent');
INSERT INTO vp_reasons VALUES('lane_recovering');
INSERT INTO vp_reasons VALUES('lane_removed');
INSERT INTO vp_reasons VALUES('launch_failed');
INSERT INTO vp_reasons VALUES('lease_expired');
INSERT INTO vp_reasons VALUES('mission_id_conflict');
INSERT INTO vp_reasons VALUES('mission_terminal');
INSERT INTO vp_reasons VALUES('no_lane');
INSERT INTO vp_reasons VALUES('no_progress_timeout');
INSERT INTO vp_reasons VALUES('not_before');
INSERT INTO vp_reasons VALUES('not_runnable');
INSERT INTO vp_reasons VALUES('operator_request');
INSERT INTO vp_reasons VALUES('permanent');
INSERT INTO vp_reasons VALUES('poison');
INSERT INTO vp_reasons VALUES('protocol_version');
INSERT INTO vp_reasons VALUES('question');
INSERT INTO vp_reasons VALUES('queue_full');
INSERT INTO vp_reasons VALUES('rate_limited');
INSERT INTO vp_reasons VALUES('ready');
INSERT INTO vp_reasons VALUES('ready_timed_out');
INSERT INTO vp_reasons VALUES('reason_required');
INSERT INTO vp_reasons VALUES('reported_error');
INSERT INTO vp_reasons VALUES('role_too_low');
INSERT INTO vp_reasons VALUES('runtime_budget');
INSERT INTO vp_reasons VALUES('session_busy');
INSERT INTO vp_reasons VALUES('shadow_copy');
INSERT INTO vp_reasons VALUES('shadow_ended');
INSERT INTO vp_reasons VALUES('shadow_waits');
INSERT INTO vp_reasons VALUES('slots_busy');
INSERT INTO vp_reasons VALUES('spawn_failed');
INSERT INTO vp_reasons VALUES('start_timed_out');
INSERT INTO vp_reasons VALUES('startup_crash');
INSERT INTO vp_reasons VALUES('supervisor_stopping');
INSERT INTO vp_reasons VALUES('too_many_connections');
INSERT INTO vp_reasons VALUES('tree_not_dead');
INSERT INTO vp_reasons VALUES('unknown_lane');
INSERT INTO vp_reasons VALUES('unknown_method');
INSERT INTO vp_reasons VALUES('unknown_mission');
INSERT INTO vp_reasons VALUES('unsupported_field');
INSERT INTO vp_reasons VALUES('wait_timed_out');
INSERT INTO vp_reasons VALUES('worker_contradiction');
INSERT INTO vp_reasons VALUES('worker_died');
INSERT INTO vp_reasons VALUES('worker_exited');
INSERT INTO vp_reasons VALUES('wrong_state');
CREATE TABLE vp_event_types (event_type TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
INSERT INTO vp_event_types VALUES('vp.incident.closed');
INSERT INTO vp_event_types VALUES('vp.incident.opened');
INSERT INTO vp_event_types VALUES('vp.lane.adopted');
INSERT INTO vp_event_types VALUES('vp.lane.drained');
INSERT INTO vp_event_types VALUES('vp.lane.draining');
INSERT INTO vp_event_types VALUES('vp.lane.exited');
INSERT INTO vp_event_types VALUES('vp.lane.opened');
INSERT INTO vp_event_types VALUES('vp.lane.parked');
INSERT INTO vp_event_types VALUES('vp.lane.ready');
INSERT INTO vp_event_types VALUES('vp.lane.restored');
INSERT INTO vp_event_types VALUES('vp.lane.spawned');
INSERT INTO vp_event_types VALUES('vp.mission.accepted');
INSERT INTO vp_event_types VALUES('vp.mission.artifact');
INSERT INTO vp_event_types VALUES('vp.mission.blocked');
INSERT INTO vp_event_types VALUES('vp.mission.cancelled');
INSERT INTO vp_event_types VALUES('vp.mission.completed');
INSERT INTO vp_event_types VALUES('vp.mission.crashed');
INSERT INTO vp_event_types VALUES('vp.mission.deferred');
INSERT INTO vp_event_types VALUES('vp.mission.dispatched');
INSERT INTO vp_event_types VALUES('vp.mission.failed');
INSERT INTO vp_event_types VALUES('vp.mission.interrupted');
INSERT INTO vp_event_types VALUES('vp.mission.progress');
INSERT INTO vp_event_types VALUES('vp.mission.queued');
INSERT INTO vp_event_types VALUES('vp.mission.retried');
INSERT INTO vp_event_types VALUES('vp.mission.shadow_compared');
INSERT INTO vp_event_types VALUES('vp.mission.sla_breached');
INSERT INTO vp_event_types VALUES('vp.mission.started');
INSERT INTO vp_event_types VALUES('vp.mission.timed_out');
INSERT INTO vp_event_types VALUES('vp.mission.unblocked');
INSERT INTO vp_event_types VALUES('vp.session.created');
INSERT INTO vp_event_types VALUES('vp.session.degraded');
INSERT INTO vp_event_types VALUES('vp.session.paused');
INSERT INTO vp_event_types VALUES('vp.session.recovered');
INSERT INTO vp_event_types VALUES('vp.session.recovering');
INSERT INTO vp_event_types VALUES('vp.session.resumed');
INSERT INTO vp_event_types VALUES('vp.session.retired');
INSERT INTO vp_event_types VALUES('vp.supervisor.adopting');
INSERT INTO vp_event_types VALUES('vp.supervisor.ready');
INSERT INTO vp_event_types VALUES('vp.supervisor.started');
INSERT INTO vp_event_types VALUES('vp.supervisor.stopping');
CREATE TABLE vp_sessions (
    vp_id TEXT PRIMARY KEY CONSTRAINT vp_id_is_an_id CHECK (length(vp_id) BETWEEN 1 AND 48 AND NOT vp_id GLOB '*[^A-Za-z0-9._-]*' AND NOT vp_id GLOB '[.-]*'),
    session_id TEXT NOT NULL CONSTRAINT session_id_is_an_id CHECK (length(session_id) BETWEEN 1 AND 64 AND NOT session_id GLOB '*[^A-Za-z0-9._-]*' AND NOT session_id GLOB '[.-]*'),
    created_at INTEGER NOT NULL,
    generation INTEGER NOT NULL CHECK (generation >= 0),
    status TEXT NOT NULL CONSTRAINT status_is_known CHECK (CASE status WHEN 'idle' THEN 1 WHEN 'active' THEN 1 WHEN 'paused' THEN 1 WHEN 'recovering' THEN 1 WHEN 'degraded' THEN 1 WHEN 'retired' THEN 1 ELSE 0 END),
    degraded_cause TEXT CONSTRAINT degraded_cause_is_known CHECK (CASE degraded_cause WHEN 'parked' THEN 1 WHEN 'ejected' THEN 1 WHEN 'tree_not_dead' THEN 1 ELSE degraded_cause IS NULL END),
    admission TEXT NOT NULL CONSTRAINT admission_is_known CHECK (CASE admission WHEN 'open' THEN 1 WHEN 'draining' THEN 1 WHEN 'drained' THEN 1 ELSE 0 END),
    drain_deadline_at INTEGER,
    paused INTEGER NOT NULL CHECK (paused BETWEEN 0 AND 1),
    drain_ordered INTEGER NOT NULL CHECK (drain_ordered BETWEEN 0 AND 1),
    paused_by TEXT,
    pause_reason TEXT,
    paused_at INTEGER,
    drained_by TEXT,
    drain_reason TEXT,
    drained_at INTEGER,
    reroute_to TEXT CONSTRAINT reroute_to_is_an_id CHECK (length(reroute_to) BETWEEN 1 AND 48 AND NOT reroute_to GLOB '*[^A-Za-z0-9._-]*' AND NOT reroute_to GLOB '[.-]*'),
    reroute_class TEXT CONSTRAINT reroute_class_is_known CHECK (CASE reroute_class WHEN 'interactive' THEN 1 WHEN 'deadline' THEN 1 WHEN 'background' THEN 1 ELSE reroute_class IS NULL END),
    rerouted_by TEXT,
    reroute_reason TEXT,
    rerouted_at INTEGER,
    rollout TEXT NOT NULL CONSTRAINT rollout_is_known CHECK (CASE rollout WHEN 'off' THEN 1 WHEN 'canary' THEN 1 WHEN 'on' THEN 1 WHEN 'force_fallback' THEN 1 WHEN 'shadow' THEN 1 ELSE 0 END),
    rollout_percent INTEGER CHECK (rollout_percent BETWEEN 0 AND 100),
    rollout_origin TEXT NOT NULL CONSTRAINT rollout_origin_is_known CHECK (CASE rollout_origin WHEN 'default' THEN 1 WHEN 'environment' THEN 1 WHEN 'configuration' THEN 1 WHEN 'operator' THEN 1 ELSE 0 END),
    rollout_order TEXT CONSTRAINT rollout_order_is_known CHECK (CASE rollout_order WHEN 'off' THEN 1 WHEN 'canary' THEN 1 WHEN 'on' THEN 1 WHEN 'force_fallback' THEN 1 WHEN 'shadow' THEN 1 ELSE rollout_order IS NULL END),
    rollout_order_percent INTEGER CHECK (rollout_order_percent BETWEEN 0 AND 100),
    rolled_out_by TEXT,
    rollout_reason TEXT,
    rolled_out_at INTEGER,
    health TEXT NOT NULL CONSTRAINT health_is_known CHECK (CASE health WHEN 'healthy' THEN 1 WHEN 'ejected' THEN 1 WHEN 'probing' THEN 1 ELSE 0 END),
    health_recent TEXT NOT NULL CHECK (health_recent NOT GLOB '*[^+-]*'),
    failure_streak INTEGER NOT NULL CHECK (failure_streak >= 0),
    detections INTEGER NOT NULL CHECK (detections >= 0),
    ejections INTEGER NOT NULL CHECK (ejections >= 0),
    ejected_until INTEGER,
    probe TEXT CONSTRAINT probe_is_an_id CHECK (length(probe) BETWEEN 1 AND 72 AND NOT probe GLOB '*[^A-Za-z0-9._-]*' AND NOT probe GLOB '[.-]*'),
    restored_at INTEGER,
    rollback TEXT CHECK (rollback <> ''),
    usage_day INTEGER NOT NULL CHECK (usage_day >= 0),
    used_input_tokens INTEGER NOT NULL CHECK (used_input_tokens >= 0),
    used_output_tokens INTEGER NOT NULL CHECK (used_output_tokens >= 0),
    used_calls INTEGER NOT NULL CHECK (used_calls >= 0),
    used_cost_micro_usd INTEGER NOT NULL CHECK (used_cost_micro_usd >= 0),
    day_budget_spent INTEGER NOT NULL CHECK (day_budget_spent BETWEEN 0 AND 1),
    shadow_day INTEGER NOT NULL CHECK (shadow_day >= 0),
    shadow_input_tokens INTEGER NOT NULL CHECK (shadow_input_tokens >= 0),
    shadow_output_tokens INTEGER NOT NULL CHECK (shadow_output_tokens >= 0),
    shadow_calls INTEGER NOT NULL CHECK (shadow_calls >= 0),
    shadow_cost_micro_usd INTEGER NOT NULL CHECK (shadow_cost_micro_usd >= 0),
    shadow_budget_spent INTEGER NOT NULL CHECK (shadow_budget_spent BETWEEN 0 AND 1),
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
INSERT INTO vp_sessions VALUES('vp.coder.primary','s2',1795257000000000000,7,'degraded','tree_not_dead','draining',1795260600000000000,1,1,'uid:1001','lunch',1795257004000000000,'uid:1000','upgrade',1795257005000000000,'code-writer','background','uid:1002','sick',1795257006000000000,'force_fallback',NULL,'environment','canary',10,'uid:1003','new model',1795257008000000000,'probing','+--',2,4,3,1795257007000000000,'m9.1',1795257001000000000,'{"failure_streak":2,"interactive_wait_p95_ms":120,"interactive_waits_ms":[0,120],"moved_on":1,"new_missions":3,"pending_captures":[7],"recent":"+->","sends_away":true,"summary":"3 of its last 20 missions moved on","trigger":"fallback_rate"}',20778,900,80,12,1500000,1,20779,700,60,5,400000,1,'claude',1795257010000000000,4121,99000,'m7.1:4200:99100 m8.2');
CREATE TABLE vp_pools (
    pool TEXT PRIMARY KEY CHECK (pool <> ''),
    status TEXT NOT NULL CONSTRAINT status_is_known CHECK (CASE status WHEN 'open' THEN 1 WHEN 'cooling' THEN 1 WHEN 'exhausted' THEN 1 WHEN 'probing' THEN 1 ELSE 0 END),
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
        ((until IS NOT NULL) = CASE status WHEN 'cooling' THEN 1 WHEN 'exhausted' THEN 1 ELSE 0 END),
    CHECK ((probe_run_id IS NULL) = (probe_until IS NULL)),
    CHECK (probe_run_id IS NULL OR status = 'probing'),
    CHECK ((hold_reason IS NULL) = (held_by IS NULL)),
    CHECK ((hold_reason IS NULL) = (hold_note IS NULL)),
    CHECK ((hold_reason IS NULL) = (held_at IS NULL))
) STRICT, WITHOUT ROWID;
INSERT INTO vp_pools VALUES('claude-max','exhausted',1795257600000000000,NULL,NULL,3,2,'authentication_needed','supervisor','log in',1795257001000000000,'{"binding":false,"own_permille":0,"read_at":"2026-11-21T10:30:03.000Z","used_permille":0,"was_idle":false,"window":"five_hour"}
{"binding":true,"model":"large","own_permille":40,"read_at":"2026-11-21T10:30:02.000Z","reset_at":"2026-11-21T10:41:40.000Z","used_permille":912,"was_idle":true,"window":"weekly"}');
INSERT INTO vp_pools VALUES('codex','probing',NULL,'m1.1',1795257060000000000,NULL,0,NULL,NULL,NULL,NULL,NULL);
CREATE TABLE vp_missions (
    number INTEGER PRIMARY KEY CHECK (number > 0),
    mission_id TEXT NOT NULL UNIQUE CONSTRAINT mission_id_is_an_id CHECK (length(mission_id) BETWEEN 1 AND 64 AND NOT mission_id GLOB '*[^A-Za-z0-9._-]*' AND NOT mission_id GLOB '[.-]*'),
    idempotency_key TEXT CHECK (idempotency_key <> ''),
    digest TEXT NOT NULL CHECK (digest <> ''),
    class TEXT NOT NULL CONSTRAINT class_is_known CHECK (CASE class WHEN 'interactive' THEN 1 WHEN 'deadline' THEN 1 WHEN 'background' THEN 1 ELSE 0 END),
    shadow_of TEXT CONSTRAINT shadow_of_is_an_id CHECK (length(shadow_of) BETWEEN 1 AND 64 AND NOT shadow_of GLOB '*[^A-Za-z0-9._-]*' AND NOT shadow_of GLOB '[.-]*'),
    created_at INTEGER NOT NULL,
    assigned_vp_id TEXT NOT NULL REFERENCES vp_sessions (vp_id),
    assigned_by TEXT NOT NULL,
    left_vp_ids TEXT CHECK (left_vp_ids <> ''),
    route TEXT CHECK (route <> ''),
    status TEXT NOT NULL CONSTRAINT status_is_known CHECK (CASE status WHEN 'queued' THEN 1 WHEN 'running' THEN 1 WHEN 'blocked' THEN 1 WHEN 'completed' THEN 1 WHEN 'failed' THEN 1 WHEN 'cancelled' THEN 1 WHEN 'timed_out' THEN 1 ELSE 0 END),
    reason TEXT REFERENCES vp_reasons (reason),
    scope TEXT CONSTRAINT scope_is_known CHECK (CASE scope WHEN 'mission' THEN 1 WHEN 'session' THEN 1 WHEN 'lane' THEN 1 WHEN 'pool' THEN 1 WHEN 'host' THEN 1 WHEN 'operator' THEN 1 ELSE scope IS NULL END),
    phase TEXT CONSTRAINT phase_is_known CHECK (CASE phase WHEN 'starting' THEN 1 WHEN 'executing' THEN 1 WHEN 'checking' THEN 1 WHEN 'stopping' THEN 1 WHEN 'ended' THEN 1 ELSE phase IS NULL END),
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
    late INTEGER NOT NULL CHECK (late BETWEEN 0 AND 1),
    counterpart TEXT CHECK (counterpart <> ''),
    CHECK ((held_by IS NULL) = (hold_reason IS NULL)),
    CHECK ((held_by IS NULL) = (held_at IS NULL)),
    CONSTRAINT ended_missions_are_not_held CHECK (held_by IS NULL OR ended_at IS NULL),
    CONSTRAINT ended_at_is_set_when_terminal CHECK
        ((ended_at IS NOT NULL) = CASE status WHEN 'completed' THEN 1 WHEN 'failed' THEN 1 WHEN 'cancelled' THEN 1 WHEN 'timed_out' THEN 1 ELSE 0 END)
) STRICT;
INSERT INTO vp_missions VALUES(2,'m1','key of m1','4f3c06938e0f0b00ec52ef3bf1b4a09c','deadline','o1',1795257000000000000,'vp.coder.primary','router','vp.general.primary code-writer',replace(replace('1795257001000000000@vp.coder.primary@router@@any lane; größer line#1795257002000000000@code-writer@fallback@runtime_budget@','@',char(9)),'#',char(10)),'blocked','question','pool','executing',4,1,2,3,5,8,9,10,11,1,1795257020000000000,'uid:1003','release',1795257007000000000,1795257002000000000,1795257003000000000,NULL,'uid:1','one sentence','reported',1,'{"checks":"failed","mission_id":"o1","reason":"check_failed","run_ms":1200,"status":"failed","usage":{"calls":6,"cost_micro_usd":0,"input_tokens":0,"output_tokens":0},"vp_id":"vp.coder.primary"}');
CREATE TABLE vp_mission_envelopes (
    number INTEGER PRIMARY KEY REFERENCES vp_missions (number),
    envelope TEXT NOT NULL,
    objective_start TEXT NOT NULL,
    objective_rest TEXT
) STRICT;
INSERT INTO vp_mission_envelopes VALUES(2,'{"budget":{"max_cost_usd":3.3e-05,"max_idle_seconds":30,"max_llm_calls":31,"max_runtime_seconds":90,"max_tokens":32},"checks":[["make","test"]],"class":"deadline","constraints":{"allowed_tools":["read"],"approval_required":["push"],"forbidden_tools":["rm"]},"deadline_at":"2026-11-21T10:40:00.000Z","envelope_version":1,"expire_at_deadline":true,"fallback":["vp.general.primary"],"idempotency_key":"key of m1","labels":{"odd":"a=b","team":"core"},"mission_id":"m1","mission_type":"coding","not_before":"2026-11-21T10:31:00.000Z","owner":"kevin","parent_id":"p0","requires":["tools","resume"],"retry":{"max_attempts":5,"max_deferrals":100,"max_recoveries":3},"retry_of":"m0","session":"fresh","shadow_of":"o1","shadow_ok":true,"source":"cron","success_criteria":["it builds"],"trace_id":"trace","traceparent":"00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01","vp_id":"vp.coder.primary"}',replace('größer 👩‍🚀\n"quoted"','\n',char(10)),NULL);
CREATE TABLE vp_mission_keys (
    number INTEGER PRIMARY KEY CHECK (number > 0),
    mission_id TEXT NOT NULL UNIQUE CONSTRAINT mission_id_is_an_id CHECK (length(mission_id) BETWEEN 1 AND 64 AND NOT mission_id GLOB '*[^A-Za-z0-9._-]*' AND NOT mission_id GLOB '[.-]*'),
    idempotency_key TEXT CHECK (idempotency_key <> ''),
    digest TEXT NOT NULL CHECK (digest <> ''),
    status TEXT NOT NULL
        CONSTRAINT status_is_terminal CHECK (CASE status WHEN 'completed' THEN 1 WHEN 'failed' THEN 1 WHEN 'cancelled' THEN 1 WHEN 'timed_out' THEN 1 ELSE 0 END),
    ended_at INTEGER NOT NULL
) STRICT;
INSERT INTO vp_mission_keys VALUES(1,'old',NULL,'330024abc5633a9e2e562c49d888ba1f','timed_out',1795257001000000000);
CREATE TABLE vp_attempts (
    fence INTEGER PRIMARY KEY CHECK (fence > 0),
    run_id TEXT NOT NULL CONSTRAINT run_id_is_an_id CHECK (length(run_id) BETWEEN 1 AND 72 AND NOT run_id GLOB '*[^A-Za-z0-9._-]*' AND NOT run_id GLOB '[.-]*'),
    mission_id TEXT NOT NULL REFERENCES vp_missions (mission_id),
    attempt INTEGER NOT NULL CHECK (attempt > 0),
    vp_id TEXT NOT NULL REFERENCES vp_sessions (vp_id),
    generation INTEGER NOT NULL CHECK (generation >= 0),
    session_id TEXT NOT NULL CONSTRAINT session_id_is_an_id CHECK (length(session_id) BETWEEN 1 AND 64 AND NOT session_id GLOB '*[^A-Za-z0-9._-]*' AND NOT session_id GLOB '[.-]*'),
    fresh_session INTEGER NOT NULL CHECK (fresh_session BETWEEN 0 AND 1),
    dispatched_at INTEGER NOT NULL,
    started_at INTEGER,
    leader_pid INTEGER,
    leader_start_ticks INTEGER,
    phase TEXT NOT NULL CONSTRAINT phase_is_known CHECK (CASE phase WHEN 'starting' THEN 1 WHEN 'executing' THEN 1 WHEN 'checking' THEN 1 WHEN 'stopping' THEN 1 WHEN 'ended' THEN 1 ELSE 0 END),
    intent TEXT CONSTRAINT intent_is_known CHECK (CASE intent WHEN 'cancel' THEN 1 WHEN 'runtime_budget' THEN 1 WHEN 'idle_budget' THEN 1 WHEN 'tool_timeout' THEN 1 WHEN 'call_budget' THEN 1 WHEN 'token_budget' THEN 1 WHEN 'cost_budget' THEN 1 WHEN 'start_deadline' THEN 1 WHEN 'answer_timeout' THEN 1 WHEN 'drain' THEN 1 WHEN 'stop' THEN 1 WHEN 'estop' THEN 1 WHEN 'requeue' THEN 1 WHEN 'restart' THEN 1 WHEN 'preempt' THEN 1 WHEN 'shadow' THEN 1 ELSE intent IS NULL END),
    stopped_by TEXT,
    preempted_for TEXT CONSTRAINT preempted_for_is_an_id CHECK (length(preempted_for) BETWEEN 1 AND 64 AND NOT preempted_for GLOB '*[^A-Za-z0-9._-]*' AND NOT preempted_for GLOB '[.-]*'),
    resolved_as TEXT CONSTRAINT resolved_as_is_known CHECK (CASE resolved_as WHEN 'completed' THEN 1 WHEN 'failed' THEN 1 WHEN 'cancelled' THEN 1 ELSE resolved_as IS NULL END),
    blocked_at INTEGER,
    blocked_ms INTEGER NOT NULL CHECK (blocked_ms >= 0),
    outcome TEXT CONSTRAINT outcome_is_known CHECK (CASE outcome WHEN 'completed' THEN 1 WHEN 'failed' THEN 1 WHEN 'cancelled' THEN 1 WHEN 'timed_out' THEN 1 WHEN 'interrupted' THEN 1 WHEN 'crashed' THEN 1 WHEN 'deferred' THEN 1 ELSE outcome IS NULL END),
    reason TEXT REFERENCES vp_reasons (reason),
    scope TEXT CONSTRAINT scope_is_known CHECK (CASE scope WHEN 'mission' THEN 1 WHEN 'session' THEN 1 WHEN 'lane' THEN 1 WHEN 'pool' THEN 1 WHEN 'host' THEN 1 WHEN 'operator' THEN 1 ELSE scope IS NULL END),
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
INSERT INTO vp_attempts VALUES(1,'m1.1','m1',1,'vp.coder.primary',3,'s1',1,1795257004000000000,1795257005000000000,17,18,'ended','idle_budget','uid:1000','m-0002','failed',1795257005000000000,900,'timed_out','no_progress_timeout','session',1795257006000000000,'signal:9','their-session',2,3,4,5,6,'it was silent',7);
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
INSERT INTO vp_events VALUES(1,'vp.mission.deferred',1795257000000000000,'supervisor','something happened','m1','vp.coder.primary','m1.1','s1','trace','rate_limited','{"count":3,"list":[null,true,0.5,"x"]}');
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
CREATE TRIGGER vp_mission_envelopes_constant BEFORE UPDATE ON vp_mission_envelopes
    BEGIN SELECT RAISE(ABORT, 'envelope is constant'); END;
CREATE UNIQUE INDEX vp_mission_keys_key ON vp_mission_keys (idempotency_key)
    WHERE idempotency_key IS NOT NULL;
CREATE UNIQUE INDEX vp_attempts_open ON vp_attempts (mission_id) WHERE outcome IS NULL;
CREATE TRIGGER vp_attempts_outcome BEFORE UPDATE ON vp_attempts
    WHEN OLD.outcome IS NOT NULL AND NEW.outcome IS NOT OLD.outcome
    BEGIN SELECT RAISE(ABORT, 'attempt has an outcome'); END;
CREATE TRIGGER vp_events_constant BEFORE UPDATE ON vp_events
    BEGIN SELECT RAISE(ABORT, 'event is constant'); END;
COMMIT;
PRAGMA application_id=1280004178;
PRAGMA user_version=1;

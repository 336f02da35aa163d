import DataStructures
import Protocol
import XCTest

@testable import ControlPlane

final class ConfigurationReaderTests: XCTestCase {
    // MARK: What is accepted

    func testLaneWithoutKeysHasTheDefaults() throws {
        let configuration = try read("{lanes: {'vp.a': {}}}")

        var expected = Configuration()
        expected.profiles["shell"] = .shell
        expected.lanes[try lane("vp.a")] = LanePolicy()
        XCTAssertEqual(configuration, expected)
    }

    func testLaneOverridesDefaultsKeyByKeyAlsoInside() throws {
        let configuration = try read(
            """
            {defaults: {slots: 8, restart: {ready_ms: 5, backoff_ms: 6}},
             lanes: {a: {restart: {backoff_ms: 7}}, b: {slots: 3}}}
            """
        )

        let a = try XCTUnwrap(configuration.lanes[try lane("a")])
        let b = try XCTUnwrap(configuration.lanes[try lane("b")])
        XCTAssertEqual(a.slotCount, 8)
        XCTAssertEqual(a.restart.readyMilliseconds, 5)
        XCTAssertEqual(a.restart.backoffMilliseconds, 7)
        XCTAssertEqual(a.restart.backoffMaxMilliseconds, 60_000)
        XCTAssertEqual(b.slotCount, 3)
        XCTAssertEqual(b.restart.backoffMilliseconds, 6)
    }

    func testLaneOverridesRollbackKeyByKey() throws {
        let configuration = try read(
            """
            {rollback: {action: 'drain', failures_in_a_row: 5},
             lanes: {a: {rollback: {action: 'reroute', window: 30}}, b: {}}}
            """
        )

        let a = try XCTUnwrap(configuration.lanes[try lane("a")]?.rollback)
        let b = try XCTUnwrap(configuration.lanes[try lane("b")]?.rollback)
        var expected = RollbackPolicy()
        expected.action = .drain
        expected.failuresInARow = 5
        XCTAssertEqual(b, expected)
        expected.action = .reroute
        expected.window = 30
        XCTAssertEqual(a, expected)
    }

    func testRollbackThatCannotBeIsReported() {
        XCTAssertEqual(
            problems(
                """
                {rollback: {action: 'reset', evidence_min: 21}, defaults: {rollback: {}},
                 lanes: {a: {rollback: {fallback_percent: 101}}}}
                """
            ),
            [
                "defaults.rollback: unknown key (did you mean \"fallback\"?)",
                "rollback.action: \"reset\" is not known (one of incident, drain, reroute)",
                "lanes.a.rollback.fallback_percent: 101 is above 100 (an integer from 0 to 100)",
                "lanes.a.rollback.evidence_min: 21 is above window 20 (at most window)",
            ]
        )
    }

    func testBudgetOfTheDayIsReadAndZeroTakesABoundAway() throws {
        let configuration = try read(
            """
            {defaults: {day_budget: {max_llm_calls: 7, max_tokens: 100, max_cost_usd: 2.5}},
             lanes: {a: {}, b: {day_budget: {max_llm_calls: 0, max_cost_usd: 0}},
             c: {day_budget: {max_cost_usd: 3}}}}
            """
        )

        let a = try XCTUnwrap(configuration.lanes[try lane("a")]).dayBudget
        let b = try XCTUnwrap(configuration.lanes[try lane("b")]).dayBudget
        let c = try XCTUnwrap(configuration.lanes[try lane("c")]).dayBudget
        XCTAssertEqual(a.maxCallCount, 7)
        XCTAssertEqual(a.maxTokenCount, 100)
        XCTAssertEqual(a.maxCostMicroUSD, 2_500_000)
        XCTAssertNil(b.maxCallCount)
        XCTAssertEqual(b.maxTokenCount, 100)
        XCTAssertNil(b.maxCostMicroUSD)
        XCTAssertEqual(c.maxCostMicroUSD, 3_000_000)
        let allowed = "(0, or a number from 0.000001 to 1000000000)"
        XCTAssertEqual(
            problems("{lanes: {a: {day_budget: {max_cost_usd: -1, max_tokens: -1}}}}"),
            [
                "lanes.a.day_budget.max_cost_usd: -1 is out of bounds \(allowed)",
                "lanes.a.day_budget.max_tokens: -1 is below 0"
                    + " (an integer from 0 to 1000000000000000)",
            ]
        )
        XCTAssertEqual(
            problems("{lanes: {a: {day_budget: {max_cost_usd: 'much'}}}}"),
            ["lanes.a.day_budget.max_cost_usd: \"much\" is not a number \(allowed)"]
        )
    }

    func testSingleSlotReservesNoneUnlessToldTo() throws {
        let configuration = try read("{lanes: {a: {slots: 1}}}")

        XCTAssertEqual(configuration.lanes[try lane("a")]?.reservedSlotCount, 0)
        XCTAssertEqual(
            problems("{defaults: {reserved_slots: 1}, lanes: {a: {slots: 1}}}"),
            ["lanes.a.reserved_slots: 1 is not below slots 1 (0 to slots - 1)"]
        )
    }

    func testExecProfileIsReadWhole() throws {
        let configuration = try read(
            """
            {profiles: {claude: {adapter: 'exec', argv: ['claude', '-p', '{{objective}}'],
             input: 'objective', output: 'lane-lines', environment: {MODEL: 'x'},
             pass_env: ['API_KEY'], path: '/bin:/usr/bin', capabilities: ['tools', 'cancel'],
             term_grace_ms: 1, leftover_grace_ms: 2, log_max_bytes: 4096}},
             lanes: {a: {profile: 'claude', intents: ['coding']}}}
            """,
            environment: ["API_KEY": "secret"]
        )

        var launch = LaunchProfile(name: "claude", argv: ["claude", "-p", "{{objective}}"])
        launch.input = .objective
        launch.output = .laneLines
        launch.environment = ["API_KEY": "secret", "MODEL": "x"]
        launch.path = "/bin:/usr/bin"
        launch.termGraceMilliseconds = 1
        launch.leftoverGraceMilliseconds = 2
        launch.logByteCountMax = 4096
        XCTAssertEqual(
            configuration.profiles["claude"],
            RuntimeProfile(launch: launch, capabilities: [.tools, .cancel])
        )
        XCTAssertEqual(configuration.lanes[try lane("a")]?.intents, ["coding"])
    }

    func testNoopProfileHasNoProgram() throws {
        let configuration = try read(
            """
            {profiles: {nothing: {adapter: 'noop', capabilities: ['tools'], side_effects: 'none'}},
             lanes: {a: {profile: 'nothing'}}}
            """
        )

        var launch = LaunchProfile(name: "nothing", argv: [])
        launch.kind = .noop
        var expected = RuntimeProfile(launch: launch, capabilities: [.tools])
        expected.sideEffects = .none
        XCTAssertEqual(configuration.profiles["nothing"], expected)
    }

    func testNoopProfileTakesNothingThatConcernsAProcess() {
        let keys = [
            "argv: ['a']", "input: 'objective'", "output: 'lane-lines'", "environment: {A: 'b'}",
            "pass_env: ['A']", "path: '/bin'", "term_grace_ms: 1", "leftover_grace_ms: 1",
            "log_max_bytes: 4096",
        ]
        for key in keys {
            let found = problems("{profiles: {p: {adapter: 'noop', \(key)}}, lanes: {a: {}}}")

            let expected = "profiles.p.adapter: the adapter noop starts no process"
            XCTAssertTrue(found.contains { $0.hasPrefix(expected) }, "\(key): \(found)")
        }
    }

    func testShellProfileTakesOverrides() throws {
        let configuration = try read(
            "{profiles: {shell: {adapter: 'shell', term_grace_ms: 5}}, lanes: {a: {}}}"
        )

        var expected = RuntimeProfile.shell
        expected.launch.termGraceMilliseconds = 5
        XCTAssertEqual(configuration.profiles["shell"], expected)
    }

    func testSupervisorRetentionAndRolesAreRead() throws {
        let configuration = try read(
            """
            {version: 1, supervisor: {control_groups: 'never', log_level: 'debug',
             worker_path: '/opt/lane-worker'}, retention: {event_days: 7},
             roles: {viewer_uids: [1000, 1001]}, lanes: {a: {}}, pools: {}, http: {}}
            """
        )

        XCTAssertFalse(configuration.supervisor.usesControlGroups)
        XCTAssertEqual(configuration.supervisor.logLevel, "debug")
        XCTAssertEqual(configuration.supervisor.workerPath, "/opt/lane-worker")
        XCTAssertEqual(configuration.retention.eventDays, 7)
        XCTAssertEqual(configuration.roles.viewerUIDs, [1000, 1001])
    }

    func testRoomOnTheMachineIsRead() throws {
        let configuration = try read(
            """
            {supervisor: {host: {min_available_mib: 512, memory_pressure_max_percent: 30,
              cpu_pressure_max_percent: 90, unclean_start_rate: {per_minute: 6, burst: 2},
              unclean_start_seconds: 20}}, lanes: {a: {}}}
            """
        )

        var host = HostPolicy()
        host.minAvailableMiB = 512
        host.memoryPressureMaxPercent = 30
        host.cpuPressureMaxPercent = 90
        host.uncleanStartRate.perMinute = 6
        host.uncleanStartRate.burst = 2
        host.uncleanStartSeconds = 20
        XCTAssertEqual(configuration.supervisor.host, host)
    }

    func testPoolsClassesAndSourcesAreRead() throws {
        let configuration = try read(
            """
            {pools: {max: {slots: 4, reserved_slots: 1, start_rate: {per_minute: 30, burst: 2}}},
             classes: {min_share_every: 5, background_open_max: 7, source: {open_max: 9},
              sources: {"Telegram bot": {weight: 4}}},
             defaults: {pool: 'max', start_rate: {per_minute: 60}}, lanes: {a: {}, b: {pool: ''}}}
            """
        )

        var pool = PoolPolicy()
        pool.slotCount = 4
        pool.reservedSlotCount = 1
        pool.startRate.perMinute = 30
        pool.startRate.burst = 2
        XCTAssertEqual(configuration.pools, ["max": pool])
        var classes = ClassPolicy()
        classes.minShareEvery = 5
        classes.backgroundOpenCountMax = 7
        classes.source.openCountMax = 9
        classes.sources["Telegram bot"] = classes.source
        classes.sources["Telegram bot"]?.weight = 4
        XCTAssertEqual(configuration.classes, classes)
        XCTAssertEqual(configuration.lanes[try lane("a")]?.pool, "max")
        XCTAssertEqual(configuration.lanes[try lane("a")]?.startRate.perMinute, 60)
        XCTAssertEqual(configuration.lanes[try lane("b")]?.pool, .some(nil))
    }

    func testWaitsAndGatesOfPoolsAreRead() throws {
        let configuration = try read(
            """
            {pools: {max: {cooling_ms: 500, cooling_max_ms: 9000, reset_margin_seconds: 5,
             unknown_reset_seconds: 60, background_gate_percent: 50, deadline_gate_percent: 80,
             interactive_gate_percent: 95, outside_allowance_percent: 20}}, lanes: {a: {}}}
            """
        )

        var pool = PoolPolicy()
        pool.coolingMilliseconds = 500
        pool.coolingMaxMilliseconds = 9000
        pool.resetMarginSeconds = 5
        pool.unknownResetSeconds = 60
        pool.backgroundGatePercent = 50
        pool.deadlineGatePercent = 80
        pool.interactiveGatePercent = 95
        pool.outsideAllowancePercent = 20
        XCTAssertEqual(configuration.pools, ["max": pool])
    }

    // MARK: What is refused

    func testGatesAndWaitsOutOfOrderAreRefused() {
        XCTAssertEqual(
            problems(
                """
                {pools: {a: {cooling_ms: 2000, cooling_max_ms: 1000},
                 b: {background_gate_percent: 91}, c: {interactive_gate_percent: 89},
                 d: {background_gate_percent: 30, outside_allowance_percent: 30}}, lanes: {a: {}}}
                """
            ),
            [
                "pools.a.cooling_ms: 2000 is above cooling_max_ms 1000 (at most cooling_max_ms)",
                "pools.b.background_gate_percent: 91 is above deadline_gate_percent 90"
                    + " (at most deadline_gate_percent)",
                "pools.c.deadline_gate_percent: 90 is above interactive_gate_percent 89"
                    + " (at most interactive_gate_percent)",
                "pools.d.outside_allowance_percent: 30 is not below background_gate_percent 30"
                    + " (less than background_gate_percent)",
            ]
        )
    }

    func testPoolsThatMakeNoSenseAreRefused() {
        XCTAssertEqual(
            problems(
                """
                {pools: {Max: {}, max: {slots: 2, reserved_slots: 2}},
                 classes: {min_share_every: 3, sources: {chat: {wait: 1}}},
                 lanes: {a: {pool: 'mx'}}}
                """
            ),
            [
                "classes.min_share_every: 3 is below 4 (an integer from 4 to 1000)",
                "pools.Max: not a name "
                    + "(words of a-z and 0-9 joined by . or -, at most 48 bytes)",
                "pools.max.reserved_slots: 2 is not below slots 2 (0 to slots - 1)",
                "classes.sources.chat.wait: unknown key (one of weight, open_max)",
                "lanes.a.pool: no pool has the name \"mx\" (did you mean \"max\"?)",
            ]
        )
    }

    func testEveryProblemIsReportedAtOnce() {
        XCTAssertEqual(
            problems(
                """
                {supervisor: {min_free_mb: 1, coder_lane: 'X'}, callbacks: {main: {}},
                 profiles: {p: {argv: []}, q: {adapter: 'exec'}},
                 lanes: {a: {slots: 99, profile: 'shel'}, B: {}}}
                """
            ),
            [
                "callbacks: not carried out by this version (leave it out)",
                "supervisor.coder_lane: \"X\" is not a name (the name of a lane, or empty)",
                "supervisor.min_free_mb: unknown key (did you mean \"min_free_mib\"?)",
                "profiles.p.argv: an empty list (the program and its arguments)",
                "profiles.q.argv: missing (the program and its arguments)",
                "lanes.B: not a name "
                    + "(words of a-z and 0-9 joined by . or -, at most 48 bytes)",
                "lanes.a.slots: 99 is above 64 (an integer from 1 to 64)",
                "lanes.a.profile: no profile has the name \"shel\" "
                    + "(did you mean \"shell\"?)",
            ]
        )
    }

    func testFileMustNameALane() {
        XCTAssertEqual(problems("{}"), ["lanes: no lane is named (1 to 64 lanes)"])
        XCTAssertEqual(problems("[]"), ["an empty list is not an object (an object)"])
    }

    func testRulesAcrossKeysNameBoth() {
        XCTAssertEqual(
            problems(
                """
                {lanes: {a: {liveness: {lease_ms: 4000, suspect_ms: 4000}, restart: {backoff_ms: 70000},
                 backoff: {failure_ms: 5, failure_max_ms: 4, deferral_ms: 900001}}}}
                """
            ),
            [
                "lanes.a.liveness.lease_ms: 4000 is not above suspect_ms 4000 "
                    + "(more than suspect_ms)",
                "lanes.a.restart.backoff_ms: 70000 is above backoff_max_ms 60000 "
                    + "(at most backoff_max_ms)",
                "lanes.a.backoff.failure_ms: 5 is above failure_max_ms 4 (at most failure_max_ms)",
                "lanes.a.backoff.deferral_ms: 900001 is above deferral_max_ms 900000 "
                    + "(at most deferral_max_ms)",
            ]
        )
    }

    func testLeaseThatHeartbeatsCannotRenewIsRefused() {
        XCTAssertEqual(
            problems("{lanes: {a: {liveness: {suspect_ms: 1000, lease_ms: 3999}}}}"),
            ["lanes.a.liveness.lease_ms: 3999 is below 4000 (an integer from 4000 to 3600000)"]
        )
    }

    func testBadProfilesAreRefused() {
        let table: [(profile: String, path: String)] = [
            ("{argv: ['a']}", "adapter: missing"),
            ("{adapter: 'shell', argv: ['a']}", "argv: the adapter shell has its own"),
            ("{adapter: 'acp'}", "adapter: \"acp\" is not known"),
            ("{adapter: 'noop', argv: ['a']}", "adapter: the adapter noop starts no process"),
            ("{adapter: 'exec', argv: ['']}", "argv[0]: \"\" is not a program"),
            ("{adapter: 'exec', argv: ['{{objective}}']}", "argv[0]: \"{{objective}}\" is not a"),
            ("{adapter: 'exec', argv: ['a', 'x={{run_id}}']}", "argv[1]: \"x={{run_id}}\" is not"),
            ("{adapter: 'exec', argv: ['a', '{{nope}}']}", "argv[1]: \"{{nope}}\" is not one"),
            ("{adapter: 'exec', argv: ['a', 1]}", "argv[1]: 1 is not a string"),
            ("{adapter: 'shell', path: 'bin'}", "path: \"bin\" has a part that is not absolute"),
            ("{adapter: 'shell', path: '/bin:'}", "path: \"/bin:\" has a part that is not abs"),
            ("{adapter: 'shell', capabilities: ['tool']}", "capabilities[0]: \"tool\" is not a"),
            ("{adapter: 'shell', capabilities: ['usage', 'usage']}", "capabilities[1]: \"usage\" "),
            ("{adapter: 'shell', environment: {LANE_ID: 'x'}}", "environment.LANE_ID: is set by"),
            ("{adapter: 'shell', environment: {'1A': 'x'}}", "environment.1A: is not a name"),
            ("{adapter: 'shell', environment: {PATH: 'x'}}", "environment.PATH: is set by the key"),
            ("{adapter: 'shell', environment: {A: 1}}", "environment.A: a number that cannot be"),
            ("{adapter: 'shell', pass_env: ['A-B']}", "pass_env[0]: \"A-B\" is not a name"),
            ("{adapter: 'shell', pass_env: ['GONE']}", "pass_env[0]: GONE is not set in the"),
        ]
        for row in table {
            let found = problems("{profiles: {p: \(row.profile)}, lanes: {a: {}}}")
            XCTAssertEqual(found.count, 1, "\(found)")
            XCTAssertTrue(found.first?.hasPrefix("profiles.p.\(row.path)") == true, "\(found)")
        }
    }

    func testProblemsNeverShowAValueOfTheEnvironment() {
        let found = problems(
            """
            {profiles: {p: {adapter: 'shell', environment: {A: 'hush\\0', B: 'hush', LANE_X: 'hush'},
             pass_env: ['B']}}, lanes: {a: {}}}
            """,
            environment: ["B": "hush"]
        )

        XCTAssertFalse(found.isEmpty)
        XCTAssertFalse(found.contains { $0.contains("hush") }, "\(found)")
    }

    func testBuiltInShellCannotBeReplaced() {
        XCTAssertEqual(
            problems("{profiles: {shell: {adapter: 'exec', argv: ['a']}}, lanes: {a: {}}}"),
            [
                "profiles.shell.adapter: the profile \"shell\" is the built-in one "
                    + "(shell, or another name)"
            ]
        )
    }

    func testIntentsAndIdsAreChecked() {
        let long = String(repeating: "x", count: 65)
        let found = problems(
            "{lanes: {a: {intents: ['', '\(long)', 'b', 'b']}}, roles: {viewer_uids: [-1, 4294967295]}}"
        )

        XCTAssertEqual(
            found.map { $0.prefix { $0 != " " } },
            [
                "roles.viewer_uids[0]:", "roles.viewer_uids[1]:", "lanes.a.intents[0]:",
                "lanes.a.intents[1]:", "lanes.a.intents[3]:",
            ]
        )
    }

    func testProblemsAreBounded() {
        let keys = (0..<600).map { "k\($0): 1" }.joined(separator: ",")

        let found = problems("{\(keys), lanes: {a: {}}}")

        XCTAssertEqual(found.count, 501)
        XCTAssertEqual(found.last, "and 100 more")
    }

    func testTooManyLanesAreRefused() {
        let lanes = (0..<65).map { "l\($0): {}" }.joined(separator: ",")

        XCTAssertEqual(
            problems("{lanes: {\(lanes)}}"),
            ["lanes: 65 entries are above 64 (at most 64)"]
        )
    }

    // MARK: Rollout

    func testRolloutOfALaneReplacesThatOfTheDefaultsAsAWhole() throws {
        let configuration = try read(
            """
            {defaults: {rollout: {stage: 'canary', percent: 10}},
             lanes: {a: {}, b: {rollout: {stage: 'on'}}, c: {rollout: {}},
                     d: {rollout: {stage: 'force_fallback'}}, e: {rollout: {stage: 'off'}}}}
            """
        )

        XCTAssertEqual(
            configuration.lanes.map(\.value.rollout),
            [.canary(percent: 10), .on, nil, .forceFallback, .off]
        )
        XCTAssertNil(configuration.supervisor.coderLane)
    }

    func testRolloutsThatMakeNoSenseAreRefused() {
        let stages = "one of off, canary, on, force_fallback, shadow"
        XCTAssertEqual(
            problems(
                """
                {supervisor: {coder_lane: 'vp.b'},
                 lanes: {'vp.a': {rollout: {stage: 'canary'}}, 'vp.c': {rollout: {percent: 10}},
                         'vp.e': {rollout: {stage: 'onn'}}}}
                """
            ),
            [
                "lanes.vp.a.rollout.percent: missing (how much a canary gets, 0 to 100)",
                "lanes.vp.c.rollout.percent: only a canary has one (leave it out)",
                "lanes.vp.e.rollout.stage: \"onn\" is not known (\(stages); did you mean \"on\"?)",
                "supervisor.coder_lane: no lane has the name \"vp.b\" (did you mean \"vp.a\"?)",
            ]
        )
    }

    func testSwitchesOfTheEnvironmentNeedALane() throws {
        let switches: OrderedTable<String, String> = [
            "UA_CODER_VP_FORCE_FALLBACK": "1", "UA_ENABLE_CODER_VP": "0",
        ]

        XCTAssertEqual(
            problems("{lanes: {a: {}}}", environment: switches),
            [
                "environment.UA_CODER_VP_FORCE_FALLBACK: is set, and no lane is meant"
                    + " (name it in supervisor.coder_lane)",
                "environment.UA_ENABLE_CODER_VP: is set, and no lane is meant"
                    + " (name it in supervisor.coder_lane)",
            ]
        )
        XCTAssertEqual(
            problems("{lanes: {a: {}}}", environment: ["UA_CODER_VP_FORCE_FALLBACK": "0"]),
            []
        )
        let configuration = try read(
            "{supervisor: {coder_lane: 'a'}, lanes: {a: {}}}",
            environment: switches
        )
        XCTAssertEqual(configuration.supervisor.coderLane, "a")
        XCTAssertTrue(configuration.switches.forcesFallback)
        XCTAssertEqual(configuration.switches.isEnabled, false)
    }

    func testBuiltInConfigurationHearsTheEnvironment() throws {
        let configuration = try ConfigurationReader.builtIn(
            environment: ["UA_CODER_VP_FORCE_FALLBACK": "1"]
        ).get()

        XCTAssertEqual(configuration.supervisor.coderLane, "vp.coder.primary")
        XCTAssertTrue(configuration.switches.forcesFallback)
        XCTAssertThrowsError(
            try ConfigurationReader.builtIn(environment: ["UA_CODER_VP_SHADOW_MODE": "1"]).get()
        ) { error in
            XCTAssertEqual(
                (error as? ConfigurationProblems)?.lines,
                [
                    "environment.UA_CODER_VP_SHADOW_MODE: lane vp.coder.primary: the profile"
                        + " \"shell\" has side_effects external"
                        + " (a profile with side_effects none, or unset it)"
                ]
            )
        }
    }

    // MARK: Shadow copies

    func testShadowBudgetIsReadBesideThatOfTheDay() throws {
        let configuration = try read(
            """
            {defaults: {shadow_budget: {max_llm_calls: 7, max_cost_usd: 2.5}},
             lanes: {a: {}, b: {shadow_budget: {max_llm_calls: 0}, day_budget: {max_tokens: 9}}}}
            """
        )

        let a = try XCTUnwrap(configuration.lanes[try lane("a")])
        let b = try XCTUnwrap(configuration.lanes[try lane("b")])
        XCTAssertEqual(a.shadowBudget.maxCallCount, 7)
        XCTAssertEqual(a.shadowBudget.maxCostMicroUSD, 2_500_000)
        XCTAssertEqual(a.dayBudget, Budget())
        XCTAssertNil(b.shadowBudget.maxCallCount)
        XCTAssertNil(b.shadowBudget.maxTokenCount)
        XCTAssertEqual(b.dayBudget.maxTokenCount, 9)
        XCTAssertEqual(
            problems("{lanes: {a: {shadow_budget: {max_llm_calls: -1}}}}"),
            [
                "lanes.a.shadow_budget.max_llm_calls: -1 is below 0"
                    + " (an integer from 0 to 1000000000)"
            ]
        )
    }

    func testSideEffectsOfAProfileAreExternalUnlessItSaysOtherwise() throws {
        let configuration = try read(
            """
            {profiles: {a: {adapter: 'exec', argv: ['true']}, shell: {adapter: 'shell'},
                        b: {adapter: 'exec', argv: ['true'], side_effects: 'none'},
                        c: {adapter: 'shell', side_effects: 'local'}},
             lanes: {a: {}}}
            """
        )

        XCTAssertEqual(configuration.profiles["a"]?.sideEffects, .external)
        XCTAssertEqual(configuration.profiles["shell"]?.sideEffects, .external)
        XCTAssertEqual(configuration.profiles["b"]?.sideEffects, SideEffects.none)
        XCTAssertEqual(configuration.profiles["c"]?.sideEffects, .local)
        XCTAssertEqual(
            problems(
                "{profiles: {a: {adapter: 'shell', side_effects: 'nothing'}}, lanes: {a: {}}}"
            ),
            ["profiles.a.side_effects: \"nothing\" is not known (one of none, local, external)"]
        )
    }

    func testShadowNeedsAProfileWithoutSideEffects() throws {
        let profiles =
            "profiles: {n: {adapter: 'shell', side_effects: 'none'}, l: "
            + "{adapter: 'shell', side_effects: 'local'}}"

        let configuration = try read(
            """
            {\(profiles), defaults: {profile: 'n', rollout: {stage: 'shadow'}},
             lanes: {a: {}, b: {profile: 'l', rollout: {stage: 'on'}}}}
            """
        )

        XCTAssertEqual(configuration.lanes.map(\.value.rollout), [.shadow, .on])
        let allowed = "(a profile with side_effects none, or another stage)"
        XCTAssertEqual(
            problems(
                """
                {\(profiles), defaults: {rollout: {stage: 'shadow'}},
                 lanes: {a: {}, b: {profile: 'l'}, c: {profile: 'n'}, d: {profile: 'none'}}}
                """
            ),
            [
                "lanes.a.rollout.stage: the profile \"shell\" has side_effects external \(allowed)",
                "lanes.b.rollout.stage: the profile \"l\" has side_effects local \(allowed)",
                "lanes.d.profile: no profile has the name \"none\" (one of l, n, shell)",
            ]
        )
    }

    func testShadowOfAProfileThatIsWrongAnywayIsNoSecondProblem() {
        XCTAssertEqual(
            problems(
                """
                {profiles: {n: {adapter: 'shell', side_effects: 'none', slots: 1}},
                 lanes: {a: {profile: 'n', rollout: {stage: 'shadow'}}}}
                """
            ).count,
            1
        )
    }

    func testShadowOfTheEnvironmentNeedsAProfileWithoutSideEffectsToo() throws {
        let environment: OrderedTable<String, String> = ["UA_CODER_VP_SHADOW_MODE": "1"]
        func text(_ lane: String) -> String {
            "{supervisor: {coder_lane: 'a'}, profiles: {n: {adapter: 'shell', "
                + "side_effects: 'none'}}, lanes: {a: {\(lane)}}}"
        }

        let configuration = try read(text("profile: 'n'"), environment: environment)

        XCTAssertEqual(
            configuration.rollout(of: try lane("a"), ordered: nil),
            LaneRollout(.shadow, from: .environment)
        )
        XCTAssertEqual(
            problems(text(""), environment: environment),
            [
                "environment.UA_CODER_VP_SHADOW_MODE: lane a: the profile \"shell\" has side_effects"
                    + " external (a profile with side_effects none, or unset it)"
            ]
        )
        XCTAssertEqual(problems(text("rollout: {stage: 'on'}"), environment: environment), [])
        XCTAssertEqual(
            problems(
                text(""),
                environment: ["UA_CODER_VP_SHADOW_MODE": "1", "UA_ENABLE_CODER_VP": "0"]
            ),
            []
        )
        XCTAssertEqual(
            problems("{lanes: {a: {}}}", environment: environment),
            [
                "environment.UA_CODER_VP_SHADOW_MODE: is set, and no lane is meant"
                    + " (name it in supervisor.coder_lane)"
            ]
        )
    }

    // MARK: What is shipped

    func testShippedFilesAreValid() throws {
        let example = try read(
            String(decoding: PackageFile.bytes("config/lanekeeper.json"), as: UTF8.self)
        )
        let chaos = try read(
            String(
                decoding: PackageFile.bytes("Tests/ChaosTests/configuration.json"),
                as: UTF8.self
            )
        )

        XCTAssertEqual(
            example.lanes.map(\.key.rawValue),
            Configuration.builtIn.lanes.map(\.key.rawValue)
        )
        XCTAssertEqual(example.supervisor, Configuration.builtIn.supervisor)
        XCTAssertEqual(example.retention, RetentionPolicy())
        for (_, lane) in chaos.lanes {
            XCTAssertEqual(lane.restart.startupDeathCountMax, 1_000_000)
            XCTAssertEqual(lane.slotCount, 4)
        }
        XCTAssertEqual(chaos.lanes.count, 4)
    }

    private func read(
        _ text: String,
        environment: OrderedTable<String, String> = [:]
    ) throws -> Configuration {
        let value = try ConfigurationSyntax.parse(Array(text.utf8)).get()
        return try ConfigurationReader.read(value, environment: environment).get()
    }

    private func problems(
        _ text: String,
        environment: OrderedTable<String, String> = [:]
    ) -> [String] {
        do {
            _ = try read(text, environment: environment)
            return []
        } catch let problems as ConfigurationProblems {
            return problems.lines
        } catch {
            return ["\(error)"]
        }
    }

    private func lane(_ name: String) throws -> LaneID {
        try XCTUnwrap(LaneID(name))
    }
}

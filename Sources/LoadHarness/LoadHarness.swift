// # LoadHarness
//
// `laneload` makes load for a real supervisor, does harm to it, and proves from sources that do not
// know each other that nothing was lost, duplicated, orphaned, over quota, out of order or starved.
// `docs/load.md` is its manual; scenarios are in `config/load`.
//
//     main ──► LoadProgram ──► Scenario (file, then options)
//                  │
//                  ├─ LoadInstance   a supervisor in a folder of its own, or a running one
//                  ├─ Preloader      what it has before: finished missions, waiting ones
//                  ├─ LoadDriver ──► LoadPlan        which mission, which fault, when: the seed's
//                  │     │           ArrivalGate     what is due now
//                  │     │           LoadClient      connections that come back
//                  │     │           FaultInjector   does harm, and ends it
//                  │     │           Sampler         a LoadSample each 200 ms
//                  │     └─ LoadBoard ──► Evidence ◄── EvidenceCollector
//                  └─ AllChecks, LoadFigures ──► LoadReport ──► table, JSON, page
//
// ## Rules and their reasons
// - One thread and one epoll loop. What is submitted, heard, sampled and harmed is in one order,
//   so that times can be compared.
// - The same seed is the same plan: missions, faults, lanes and times are drawn before anything
//   runs, and nothing that happens changes what is drawn.
// - Every submit has a key of its own (`load-SEED-NUMBER`) and is sent again until it is answered:
//   that is what the supervisor promises to clients, so that is what is tested.
// - The event stream goes on from its cursor after every reconnect. What is missing in it then is
//   the supervisor's fault, not ours.
// - The ledger of an own instance is read, never written, while a supervisor is there (decision
//   30). Only `HistoryCopy` writes to one, between two supervisors.
// - A check that could not look at a source says so; nothing is passed silently.
//
// ## Failure handling
// Whatever ends it, `LoadInstance.destroy` ends the supervisor, its workers and runs and removes the
// folder. SIGINT, SIGTERM and SIGHUP are read by the loop and are such an end; after SIGKILL the
// supervisor dies with us (`PR_SET_PDEATHSIG`), and its workers end by themselves.

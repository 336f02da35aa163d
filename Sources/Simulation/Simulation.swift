// # Simulation
//
// Plays the whole system in one thread and in virtual time: the real `ControlPlane` behind the real
// `TurnDriver`, and a real `LaneCore` in every worker. Only the outside is made up.
//
//     Simulator ── step ──► World: VirtualClock ─► Action
//        │                    ├─ SimulatedLedger        what the ledger takes and refuses
//        │ TurnDriver         ├─ SupervisorProcess      inbox, crash points
//        └─ ControlPlane ◄────┤─ SimulatedWorker, Link  LaneCore, frames, outbox on disk
//                             ├─ SimulatedRun           leader, descendants, survivors
//                             ├─ ClientBoard            submits, retries, operators
//                             └─ Checkers ◄─ Observation
//
// Rules:
// - A seed decides everything: its policies, its fault rates, each delay. No clock, no hash order.
// - Faults are drawn where they could strike (`World.strikes`), so that rates mean the same
//   everywhere, and delays now and then exceed every timeout of the seed's policies: a time that is
//   always shorter than a timeout hides whatever the timeout breaks.
// - Checkers see facts (what was written, asked, done), never what a machine believes, and each of
//   them holds one rule. A broken rule is a value, so that the runner can show it and tests can
//   require it.
// - After its faults a seed must come to rest: every mission terminal or waiting for somebody, with
//   the reason that `why` gives; every drain over; nothing written any more; and a stop must end.
// - Mutants (`Tests/Mutants`) prove that it can find bugs: each is a real mistake in the machines,
//   and must be found within the seeds that its first lines name.
//
// What is left out: the bytes of frames (the codec's tests split them anywhere), the real file
// system and process table (System's tests), and the shells' own code.

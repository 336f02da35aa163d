// # Benchmark
//
// `lanebench` measures the numbers that Lanekeeper promises, each beside what the same machine can
// do at best in the same minute: a bare SQLite commit, a bare spawn, a bare hello. `script/bench`
// builds it with the programs it measures; `docs/performance.md` holds its last published table.
//
//     main ──► Plan ──► Measure × runs ──► [Figure] ──► Summary ──► table, JSON
//                          │
//                          ├─ Instance      real programs in a folder of their own
//                          ├─ Harness       clients, samples: what it shares with `laneload`
//                          └─ Bare…         what stands beside a number: commit, spawn, hello
//
// ## Rules and their reasons
// - Programs are measured from outside, over the control socket, as their clients see them.
// - A number and its bare limit are taken in turns within one run, so that a noisy minute of the
//   machine disturbs both; what is judged is the median of the runs.
// - Answers are decoded after the clock has stopped, so that the client's work is not measured.
// - Whatever ends a measure, its processes are ended and its folder is removed.

// # The ledger
//
// One SQLite file holds everything that must survive the supervisor: lanes, missions, attempts,
// events. `docs/ledger.md` has every table and column. This folder is the only user of the SQLite
// target, and it is thin: it stores and reads records, and no rule of the control plane is in it.
//
//     LedgerWrite ──► commit ──► one BEGIN IMMEDIATE … COMMIT ──► effects
//     RecoveredState ◄── open (epoch raised in the same transaction that read it)
//     Query ──► mission, missions, known, events …   reads of what is committed
//     idle turn ──► retentionBatch, prune, checkpoint
//
// ## Rules and their reasons
// - What must never happen is refused by the file itself, with CHECKs, foreign keys, unique indexes
//   and triggers, so that a bug above stops the supervisor instead of spoiling the record: a
//   terminal mission changes no more, an attempt has one outcome, a mission has one open attempt.
// - What changes often is apart from what is large: an envelope and its objective are written once,
//   to a table of their own, and no update of a mission touches them.
// - The hot path (submit, dispatch, update, recovery) goes by primary keys and by partial indexes over
//   what is open. So it costs the same with a million finished missions as with none.
// - A read that has no index is bounded by the rows it looks at, not by those it finds: a page of a
//   list may be short, or empty, and still have a cursor.
// - Numbers only rise, also after the newest rows were pruned: `ledger_meta` keeps the last ones.

import ControlPlane
import Protocol
import SQLite

/// The supervisor's durable state: one open ledger file.
///
/// Belongs to the loop's thread. After `commit` has thrown anything but `isDiskFull`, it is unknown
/// whether the transaction is in the file: end the process, and let the next one read it.
final class Ledger {
    let connection: Connection

    /// 32 hexadecimal digits, made with the file; with a sequence number they name an event.
    let ledgerID: String

    /// The highest numbers given so far.
    var marks: LedgerMarks

    /// What was done since the file was opened.
    var counters = LedgerCounters()

    /// The path that the file was opened with.
    var path: String { connection.path }

    init(connection: Connection, ledgerID: String, marks: LedgerMarks) {
        self.connection = connection
        self.ledgerID = ledgerID
        self.marks = marks
    }
}

extension Ledger: LedgerStore {}

/* What Swift cannot import from sqlite3.h: variadic functions and macros that are casts. */
#ifndef LANEKEEPER_CSQLITE_SHIM_H
#define LANEKEEPER_CSQLITE_SHIM_H

#include <errno.h>
#include <sqlite3.h>

/* Switches one of the flags of sqlite3_db_config(), which is variadic. */
static inline int csqlite_set_flag(sqlite3 *connection, int flag, int is_on) {
    return sqlite3_db_config(connection, flag, is_on, (int *)0);
}

/* Binds a copy of UTF-8 text. Without the literal, no text at NULL would be bound as SQL NULL. */
static inline int csqlite_bind_text(sqlite3_stmt *statement, int position, const void *bytes,
                                    sqlite3_uint64 byte_count) {
    return sqlite3_bind_text64(statement, position, bytes ? (const char *)bytes : "", byte_count,
                               SQLITE_TRANSIENT, SQLITE_UTF8);
}

/* Binds a copy of bytes. Without the literal, no bytes at NULL would be bound as SQL NULL. */
static inline int csqlite_bind_blob(sqlite3_stmt *statement, int position, const void *bytes,
                                    sqlite3_uint64 byte_count) {
    return sqlite3_bind_blob64(statement, position, bytes ? bytes : "", byte_count,
                               SQLITE_TRANSIENT);
}

/* True for the errno values that say "no room": disk or quota. */
static inline int csqlite_is_no_room(int error_number) {
    return error_number == ENOSPC || error_number == EDQUOT;
}

#endif

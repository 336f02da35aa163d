#include "call.h"

#include <grp.h>
#include <pwd.h>
#include <string.h>

/// Room for one entry's strings; entries beyond it answer -ERANGE.
#define ENTRY_BYTES 16384

int clinux_account_name(uint32_t uid, char *name, size_t capacity) {
    char strings[ENTRY_BYTES];
    struct passwd entry;
    struct passwd *found = NULL;
    int error = getpwuid_r(uid, &entry, strings, sizeof strings, &found);
    if (error != 0) return -error;
    if (found == NULL) return -ENOENT;
    if (strlen(entry.pw_name) >= capacity) return -EOVERFLOW;
    strcpy(name, entry.pw_name);
    return 0;
}

int clinux_account_uid(const char *name, uint32_t *uid) {
    char strings[ENTRY_BYTES];
    struct passwd entry;
    struct passwd *found = NULL;
    int error = getpwnam_r(name, &entry, strings, sizeof strings, &found);
    if (error != 0) return -error;
    if (found == NULL) return -ENOENT;
    *uid = entry.pw_uid;
    return 0;
}

int clinux_account_gid(const char *name, uint32_t *gid) {
    char strings[ENTRY_BYTES];
    struct group entry;
    struct group *found = NULL;
    int error = getgrnam_r(name, &entry, strings, sizeof strings, &found);
    if (error != 0) return -error;
    if (found == NULL) return -ENOENT;
    *gid = entry.gr_gid;
    return 0;
}

int clinux_account_groups(uint32_t uid, uint32_t *groups, size_t capacity) {
    char strings[ENTRY_BYTES];
    struct passwd entry;
    struct passwd *found = NULL;
    int error = getpwuid_r(uid, &entry, strings, sizeof strings, &found);
    if (error != 0) return -error;
    if (found == NULL) return -ENOENT;
    int count = (int)capacity;
    if (getgrouplist(entry.pw_name, entry.pw_gid, groups, &count) < 0) return -EOVERFLOW;
    return count;
}

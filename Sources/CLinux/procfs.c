#include "call.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

/// The size of one chunk of /proc/PID/environ; the kernel copies a page at a time.
#define CHUNK_BYTES 8192

/// A process that is gone answers ENOENT at open and ESRCH at read.
static long gone(long error) {
    return error == -ENOENT ? -ESRCH : error;
}

static int open_of(int32_t pid, const char *name) {
    char path[64];
    snprintf(path, sizeof path, "/proc/%d/%s", pid, name);
    return (int)gone(CLINUX_CALL(open(path, O_RDONLY | O_CLOEXEC)));
}

static long read_whole(int fd, char *bytes, size_t capacity) {
    size_t length = 0;
    while (length < capacity) {
        long count = CLINUX_CALL(read(fd, bytes + length, capacity - length));
        if (count < 0) return count;
        if (count == 0) break;
        length += (size_t)count;
    }
    return (long)length;
}

#define STAT_BYTES 1024

/// Reads /proc/PID/stat and returns where its third field starts. The command name may hold blanks
/// and parentheses, so that is behind the last `)`.
static int read_stat(int32_t pid, char text[STAT_BYTES], const char **fields) {
    int fd = open_of(pid, "stat");
    if (fd < 0) return fd;
    long length = read_whole(fd, text, STAT_BYTES - 1);
    close(fd);
    if (length < 0) return (int)gone(length);
    if (length == 0) return -ESRCH;
    text[length] = 0;
    const char *end = strrchr(text, ')');
    if (end == NULL || end[1] != ' ') return -EPROTO;
    *fields = end + 2;
    return 0;
}

int clinux_process_read(int32_t pid, struct clinux_process *process) {
    char text[STAT_BYTES];
    const char *fields;
    int result = read_stat(pid, text, &fields);
    if (result < 0) return result;
    int parsed = sscanf(
        fields,
        "%c %d %d %d %*d %*d %*u %*u %*u %*u %*u %*u %*u %*d %*d %*d %*d %*d %*d %llu %*u %ld",
        &process->state, &process->parent, &process->group, &process->session,
        (unsigned long long *)&process->start_ticks, &process->resident_pages);
    return parsed == 6 ? 0 : -EPROTO;
}

int clinux_process_list(void) {
    return (int)CLINUX_CALL(open("/proc", O_RDONLY | O_DIRECTORY | O_CLOEXEC));
}

struct kernel_entry {
    uint64_t inode;
    int64_t offset;
    unsigned short length;
    unsigned char type;
    char name[];
};

static int32_t number_of(const char *name) {
    int64_t value = 0;
    for (const char *at = name; *at != 0; at++) {
        if (*at < '0' || *at > '9' || value > 1 << 28) return -1;
        value = value * 10 + (*at - '0');
    }
    return (int32_t)value;
}

/// Collects the entries of one getdents64 batch that are numbers.
static size_t numbers_in(const char *bytes, long length, int32_t *numbers) {
    size_t count = 0;
    for (long at = 0; at < length;) {
        const struct kernel_entry *entry = (const struct kernel_entry *)(bytes + at);
        int32_t number = number_of(entry->name);
        if (number > 0) numbers[count++] = number;
        at += entry->length;
    }
    return count;
}

ssize_t clinux_process_next(int list, int32_t *pids, size_t capacity) {
    // An entry has at least 24 bytes, so a batch of this size can never overflow `pids`.
    char bytes[CHUNK_BYTES] __attribute__((aligned(8)));
    size_t limit = capacity * 24 < sizeof bytes ? capacity * 24 : sizeof bytes;
    for (;;) {
        long length = CLINUX_CALL(syscall(SYS_getdents64, list, bytes, limit));
        if (length <= 0) return length;
        size_t count = numbers_in(bytes, length, pids);
        if (count > 0) return (ssize_t)count;
    }
}

/// A search for one key in a stream of NUL-ended entries.
struct search {
    const char *key;
    size_t key_length;
    char *value;
    size_t capacity;
    /// Bytes of the current entry that matched the key and its `=`; SIZE_MAX once it cannot match.
    size_t matched;
    size_t value_length;
};

/// Takes one byte. Returns 1 at the end of the value that was searched for.
static int take(struct search *search, char byte) {
    int is_value = search->matched == search->key_length + 1;
    if (byte == 0) {
        if (is_value) return 1;
        search->matched = 0;
    } else if (is_value) {
        if (search->value_length < search->capacity) search->value[search->value_length] = byte;
        search->value_length++;
    } else if (search->matched != SIZE_MAX) {
        char wanted = search->matched < search->key_length ? search->key[search->matched] : '=';
        search->matched = byte == wanted ? search->matched + 1 : SIZE_MAX;
    }
    return 0;
}

/// Takes a chunk, skipping entries that cannot match at the speed of memchr. Returns 1 when found.
static int take_chunk(struct search *search, const char *bytes, size_t length) {
    const char *end = bytes + length;
    for (const char *at = bytes; at < end; at++) {
        if (search->matched == SIZE_MAX) {
            at = memchr(at, 0, (size_t)(end - at));
            if (at == NULL) return 0;
        }
        if (take(search, *at)) return 1;
    }
    return 0;
}

/// Where the environment of a process lies, as the kernel says it in fields 50 and 51 of stat, and
/// the end of its code, field 27.
struct block {
    char state;
    uint64_t virtual_bytes;
    uint64_t code_end;
    uint64_t start;
    uint64_t end;
};

static int read_block(int32_t pid, struct block *block) {
    char text[STAT_BYTES];
    const char *at;
    int result = read_stat(pid, text, &at);
    if (result < 0) return result;
    block->state = *at;
    for (int field = 3; field <= 51; field++) {
        if (field == 23) block->virtual_bytes = strtoull(at, NULL, 10);
        if (field == 27) block->code_end = strtoull(at, NULL, 10);
        if (field == 50) block->start = strtoull(at, NULL, 10);
        if (field == 51) block->end = strtoull(at, NULL, 10);
        at = strchr(at, ' ');
        if (at == NULL) return field == 51 ? 0 : -EPROTO;
        at++;
    }
    return 0;
}

/// Whether `total` bytes are all that a process has for an environment.
///
/// In execve a process shows an empty one: the old memory is gone, or the new one's strings are not
/// counted yet. Taking that for "has no such key" would lose a member of a run. A thread of the
/// kernel and a zombie have none at all.
///
/// Source: Linux fs/binfmt_elf.c: create_elf_tables first makes the block empty, then counts the
/// strings; load_elf_binary sets the end of the code after that.
static int is_complete(int32_t pid, size_t total) {
    struct block block;
    if (read_block(pid, &block) < 0) return 1;
    if (block.state == 'Z' || block.state == 'X' || block.virtual_bytes == 0) return 1;
    return block.code_end != 0 && block.end - block.start == total;
}

ssize_t clinux_process_environment(int32_t pid, const char *key, char *value, size_t capacity) {
    char bytes[CHUNK_BYTES];
    struct search search = {key, strlen(key), value, capacity, 0, 0};
    int fd = open_of(pid, "environ");
    if (fd < 0) return fd;
    size_t total = 0;
    long count;
    int found = 0;
    while (!found && (count = CLINUX_CALL(read(fd, bytes, sizeof bytes))) > 0) {
        total += (size_t)count;
        found = take_chunk(&search, bytes, (size_t)count);
    }
    close(fd);
    if (found) {
        return search.value_length > capacity ? -EOVERFLOW : (ssize_t)search.value_length;
    }
    if (count < 0) return gone(count);
    // One read that was not filled is one look at one block: it needs no second opinion.
    int is_one_look = total > 0 && total < sizeof bytes;
    return is_one_look || is_complete(pid, total) ? -ENODATA : -EAGAIN;
}

struct children {
    int32_t *pids;
    size_t capacity;
    size_t count;
};

/// Adds the numbers of one children file: decimal, each followed by a space.
static long add_children_file(int fd, struct children *children) {
    char bytes[4096];
    int32_t number = 0;
    long length;
    while ((length = CLINUX_CALL(read(fd, bytes, sizeof bytes))) > 0) {
        for (long at = 0; at < length; at++) {
            if (bytes[at] != ' ') {
                number = number * 10 + (bytes[at] - '0');
                continue;
            }
            if (children->count < children->capacity) children->pids[children->count] = number;
            children->count++;
            number = 0;
        }
    }
    return length;
}

static int kernel_has_children_files(void) {
    return access("/proc/thread-self/children", F_OK) == 0;
}

/// Adds the children of one thread. One that ended meanwhile has handed its children on.
static long add_thread(int tasks, int32_t thread, struct children *children) {
    char name[64];
    snprintf(name, sizeof name, "%d/children", thread);
    long fd = CLINUX_CALL(openat(tasks, name, O_RDONLY | O_CLOEXEC));
    if (fd == -ENOENT) return kernel_has_children_files() ? 0 : -ENOSYS;
    if (fd < 0) return fd == -ESRCH ? 0 : fd;
    long result = add_children_file((int)fd, children);
    close((int)fd);
    return result == -ESRCH ? 0 : result;
}

ssize_t clinux_process_children(int32_t pid, int32_t *pids, size_t capacity) {
    int32_t threads[256];
    struct children children = {pids, capacity, 0};
    int tasks = open_of(pid, "task");
    if (tasks < 0) return tasks;
    long result;
    long count;
    while ((count = clinux_process_next(tasks, threads, 256)) > 0) {
        for (long index = 0; index < count; index++) {
            result = add_thread(tasks, threads[index], &children);
            if (result < 0) {
                close(tasks);
                return result;
            }
        }
    }
    close(tasks);
    return count < 0 ? gone(count) : (ssize_t)children.count;
}

int64_t clinux_last_pid(void) {
    char text[128];
    long fd = CLINUX_CALL(open("/proc/loadavg", O_RDONLY | O_CLOEXEC));
    if (fd < 0) return fd;
    long length = read_whole((int)fd, text, sizeof text - 1);
    close((int)fd);
    if (length < 0) return length;
    text[length] = 0;
    const char *last = strrchr(text, ' ');
    return last == NULL ? -EPROTO : strtoll(last + 1, NULL, 10);
}

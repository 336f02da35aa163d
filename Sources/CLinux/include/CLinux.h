/// The kernel interface of `System`, one C file for each family of system calls.
///
/// `import Glibc` lacks epoll, signalfd, timerfd, pidfd, accept4, close_range and every variadic
/// function; and Swift code between a failing call and the reading of `errno` may overwrite it.
///
/// Every function that can fail returns a negative errno, and zero or a useful positive number
/// otherwise. None returns -EINTR: the calls are repeated in one macro (`call.h`). Every descriptor
/// is CLOEXEC at birth.
#ifndef CLINUX_H
#define CLINUX_H

#include <errno.h>
#include <signal.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

// MARK: error.c

/// The C library's text for an errno; never NULL.
const char *clinux_error_text(int error);

// MARK: clock.c

/// Nanoseconds on CLOCK_BOOTTIME. Answered by the vDSO: no system call.
uint64_t clinux_boot_time(void);
/// Nanoseconds on CLOCK_REALTIME since 1970.
int64_t clinux_wall_time(void);
/// Fills 8 random bytes from getrandom(2).
int clinux_random(uint64_t *value);

// MARK: memory.c

/// Bytes of the heap that are in use, those of mapped blocks included.
uint64_t clinux_heap_byte_count(void);

// MARK: epoll.c

#define CLINUX_READABLE 1u
#define CLINUX_WRITABLE 2u
#define CLINUX_HANGUP 4u
#define CLINUX_ERROR 8u
#define CLINUX_EDGE 16u
#define CLINUX_GONE 32u

struct clinux_ready {
    uint64_t token;
    uint32_t events;
};

int clinux_epoll_create(void);
int clinux_epoll_add(int epoll, int fd, uint32_t interest, uint64_t token);
int clinux_epoll_modify(int epoll, int fd, uint32_t interest, uint64_t token);
int clinux_epoll_remove(int epoll, int fd);
/// Waits for at most `capacity` events; `milliseconds` is 0 (do not wait) or -1 (no limit).
int clinux_epoll_wait(int epoll, struct clinux_ready *events, int capacity, int milliseconds);
/// A timer on CLOCK_BOOTTIME.
int clinux_timer_create(void);
/// Arms the timer at an absolute boot time in nanoseconds; 0 disarms it.
int clinux_timer_set(int timer, uint64_t boot_time);

struct clinux_poll_info {
    int fd;
    uint32_t interest;
    uint32_t events;
};

/// poll(2) once, at most `milliseconds` long (-1: no limit). EINTR ends it with 0, because the
/// caller knows its deadline.
int clinux_poll(struct clinux_poll_info *items, size_t count, int milliseconds);

// MARK: signals.c

/// Blocks the signals in this thread and returns a non-blocking signalfd for them.
int clinux_signal_open(const int *signals, size_t count);
/// Reads one signal number, or -EAGAIN.
int clinux_signal_read(int fd);
int clinux_signal_ignore(int signal);
int clinux_signal_default(int signal);

// MARK: spawn.c

enum clinux_spawn_step {
    CLINUX_STEP_CLONE = 1,
    CLINUX_STEP_SESSION,
    CLINUX_STEP_DEATH_SIGNAL,
    CLINUX_STEP_PRIVILEGES,
    CLINUX_STEP_LIMITS,
    CLINUX_STEP_CONTROL_GROUP,
    CLINUX_STEP_DIRECTORY,
    CLINUX_STEP_DESCRIPTORS,
    CLINUX_STEP_SIGNALS,
    CLINUX_STEP_EXECUTE
};

struct clinux_descriptor_pair {
    int parent;
    int child;
};

struct clinux_spawn_info {
    /// What to execute, tried in this order; NULL ends it.
    const char *const *candidates;
    char *const *arguments;
    char *const *environment;
    /// NULL: the caller's.
    const char *directory;
    /// Ascending in `child`, no child number twice.
    const struct clinux_descriptor_pair *descriptors;
    size_t descriptor_count;
    /// A number above every child number.
    int descriptor_floor;
    /// The folder of a control group, or -1.
    int control_group;
    /// 0: none.
    int death_signal;
    /// -1: the caller's.
    int file_mode_mask;
    int new_session;
    int no_new_privileges;
    /// The soft limit of open files; -1: the caller's.
    int64_t descriptor_limit;
    /// The hard limit of open files, with the soft one at most there; -1: the caller's.
    int64_t hard_descriptor_limit;
};

struct clinux_spawned {
    int32_t pid;
    int pidfd;
    /// Where it failed, if it did.
    enum clinux_spawn_step failed_step;
};

/// Starts a process. On failure the result is a negative errno, `failed_step` says where, and
/// neither a child nor a descriptor is left.
int clinux_spawn(const struct clinux_spawn_info *request, struct clinux_spawned *result);

// MARK: process.c

int clinux_pidfd_open(int32_t pid);
int clinux_pidfd_signal(int pidfd, int signal);

enum clinux_exit_kind { CLINUX_RUNNING = 0, CLINUX_EXITED = 1, CLINUX_SIGNALLED = 2 };

struct clinux_exit_info {
    enum clinux_exit_kind kind;
    int value;
};

/// Reaps through a pidfd without waiting; -ECHILD when it is not a child of ours.
int clinux_reap_pidfd(int pidfd, struct clinux_exit_info *status);
/// Reaps the child with this pid without waiting.
int clinux_reap_pid(int32_t pid, struct clinux_exit_info *status);
int32_t clinux_getpid(void);
int32_t clinux_getppid(void);
uint32_t clinux_getuid(void);
uint32_t clinux_getgid(void);
void clinux_exit(int status) __attribute__((noreturn));
void clinux_exit_at_once(int status) __attribute__((noreturn));
int clinux_set_subreaper(int enabled);
int clinux_set_no_new_privileges(void);
int clinux_set_death_signal(int signal);
int clinux_set_name(const char *name);
uint32_t clinux_set_file_mode_mask(uint32_t mask);
/// Sets the soft limit of open files, at most to the hard one, and returns the former.
int64_t clinux_set_descriptor_limit(int64_t soft);
int clinux_change_folder(const char *path);
int clinux_execute(const char *path, char *const *arguments, char *const *environment);
/// The environment block; entries are `KEY=value`, NULL ends it.
char *const *clinux_environment(void);
int64_t clinux_page_bytes(void);

// MARK: procfs.c

struct clinux_process {
    int32_t parent;
    int32_t group;
    int32_t session;
    char state;
    uint64_t start_ticks;
    int64_t resident_pages;
};

/// Reads /proc/PID/stat; -ESRCH when there is no such process.
int clinux_process_read(int32_t pid, struct clinux_process *process);
/// Opens /proc for clinux_process_next.
int clinux_process_list(void);
/// Fills in the next pids in ascending order; 0 at the end. `capacity` is at least 64.
ssize_t clinux_process_next(int list, int32_t *pids, size_t capacity);
/// Copies the value of `key` from /proc/PID/environ and returns its length. -ENODATA: it has no
/// such key; -EAGAIN: it is in the middle of an exec, ask again; -EOVERFLOW: longer than capacity.
ssize_t clinux_process_environment(int32_t pid, const char *key, char *value, size_t capacity);
/// Stores the pids of the children of all threads and returns how many there are, which may be
/// more than `capacity`. -ENOSYS: this kernel has no such file; -ESRCH: no such process.
ssize_t clinux_process_children(int32_t pid, int32_t *children, size_t capacity);
/// The last pid given out in this pid namespace (/proc/loadavg).
int64_t clinux_last_pid(void);

// MARK: sockets.c

#define CLINUX_SOCKET_PATH_MAX 107

struct clinux_peer_info {
    int32_t pid;
    uint32_t uid;
    uint32_t gid;
};

int clinux_socket_stream(void);
int clinux_socket_datagram(void);
/// Binds to `name` inside the open folder, so that a long folder costs nothing of the 107 bytes.
int clinux_bind_in(int fd, int folder, const char *name);
int clinux_listen(int fd, int backlog);
int clinux_accept(int fd);
/// `path` has `length` bytes; one that starts with NUL is in the abstract namespace.
int clinux_connect(int fd, const char *path, size_t length);
int clinux_peer(int fd, struct clinux_peer_info *peer);
int clinux_socket_pair(int pair[2]);
/// Sends without blocking and without SIGPIPE.
ssize_t clinux_send(int fd, const void *bytes, size_t count);
int clinux_shutdown_write(int fd);
int clinux_set_send_buffer(int fd, int bytes);

// MARK: files.c

#define CLINUX_OPEN_READ 0
#define CLINUX_OPEN_WRITE 1
#define CLINUX_OPEN_APPEND 2
#define CLINUX_OPEN_CREATE_NEW 3
#define CLINUX_OPEN_READ_WRITE_CREATE 4
#define CLINUX_OPEN_FOLDER 5
#define CLINUX_OPEN_WRITE_NONBLOCKING 6
#define CLINUX_OPEN_PATH 7
#define CLINUX_OPEN_READ_WRITE 8
/// Neither follows a link at the end nor waits for the other side of a named pipe.
#define CLINUX_OPEN_READ_ITSELF 9

#define CLINUX_KIND_OTHER 0
#define CLINUX_KIND_FILE 1
#define CLINUX_KIND_FOLDER 2
#define CLINUX_KIND_LINK 3
#define CLINUX_KIND_SOCKET 4
#define CLINUX_KIND_PIPE 5
#define CLINUX_KIND_CHARACTER 6

struct clinux_file_info {
    uint64_t device;
    uint64_t inode;
    int64_t bytes;
    uint32_t mode;
    uint32_t kind;
    uint32_t uid;
};

int clinux_open(const char *path, int how, uint32_t mode);
int clinux_open_in(int folder, const char *name, int how, uint32_t mode);
/// A descriptor from which each opening of the file is read as one `struct inotify_event`.
int clinux_watch_opens(const char *path);
int clinux_close(int fd);
int clinux_duplicate(int fd);
int clinux_pipe(int pair[2]);
int clinux_set_nonblocking(int fd, int enabled);
int clinux_is_nonblocking(int fd);
int clinux_set_close_on_exec(int fd, int enabled);
ssize_t clinux_read(int fd, void *bytes, size_t count);
ssize_t clinux_read_at(int fd, void *bytes, size_t count, int64_t offset);
ssize_t clinux_write(int fd, const void *bytes, size_t count);
ssize_t clinux_write_at(int fd, const void *bytes, size_t count, int64_t offset);
int clinux_sync(int fd);
int clinux_truncate(int fd, int64_t bytes);
int clinux_change_mode(const char *path, uint32_t mode);
int clinux_change_mode_of(int fd, uint32_t mode);
int clinux_change_mode_in(int folder, const char *name, uint32_t mode);
int clinux_rename(const char *from, const char *to);
int clinux_rename_in(int folder, const char *from, const char *to);
int clinux_unlink(const char *path);
int clinux_unlink_in(int folder, const char *name, int is_folder);
int clinux_make_folder(const char *path, uint32_t mode);
int clinux_make_folder_in(int folder, const char *name, uint32_t mode);
int clinux_remove_folder(const char *path);
int clinux_access_write(const char *path);
int clinux_access_execute(const char *path);
/// Does not follow a symbolic link at the end.
int clinux_file(const char *path, struct clinux_file_info *file);
int clinux_file_of(int fd, struct clinux_file_info *file);
int clinux_file_in(int folder, const char *name, struct clinux_file_info *file);
/// Gives one open file the time of last change of another.
int clinux_copy_time(int from, int to);
/// Copies the text of a symbolic link, without NUL, and returns its length; at most `capacity`.
ssize_t clinux_read_link_in(int folder, const char *name, char *text, size_t capacity);
/// Creates a symbolic link with this text, which ends with NUL.
int clinux_make_link_in(const char *text, int folder, const char *name);
int64_t clinux_free_bytes(const char *path);
/// Writes the resolved path (at most 4095 bytes and NUL) into `resolved[4096]`.
int clinux_resolve(const char *path, char *resolved);

/// Reads a folder entry by entry.
struct clinux_folder;
/// Takes over a descriptor that was opened with CLINUX_OPEN_FOLDER.
struct clinux_folder *clinux_folder_open(int fd);
/// Returns the next name (not `.` or `..`), valid until the next call, or NULL at the end with
/// `*error` set to 0 or an errno.
const char *clinux_folder_next(struct clinux_folder *folder, int *error);
void clinux_folder_close(struct clinux_folder *folder);

/// Takes an exclusive open-file-description lock without waiting; -EAGAIN when another holds it.
int clinux_lock(int fd);
/// 1 when another open file description holds the lock, else 0. Takes nothing itself.
int clinux_is_locked(int fd);

// MARK: terminal.c

int clinux_is_terminal(int fd);
/// Columns, or 0 when it is no terminal or does not say.
int clinux_terminal_columns(int fd);

// MARK: accounts.c

/// Copies the login name of a uid (NUL-terminated); -ENOENT when it has no entry.
int clinux_account_name(uint32_t uid, char *name, size_t capacity);
int clinux_account_uid(const char *name, uint32_t *uid);
int clinux_account_gid(const char *name, uint32_t *gid);
/// Stores the groups that the uid's entry belongs to and returns how many; -ENOENT when it has no
/// entry, -EOVERFLOW when there are more than capacity.
int clinux_account_groups(uint32_t uid, uint32_t *groups, size_t capacity);

#endif

/// The only place that starts processes.
///
/// The child is made with CLONE_VM | CLONE_VFORK, as the C library's own posix_spawn makes it: the
/// calling thread sleeps until the child has executed or exited, so the child may use this
/// function's stack frame, and it reports a failure by writing into it. That is the exec-error
/// pipe without a pipe: no descriptor to leak, nothing a grandchild could hold open, no cost in
/// the size of the caller.
///
/// Why sharing memory is safe here:
/// - All signals are blocked before the clone, and the child puts every disposition to its default
///   before it unblocks them, so no handler of the caller can run in the child.
/// - The child calls nothing but system calls: no allocation, no locks, no stdio. The C library's
///   `errno` is the caller's; it is saved and restored around the clone.
/// - Descriptor table, working directory, umask and dispositions are copies (no CLONE_FILES,
///   CLONE_FS, CLONE_SIGHAND).
///
/// Source: glibc sysdeps/unix/sysv/linux/spawni.c; Linux clone(2), prctl(2).
#include "call.h"

#include <fcntl.h>
#include <sched.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#define CHILD_STACK_BYTES 32768

struct child {
    const struct clinux_spawn_info *request;
    pid_t parent;
    enum clinux_spawn_step failed_step;
    int error;
};

/// The kernel's own form of a signal mask: the C library's functions leave out signals 32 and 33,
/// which it uses itself, but a program it executes would inherit them ignored or blocked.
typedef uint64_t kernel_mask;

static int set_mask(kernel_mask mask, kernel_mask *former) {
    long result = syscall(SYS_rt_sigprocmask, SIG_SETMASK, &mask, former, sizeof mask);
    return result == 0 ? 0 : errno;
}

/// Blocked signals stay pending until the mask is cleared, so none can meet a handler of the caller.
static void reset_dispositions(void) {
    // Handler, flags, restorer and mask, all zero: SIG_DFL.
    static const uint64_t action[4];
    for (int signal = 1; signal < NSIG; signal++) {
        // Fails for SIGKILL and SIGSTOP, which cannot be ignored.
        (void)syscall(SYS_rt_sigaction, signal, action, NULL, sizeof(kernel_mask));
    }
}

/// Source: Linux prctl(2): a parent that died before the call is not noticed, hence the check.
static int set_death_signal(const struct child *child) {
    if (prctl(PR_SET_PDEATHSIG, child->request->death_signal, 0, 0, 0) != 0) return errno;
    return getppid() == child->parent ? 0 : ESRCH;
}

static int enter_control_group(int procs) {
    long written = CLINUX_CALL(write(procs, "0", 1));
    return written < 0 ? (int)-written : 0;
}

/// Closes everything from `first` to `last`. It is the second line behind CLOEXEC, so a sandbox
/// that refuses the call is not a failure.
static int close_between(unsigned first, unsigned last) {
    if (first > last || close_range(first, last, 0) == 0) return 0;
    return errno == ENOSYS || errno == EPERM ? 0 : errno;
}

static int open_null_at(int target) {
    int fd = open("/dev/null", O_RDWR | O_CLOEXEC);
    if (fd < 0) return errno;
    if (fd == target) return fcntl(fd, F_SETFD, 0) == 0 ? 0 : errno;
    return dup2(fd, target) < 0 ? errno : 0;
}

/// Copies every source above all targets first, so that no target overwrites a source that is
/// still to be copied. What is left above the targets is closed with the rest.
static int copy_above(const struct clinux_spawn_info *request, int *copies) {
    for (size_t index = 0; index < request->descriptor_count; index++) {
        int source = request->descriptors[index].parent;
        copies[index] = fcntl(source, F_DUPFD_CLOEXEC, request->descriptor_floor);
        if (copies[index] < 0) return errno;
    }
    return 0;
}

static int close_the_rest(const struct clinux_spawn_info *request) {
    unsigned next = 3;
    for (size_t index = 0; index < request->descriptor_count; index++) {
        unsigned target = (unsigned)request->descriptors[index].child;
        if (target < 3) continue;
        int error = close_between(next, target - 1);
        if (error != 0) return error;
        next = target + 1;
    }
    return close_between(next, ~0u);
}

#define DESCRIPTOR_COUNT_MAX 64

static int place_descriptors(const struct clinux_spawn_info *request) {
    int copies[DESCRIPTOR_COUNT_MAX];
    int error = copy_above(request, copies);
    if (error != 0) return error;
    int has_standard[3] = {0, 0, 0};
    for (size_t index = 0; index < request->descriptor_count; index++) {
        int target = request->descriptors[index].child;
        if (dup2(copies[index], target) < 0) return errno;
        if (target < 3) has_standard[target] = 1;
    }
    for (int target = 0; target < 3; target++) {
        if (!has_standard[target] && (error = open_null_at(target)) != 0) return error;
    }
    return close_the_rest(request);
}

/// Tries the candidates as execvpe(3) does: a file that may not be executed is remembered, and the
/// search goes on. Unlike execvpe it never hands an unknown format to /bin/sh.
static int execute(const struct clinux_spawn_info *request) {
    int error = ENOENT;
    for (const char *const *path = request->candidates; *path != NULL; path++) {
        execve(*path, request->arguments, request->environment);
        if (errno == EACCES) {
            error = EACCES;
        } else if (errno != ENOENT && errno != ENOTDIR) {
            return errno;
        }
    }
    return error;
}

static int fail(struct child *child, enum clinux_spawn_step step, int error) {
    child->failed_step = step;
    child->error = error;
    _exit(127);
}

static int run_child(void *argument) {
    struct child *child = argument;
    const struct clinux_spawn_info *request = child->request;
    int error;
    reset_dispositions();
    if (request->new_session && setsid() < 0) fail(child, CLINUX_STEP_SESSION, errno);
    if (request->death_signal != 0 && (error = set_death_signal(child)) != 0)
        fail(child, CLINUX_STEP_DEATH_SIGNAL, error);
    if (request->no_new_privileges && prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
        fail(child, CLINUX_STEP_PRIVILEGES, errno);
    if (request->file_mode_mask >= 0) umask((mode_t)request->file_mode_mask);
    if (request->control_group >= 0 && (error = enter_control_group(request->control_group)) != 0)
        fail(child, CLINUX_STEP_CONTROL_GROUP, error);
    if (request->directory != NULL && chdir(request->directory) != 0)
        fail(child, CLINUX_STEP_DIRECTORY, errno);
    if ((error = place_descriptors(request)) != 0) fail(child, CLINUX_STEP_DESCRIPTORS, error);
    if ((error = set_mask(0, NULL)) != 0) fail(child, CLINUX_STEP_SIGNALS, error);
    return fail(child, CLINUX_STEP_EXECUTE, execute(request));
}

static int reap_failed(int pid) {
    siginfo_t information;
    return (int)CLINUX_CALL(waitid(P_PID, (id_t)pid, &information, WEXITED));
}

int clinux_spawn(const struct clinux_spawn_info *request, struct clinux_spawned *result) {
    char stack[CHILD_STACK_BYTES] __attribute__((aligned(64)));
    struct child child = {request, getpid(), 0, 0};
    int pidfd = -1;
    kernel_mask before;

    result->failed_step = CLINUX_STEP_DESCRIPTORS;
    if (request->descriptor_count > DESCRIPTOR_COUNT_MAX) return -E2BIG;
    result->failed_step = CLINUX_STEP_CLONE;
    int error = set_mask(~(kernel_mask)0, &before);
    if (error != 0) return -error;
    int pid = clone(
        run_child, stack + sizeof stack, CLONE_VM | CLONE_VFORK | CLONE_PIDFD | SIGCHLD, &child,
        &pidfd);
    int clone_error = errno;
    (void)set_mask(before, NULL);

    if (pid < 0) return -clone_error;
    if (child.failed_step != 0) {
        (void)reap_failed(pid);
        close(pidfd);
        result->failed_step = child.failed_step;
        return -child.error;
    }
    result->pid = pid;
    result->pidfd = pidfd;
    result->failed_step = 0;
    return 0;
}

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
/// A child that belongs in a control group is born there (CLONE_INTO_CGROUP). Moving it by a write
/// to cgroup.procs waits for a grace period of the kernel's RCU, measured at 5 to 16 ms, and the
/// caller with it. The C library has no function for that call, hence a few instructions of our own;
/// where it is refused, by a sandbox that does not know it, the child moves itself.
///
/// Source: glibc sysdeps/unix/sysv/linux/spawni.c; Linux clone(2), prctl(2), cgroups(7).
#include "call.h"

#include <fcntl.h>
#include <linux/sched.h>
#include <sched.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#define CHILD_STACK_BYTES 32768

struct child {
    const struct clinux_spawn_info *request;
    pid_t parent;
    int is_in_control_group;
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

static int limit_descriptors(int64_t soft, int64_t hard) {
    struct rlimit limit;
    if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return errno;
    if (hard >= 0 && (rlim_t)hard < limit.rlim_max) limit.rlim_max = (rlim_t)hard;
    if (soft >= 0 && (rlim_t)soft < limit.rlim_max) limit.rlim_cur = (rlim_t)soft;
    if (limit.rlim_cur > limit.rlim_max) limit.rlim_cur = limit.rlim_max;
    return setrlimit(RLIMIT_NOFILE, &limit) == 0 ? 0 : errno;
}

/// Only where the child could not be born in the group. The descriptor is closed with the rest.
static int enter_control_group(int folder) {
    int procs = openat(folder, "cgroup.procs", O_WRONLY | O_CLOEXEC);
    if (procs < 0) return errno;
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
    if (request->control_group >= 0 && !child->is_in_control_group
        && (error = enter_control_group(request->control_group)) != 0)
        fail(child, CLINUX_STEP_CONTROL_GROUP, error);
    if (request->directory != NULL && chdir(request->directory) != 0)
        fail(child, CLINUX_STEP_DIRECTORY, errno);
    if ((error = place_descriptors(request)) != 0) fail(child, CLINUX_STEP_DESCRIPTORS, error);
    // Last, because a lower limit would forbid the numbers above it.
    const int64_t soft = request->descriptor_limit, hard = request->hard_descriptor_limit;
    if ((soft >= 0 || hard >= 0) && (error = limit_descriptors(soft, hard)) != 0)
        fail(child, CLINUX_STEP_LIMITS, error);
    if ((error = set_mask(0, NULL)) != 0) fail(child, CLINUX_STEP_SIGNALS, error);
    return fail(child, CLINUX_STEP_EXECUTE, execute(request));
}

static int reap_failed(int pid) {
    siginfo_t information;
    return (int)CLINUX_CALL(waitid(P_PID, (id_t)pid, &information, WEXITED));
}

#define CHILD_FLAGS (CLONE_VM | CLONE_VFORK | CLONE_PIDFD)

/// clone3(2) whose child calls `run_child` on the stack in `arguments`. The registers of the call
/// are the only thing that parent and child do not share, so they carry what the child needs.
///
/// Returns the child's pid or a negative errno.
static long clone3_child(struct clone_args *arguments, struct child *child) {
#if defined(__x86_64__)
    register long result __asm__("rax") = SYS_clone3;
    register void *first __asm__("rdi") = arguments;
    register size_t second __asm__("rsi") = sizeof *arguments;
    register void *function __asm__("r8") = (void *)run_child;
    register void *argument __asm__("r9") = child;
    __asm__ volatile(
        "syscall\n\t"
        "test %%rax, %%rax\n\t"
        "jnz 1f\n\t"
        "xor %%ebp, %%ebp\n\t"
        "mov %%r9, %%rdi\n\t"
        "call *%%r8\n\t"
        "hlt\n"
        "1:"
        : "+r"(result)
        : "r"(first), "r"(second), "r"(function), "r"(argument)
        : "rcx", "r11", "cc", "memory");
    return result;
#elif defined(__aarch64__)
    register long number __asm__("x8") = SYS_clone3;
    register void *first __asm__("x0") = arguments;
    register size_t second __asm__("x1") = sizeof *arguments;
    register void *function __asm__("x9") = (void *)run_child;
    register void *argument __asm__("x10") = child;
    __asm__ volatile(
        "svc #0\n\t"
        "cbnz x0, 1f\n\t"
        "mov x29, xzr\n\t"
        "mov x0, x10\n\t"
        "blr x9\n\t"
        "brk #0\n"
        "1:"
        : "+r"(first)
        : "r"(number), "r"(second), "r"(function), "r"(argument)
        : "cc", "memory");
    return (long)first;
#else
    (void)arguments;
    (void)child;
    return -ENOSYS;
#endif
}

/// Returns the pid of a child that was born in its control group, or a negative errno.
static int clone_into_control_group(struct child *child, char *stack, int *pidfd) {
    struct clone_args arguments = {
        .flags = CHILD_FLAGS | CLONE_INTO_CGROUP,
        .pidfd = (uintptr_t)pidfd,
        .exit_signal = SIGCHLD,
        .stack = (uintptr_t)stack,
        .stack_size = CHILD_STACK_BYTES,
        .cgroup = (uint64_t)child->request->control_group,
    };
    child->is_in_control_group = 1;
    long pid = clone3_child(&arguments, child);
    if (pid < 0) child->is_in_control_group = 0;
    return (int)pid;
}

int clinux_spawn(const struct clinux_spawn_info *request, struct clinux_spawned *result) {
    char stack[CHILD_STACK_BYTES] __attribute__((aligned(64)));
    struct child child = {request, getpid(), 0, 0, 0};
    int pidfd = -1;
    kernel_mask before;

    result->failed_step = CLINUX_STEP_DESCRIPTORS;
    if (request->descriptor_count > DESCRIPTOR_COUNT_MAX) return -E2BIG;
    result->failed_step = CLINUX_STEP_CLONE;
    int error = set_mask(~(kernel_mask)0, &before);
    if (error != 0) return -error;
    int pid = -1;
    if (request->control_group >= 0) pid = clone_into_control_group(&child, stack, &pidfd);
    if (pid < 0)
        pid = clone(run_child, stack + sizeof stack, CHILD_FLAGS | SIGCHLD, &child, &pidfd);
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

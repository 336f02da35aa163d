#include "call.h"

#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

int clinux_pidfd_open(int32_t pid) {
    return (int)CLINUX_CALL(syscall(SYS_pidfd_open, pid, 0));
}

int clinux_pidfd_signal(int pidfd, int signal) {
    return (int)CLINUX_CALL(syscall(SYS_pidfd_send_signal, pidfd, signal, NULL, 0));
}

static int reap(idtype_t kind, id_t id, struct clinux_exit_info *status) {
    siginfo_t information;
    memset(&information, 0, sizeof information);
    long result = CLINUX_CALL(waitid(kind, id, &information, WEXITED | WNOHANG));
    if (result < 0) return (int)result;
    status->value = information.si_status;
    if (information.si_pid == 0) {
        status->kind = CLINUX_RUNNING;
    } else if (information.si_code == CLD_EXITED) {
        status->kind = CLINUX_EXITED;
    } else {
        status->kind = CLINUX_SIGNALLED;
    }
    return 0;
}

int clinux_reap_pidfd(int pidfd, struct clinux_exit_info *status) {
    return reap(P_PIDFD, (id_t)pidfd, status);
}

int clinux_reap_pid(int32_t pid, struct clinux_exit_info *status) {
    return reap(P_PID, (id_t)pid, status);
}

int32_t clinux_getpid(void) {
    return getpid();
}

int32_t clinux_getppid(void) {
    return getppid();
}

uint32_t clinux_getuid(void) {
    return geteuid();
}

uint32_t clinux_getgid(void) {
    return getegid();
}

void clinux_exit(int status) {
    exit(status);
}

void clinux_exit_at_once(int status) {
    _exit(status);
}

int clinux_set_subreaper(int enabled) {
    return (int)CLINUX_CALL(prctl(PR_SET_CHILD_SUBREAPER, enabled, 0, 0, 0));
}

int clinux_set_no_new_privileges(void) {
    return (int)CLINUX_CALL(prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0));
}

int clinux_set_death_signal(int signal) {
    return (int)CLINUX_CALL(prctl(PR_SET_PDEATHSIG, signal, 0, 0, 0));
}

int clinux_set_name(const char *name) {
    return (int)CLINUX_CALL(prctl(PR_SET_NAME, name, 0, 0, 0));
}

uint32_t clinux_set_file_mode_mask(uint32_t mask) {
    return (uint32_t)umask((mode_t)mask);
}

int64_t clinux_set_descriptor_limit(int64_t soft) {
    struct rlimit limit;
    long result = CLINUX_CALL(getrlimit(RLIMIT_NOFILE, &limit));
    if (result < 0) return result;
    int64_t former = (int64_t)limit.rlim_cur;
    limit.rlim_cur = (rlim_t)soft < limit.rlim_max ? (rlim_t)soft : limit.rlim_max;
    result = CLINUX_CALL(setrlimit(RLIMIT_NOFILE, &limit));
    return result < 0 ? result : former;
}

int clinux_change_folder(const char *path) {
    return (int)CLINUX_CALL(chdir(path));
}

int clinux_execute(const char *path, char *const *arguments, char *const *environment) {
    execve(path, arguments, environment);
    return -errno;
}

char *const *clinux_environment(void) {
    return environ;
}

int64_t clinux_page_bytes(void) {
    return sysconf(_SC_PAGESIZE);
}

#include "call.h"

#include <string.h>
#include <sys/signalfd.h>
#include <unistd.h>

int clinux_signal_open(const int *signals, size_t count) {
    sigset_t set;
    sigemptyset(&set);
    for (size_t index = 0; index < count; index++) {
        if (sigaddset(&set, signals[index]) != 0) return -errno;
    }
    int result = pthread_sigmask(SIG_BLOCK, &set, NULL);
    if (result != 0) return -result;
    return (int)CLINUX_CALL(signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK));
}

int clinux_signal_read(int fd) {
    struct signalfd_siginfo information;
    long count = CLINUX_CALL(read(fd, &information, sizeof information));
    if (count < 0) return (int)count;
    return (int)information.ssi_signo;
}

static int set_disposition(int signal, void (*handler)(int)) {
    struct sigaction action;
    memset(&action, 0, sizeof action);
    action.sa_handler = handler;
    return (int)CLINUX_CALL(sigaction(signal, &action, NULL));
}

int clinux_signal_ignore(int signal) {
    return set_disposition(signal, SIG_IGN);
}

int clinux_signal_default(int signal) {
    return set_disposition(signal, SIG_DFL);
}

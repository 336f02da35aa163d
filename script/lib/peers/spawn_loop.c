/*
 * Starts /bin/true again and again, so many at a time, with the least that a supervised run needs:
 * a session of its own, a pipe for its output and one for its reports, and three files (what it is
 * asked, the rest of it, its log). What is beside it in the table does the same, and records it.
 *
 * usage: spawn-loop COUNT PARALLEL FOLDER
 *
 * Exit codes: 0 all of them ended with 0, 1 something failed, 2 usage.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

struct slot {
    pid_t pid;
    int output;
    int report;
};

static void fail(const char *what) {
    fprintf(stderr, "spawn-loop: cannot %s: %s\n", what, strerror(errno));
    exit(1);
}

/* Writes a file as a run gets it, and leaves it open. */
static int write_file(const char *folder, int slot, const char *name) {
    char path[4096];
    char text[300];
    snprintf(path, sizeof path, "%s/%d.%s", folder, slot, name);
    memset(text, 'x', sizeof text);
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (fd < 0 || write(fd, text, sizeof text) != (ssize_t)sizeof text) fail("write a file");
    return fd;
}

static void start(struct slot *slot, int index, const char *folder) {
    const char *names[] = {"objective", "mission", "log"};
    for (int i = 0; i < 3; i++) close(write_file(folder, index, names[i]));
    int output[2], report[2];
    if (pipe2(output, O_CLOEXEC) || pipe2(report, O_CLOEXEC)) fail("make a pipe");
    pid_t pid = vfork();
    if (pid < 0) fail("fork");
    if (pid == 0) {
        setsid();
        if (dup2(output[1], 1) < 0 || dup2(report[1], 3) < 0) _exit(126);
        execl("/bin/true", "true", (char *)0);
        _exit(127);
    }
    close(output[1]);
    close(report[1]);
    *slot = (struct slot){pid, output[0], report[0]};
}

/* Reads both pipes to their end, as whoever keeps a log must. */
static void finish(struct slot *slot, int index, const char *folder) {
    char bytes[4096], path[4096];
    const char *names[] = {"objective", "mission", "log"};
    while (read(slot->output, bytes, sizeof bytes) > 0) {}
    while (read(slot->report, bytes, sizeof bytes) > 0) {}
    close(slot->output);
    close(slot->report);
    for (int i = 0; i < 3; i++) {
        snprintf(path, sizeof path, "%s/%d.%s", folder, index, names[i]);
        unlink(path);
    }
    slot->pid = 0;
}

int main(int argc, char **argv) {
    if (argc != 4) {
        fprintf(stderr, "usage: spawn-loop COUNT PARALLEL FOLDER\n");
        return 2;
    }
    int count = atoi(argv[1]), parallel = atoi(argv[2]);
    if (count < 1 || parallel < 1 || parallel > 1024) {
        fprintf(stderr, "spawn-loop: COUNT is at least 1, PARALLEL is 1 to 1024\n");
        return 2;
    }
    struct slot *slots = calloc((size_t)parallel, sizeof *slots);
    if (!slots) fail("get memory");
    int started = 0, ended = 0;
    for (int i = 0; i < parallel && started < count; i++, started++) start(&slots[i], i, argv[3]);
    while (ended < count) {
        int status;
        pid_t pid = waitpid(-1, &status, 0);
        if (pid < 0) fail("wait");
        if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) {
            fprintf(stderr, "spawn-loop: a process ended with status %d\n", status);
            return 1;
        }
        ended++;
        for (int i = 0; i < parallel; i++) {
            if (slots[i].pid != pid) continue;
            finish(&slots[i], i, argv[3]);
            if (started < count) {
                start(&slots[i], i, argv[3]);
                started++;
            }
            break;
        }
    }
    free(slots);
    return 0;
}

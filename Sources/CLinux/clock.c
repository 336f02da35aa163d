#include "call.h"

#include <sys/random.h>
#include <time.h>

static uint64_t nanoseconds(clockid_t clock) {
    struct timespec time;
    clock_gettime(clock, &time);
    return (uint64_t)time.tv_sec * 1000000000u + (uint64_t)time.tv_nsec;
}

uint64_t clinux_boot_time(void) {
    return nanoseconds(CLOCK_BOOTTIME);
}

int64_t clinux_wall_time(void) {
    return (int64_t)nanoseconds(CLOCK_REALTIME);
}

int clinux_random(uint64_t *value) {
    // Up to 256 bytes come whole or not at all (getrandom(2)).
    long result = CLINUX_CALL(getrandom(value, sizeof *value, 0));
    return result < 0 ? (int)result : 0;
}

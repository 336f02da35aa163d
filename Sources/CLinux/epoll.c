#include "call.h"

#include <poll.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/timerfd.h>

/// How many events one call can fetch: bounds the buffer on the stack to 12 KiB.
#define BATCH_MAX 1024

static uint32_t to_epoll(uint32_t interest) {
    uint32_t events = 0;
    if (interest & CLINUX_READABLE) events |= EPOLLIN | EPOLLRDHUP;
    if (interest & CLINUX_WRITABLE) events |= EPOLLOUT;
    if (interest & CLINUX_EDGE) events |= EPOLLET;
    return events;
}

static uint32_t from_epoll(uint32_t events) {
    uint32_t ready = 0;
    if (events & EPOLLIN) ready |= CLINUX_READABLE;
    if (events & EPOLLOUT) ready |= CLINUX_WRITABLE;
    if (events & (EPOLLHUP | EPOLLRDHUP)) ready |= CLINUX_HANGUP;
    if (events & EPOLLHUP) ready |= CLINUX_GONE;
    if (events & EPOLLERR) ready |= CLINUX_ERROR;
    return ready;
}

static int control(int epoll, int operation, int fd, uint32_t interest, uint64_t token) {
    struct epoll_event event;
    memset(&event, 0, sizeof event);
    event.events = to_epoll(interest);
    event.data.u64 = token;
    return (int)CLINUX_CALL(epoll_ctl(epoll, operation, fd, &event));
}

int clinux_epoll_create(void) {
    return (int)CLINUX_CALL(epoll_create1(EPOLL_CLOEXEC));
}

int clinux_epoll_add(int epoll, int fd, uint32_t interest, uint64_t token) {
    return control(epoll, EPOLL_CTL_ADD, fd, interest, token);
}

int clinux_epoll_modify(int epoll, int fd, uint32_t interest, uint64_t token) {
    return control(epoll, EPOLL_CTL_MOD, fd, interest, token);
}

int clinux_epoll_remove(int epoll, int fd) {
    return control(epoll, EPOLL_CTL_DEL, fd, 0, 0);
}

int clinux_epoll_wait(int epoll, struct clinux_ready *events, int capacity, int milliseconds) {
    struct epoll_event batch[BATCH_MAX];
    int limit = capacity < BATCH_MAX ? capacity : BATCH_MAX;
    int count = (int)CLINUX_CALL(epoll_wait(epoll, batch, limit, milliseconds));
    for (int index = 0; index < count; index++) {
        events[index].token = batch[index].data.u64;
        events[index].events = from_epoll(batch[index].events);
    }
    return count;
}

int clinux_timer_create(void) {
    return (int)CLINUX_CALL(timerfd_create(CLOCK_BOOTTIME, TFD_CLOEXEC | TFD_NONBLOCK));
}

int clinux_timer_set(int timer, uint64_t boot_time) {
    struct itimerspec specification;
    memset(&specification, 0, sizeof specification);
    specification.it_value.tv_sec = (time_t)(boot_time / 1000000000u);
    specification.it_value.tv_nsec = (long)(boot_time % 1000000000u);
    return (int)CLINUX_CALL(timerfd_settime(timer, TFD_TIMER_ABSTIME, &specification, NULL));
}

int clinux_poll(struct clinux_poll_info *items, size_t count, int milliseconds) {
    struct pollfd set[64];
    if (count > 64) return -EINVAL;
    for (size_t index = 0; index < count; index++) {
        set[index].fd = items[index].fd;
        set[index].events = 0;
        set[index].revents = 0;
        if (items[index].interest & CLINUX_READABLE) set[index].events |= POLLIN;
        if (items[index].interest & CLINUX_WRITABLE) set[index].events |= POLLOUT;
    }
    int ready = poll(set, (nfds_t)count, milliseconds);
    if (ready < 0) return errno == EINTR ? 0 : -errno;
    for (size_t index = 0; index < count; index++) {
        uint32_t events = 0;
        if (set[index].revents & POLLIN) events |= CLINUX_READABLE;
        if (set[index].revents & POLLOUT) events |= CLINUX_WRITABLE;
        if (set[index].revents & POLLHUP) events |= CLINUX_HANGUP;
        if (set[index].revents & (POLLERR | POLLNVAL)) events |= CLINUX_ERROR;
        items[index].events = events;
    }
    return ready;
}

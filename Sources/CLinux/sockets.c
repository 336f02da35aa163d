#include "call.h"

#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>

_Static_assert(
    sizeof(((struct sockaddr_un *)0)->sun_path) == CLINUX_SOCKET_PATH_MAX + 1,
    "a path and its NUL fill sun_path");

int clinux_socket_stream(void) {
    return (int)CLINUX_CALL(socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
}

int clinux_socket_datagram(void) {
    return (int)CLINUX_CALL(socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0));
}

static int fill(struct sockaddr_un *address, const char *path, size_t length, socklen_t *size) {
    if (length == 0 || length > CLINUX_SOCKET_PATH_MAX) return -ENAMETOOLONG;
    memset(address, 0, sizeof *address);
    address->sun_family = AF_UNIX;
    memcpy(address->sun_path, path, length);
    size_t terminator = path[0] == 0 ? 0 : 1;
    *size = (socklen_t)(offsetof(struct sockaddr_un, sun_path) + length + terminator);
    return 0;
}

int clinux_bind_in(int fd, int folder, const char *name) {
    struct sockaddr_un address;
    socklen_t size;
    char path[CLINUX_SOCKET_PATH_MAX + 1];
    int length = snprintf(path, sizeof path, "/proc/self/fd/%d/%s", folder, name);
    if (length < 0 || (size_t)length >= sizeof path) return -ENAMETOOLONG;
    int result = fill(&address, path, (size_t)length, &size);
    if (result < 0) return result;
    return (int)CLINUX_CALL(bind(fd, (struct sockaddr *)&address, size));
}

int clinux_listen(int fd, int backlog) {
    return (int)CLINUX_CALL(listen(fd, backlog));
}

int clinux_accept(int fd) {
    long result;
    do {
        result = CLINUX_CALL(accept4(fd, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK));
    } while (result == -ECONNABORTED);
    return (int)result;
}

int clinux_connect(int fd, const char *path, size_t length) {
    struct sockaddr_un address;
    socklen_t size;
    int result = fill(&address, path, length, &size);
    if (result < 0) return result;
    return (int)CLINUX_CALL(connect(fd, (struct sockaddr *)&address, size));
}

int clinux_peer(int fd, struct clinux_peer_info *peer) {
    struct ucred credentials;
    socklen_t size = sizeof credentials;
    long result = CLINUX_CALL(getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &credentials, &size));
    if (result < 0) return (int)result;
    peer->pid = credentials.pid;
    peer->uid = credentials.uid;
    peer->gid = credentials.gid;
    return 0;
}

int clinux_socket_pair(int pair[2]) {
    int type = SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK;
    return (int)CLINUX_CALL(socketpair(AF_UNIX, type, 0, pair));
}

ssize_t clinux_send(int fd, const void *bytes, size_t count) {
    return CLINUX_CALL(send(fd, bytes, count, MSG_NOSIGNAL | MSG_DONTWAIT));
}

int clinux_shutdown_write(int fd) {
    return (int)CLINUX_CALL(shutdown(fd, SHUT_WR));
}

int clinux_set_send_buffer(int fd, int bytes) {
    return (int)CLINUX_CALL(setsockopt(fd, SOL_SOCKET, SO_SNDBUF, &bytes, sizeof bytes));
}

#include "call.h"

#include <sys/ioctl.h>
#include <unistd.h>

int clinux_is_terminal(int fd) {
    return isatty(fd);
}

int clinux_terminal_columns(int fd) {
    struct winsize size;
    return ioctl(fd, TIOCGWINSZ, &size) == 0 ? size.ws_col : 0;
}

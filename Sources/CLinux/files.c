#include "call.h"

#include <dirent.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/inotify.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

static int flags_of(int how) {
    switch (how) {
    case CLINUX_OPEN_READ: return O_RDONLY;
    case CLINUX_OPEN_WRITE: return O_WRONLY;
    case CLINUX_OPEN_APPEND: return O_WRONLY | O_CREAT | O_APPEND;
    case CLINUX_OPEN_CREATE_NEW: return O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW;
    case CLINUX_OPEN_READ_WRITE_CREATE: return O_RDWR | O_CREAT;
    case CLINUX_OPEN_FOLDER: return O_RDONLY | O_DIRECTORY | O_NOFOLLOW;
    case CLINUX_OPEN_WRITE_NONBLOCKING: return O_WRONLY | O_APPEND | O_NONBLOCK | O_NOCTTY;
    case CLINUX_OPEN_PATH: return O_PATH;
    case CLINUX_OPEN_READ_WRITE: return O_RDWR;
    case CLINUX_OPEN_READ_ITSELF: return O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY;
    default: return -1;
    }
}

int clinux_open_in(int folder, const char *name, int how, uint32_t mode) {
    int flags = flags_of(how);
    if (flags < 0) return -EINVAL;
    return (int)CLINUX_CALL(openat(folder, name, flags | O_CLOEXEC, (mode_t)mode));
}

int clinux_open(const char *path, int how, uint32_t mode) {
    return clinux_open_in(AT_FDCWD, path, how, mode);
}

int clinux_watch_opens(const char *path) {
    int fd = (int)CLINUX_CALL(inotify_init1(IN_CLOEXEC));
    if (fd < 0) return fd;
    int watch = (int)CLINUX_CALL(inotify_add_watch(fd, path, IN_OPEN));
    if (watch >= 0) return fd;
    close(fd);
    return watch;
}

int clinux_close(int fd) {
    // Linux frees the number even when it reports EINTR, so a repeat could close another's.
    return close(fd) == 0 || errno == EINTR ? 0 : -errno;
}

int clinux_duplicate(int fd) {
    return (int)CLINUX_CALL(fcntl(fd, F_DUPFD_CLOEXEC, 3));
}

int clinux_pipe(int pair[2]) {
    return (int)CLINUX_CALL(pipe2(pair, O_CLOEXEC));
}

static int set_flag(int fd, int get, int set, int flag, int enabled) {
    long flags = CLINUX_CALL(fcntl(fd, get));
    if (flags < 0) return (int)flags;
    long wanted = enabled ? flags | flag : flags & ~(long)flag;
    return wanted == flags ? 0 : (int)CLINUX_CALL(fcntl(fd, set, (int)wanted));
}

int clinux_set_nonblocking(int fd, int enabled) {
    return set_flag(fd, F_GETFL, F_SETFL, O_NONBLOCK, enabled);
}

int clinux_is_nonblocking(int fd) {
    long flags = CLINUX_CALL(fcntl(fd, F_GETFL));
    return flags < 0 ? (int)flags : (flags & O_NONBLOCK) != 0;
}

int clinux_set_close_on_exec(int fd, int enabled) {
    return set_flag(fd, F_GETFD, F_SETFD, FD_CLOEXEC, enabled);
}

ssize_t clinux_read(int fd, void *bytes, size_t count) {
    return CLINUX_CALL(read(fd, bytes, count));
}

ssize_t clinux_read_at(int fd, void *bytes, size_t count, int64_t offset) {
    return CLINUX_CALL(pread(fd, bytes, count, offset));
}

ssize_t clinux_write(int fd, const void *bytes, size_t count) {
    return CLINUX_CALL(write(fd, bytes, count));
}

ssize_t clinux_write_at(int fd, const void *bytes, size_t count, int64_t offset) {
    return CLINUX_CALL(pwrite(fd, bytes, count, offset));
}

int clinux_sync(int fd) {
    return (int)CLINUX_CALL(fsync(fd));
}

int clinux_truncate(int fd, int64_t bytes) {
    return (int)CLINUX_CALL(ftruncate(fd, bytes));
}

int clinux_change_mode(const char *path, uint32_t mode) {
    return (int)CLINUX_CALL(chmod(path, (mode_t)mode));
}

int clinux_change_mode_of(int fd, uint32_t mode) {
    return (int)CLINUX_CALL(fchmod(fd, (mode_t)mode));
}

int clinux_change_mode_in(int folder, const char *name, uint32_t mode) {
    return (int)CLINUX_CALL(fchmodat(folder, name, (mode_t)mode, 0));
}

int clinux_rename(const char *from, const char *to) {
    return (int)CLINUX_CALL(rename(from, to));
}

int clinux_rename_in(int folder, const char *from, const char *to) {
    return (int)CLINUX_CALL(renameat(folder, from, folder, to));
}

int clinux_unlink(const char *path) {
    return (int)CLINUX_CALL(unlink(path));
}

int clinux_unlink_in(int folder, const char *name, int is_folder) {
    return (int)CLINUX_CALL(unlinkat(folder, name, is_folder ? AT_REMOVEDIR : 0));
}

int clinux_make_folder(const char *path, uint32_t mode) {
    return (int)CLINUX_CALL(mkdir(path, (mode_t)mode));
}

int clinux_make_folder_in(int folder, const char *name, uint32_t mode) {
    return (int)CLINUX_CALL(mkdirat(folder, name, (mode_t)mode));
}

int clinux_remove_folder(const char *path) {
    return (int)CLINUX_CALL(rmdir(path));
}

int clinux_access_write(const char *path) {
    return (int)CLINUX_CALL(faccessat(AT_FDCWD, path, W_OK, AT_EACCESS));
}

int clinux_access_execute(const char *path) {
    return (int)CLINUX_CALL(faccessat(AT_FDCWD, path, X_OK, AT_EACCESS));
}

static uint32_t kind_of(mode_t mode) {
    if (S_ISREG(mode)) return CLINUX_KIND_FILE;
    if (S_ISDIR(mode)) return CLINUX_KIND_FOLDER;
    if (S_ISLNK(mode)) return CLINUX_KIND_LINK;
    if (S_ISSOCK(mode)) return CLINUX_KIND_SOCKET;
    if (S_ISFIFO(mode)) return CLINUX_KIND_PIPE;
    if (S_ISCHR(mode)) return CLINUX_KIND_CHARACTER;
    return CLINUX_KIND_OTHER;
}

static int describe(long result, const struct stat *status, struct clinux_file_info *file) {
    if (result < 0) return (int)result;
    file->device = status->st_dev;
    file->inode = status->st_ino;
    file->bytes = status->st_size;
    file->mode = status->st_mode & 07777;
    file->kind = kind_of(status->st_mode);
    file->uid = status->st_uid;
    return 0;
}

int clinux_file_in(int folder, const char *name, struct clinux_file_info *file) {
    struct stat status;
    long result = CLINUX_CALL(fstatat(folder, name, &status, AT_SYMLINK_NOFOLLOW));
    return describe(result, &status, file);
}

int clinux_file(const char *path, struct clinux_file_info *file) {
    return clinux_file_in(AT_FDCWD, path, file);
}

int clinux_file_of(int fd, struct clinux_file_info *file) {
    struct stat status;
    long result = CLINUX_CALL(fstat(fd, &status));
    return describe(result, &status, file);
}

int clinux_copy_time(int from, int to) {
    struct stat status;
    long result = CLINUX_CALL(fstat(from, &status));
    if (result < 0) return (int)result;
    struct timespec times[2] = {status.st_mtim, status.st_mtim};
    return (int)CLINUX_CALL(futimens(to, times));
}

ssize_t clinux_read_link_in(int folder, const char *name, char *text, size_t capacity) {
    return CLINUX_CALL(readlinkat(folder, name, text, capacity));
}

int clinux_make_link_in(const char *text, int folder, const char *name) {
    return (int)CLINUX_CALL(symlinkat(text, folder, name));
}

int64_t clinux_free_bytes(const char *path) {
    struct statvfs status;
    long result = CLINUX_CALL(statvfs(path, &status));
    if (result < 0) return result;
    return (int64_t)status.f_bavail * (int64_t)status.f_frsize;
}

int clinux_resolve(const char *path, char *resolved) {
    _Static_assert(PATH_MAX == 4096, "the header promises this size");
    return realpath(path, resolved) == NULL ? -errno : 0;
}

struct clinux_folder *clinux_folder_open(int fd) {
    return (struct clinux_folder *)fdopendir(fd);
}

const char *clinux_folder_next(struct clinux_folder *folder, int *error) {
    for (;;) {
        errno = 0;
        struct dirent *entry = readdir((DIR *)folder);
        *error = entry == NULL ? errno : 0;
        if (entry == NULL) return NULL;
        if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0)
            return entry->d_name;
    }
}

void clinux_folder_close(struct clinux_folder *folder) {
    closedir((DIR *)folder);
}

/// Open-file-description locks go with the description, as flock(2)'s do, so a child that inherits
/// the descriptor keeps the lock; and they can be asked about without being taken, which flock's
/// cannot: a probe must never make somebody else's attempt fail.
static struct flock whole_file(void) {
    struct flock lock;
    memset(&lock, 0, sizeof lock);
    lock.l_type = F_WRLCK;
    lock.l_whence = SEEK_SET;
    return lock;
}

int clinux_lock(int fd) {
    struct flock lock = whole_file();
    long result = CLINUX_CALL(fcntl(fd, F_OFD_SETLK, &lock));
    return result == -EACCES ? -EAGAIN : (int)result;
}

int clinux_is_locked(int fd) {
    struct flock lock = whole_file();
    long result = CLINUX_CALL(fcntl(fd, F_OFD_GETLK, &lock));
    return result < 0 ? (int)result : lock.l_type != F_UNLCK;
}

// System: the only Swift target that talks to the kernel.
//
// Both daemons, lanectl, the fake runtime and the tests stand on it; none of them imports Glibc, and
// it imports no Foundation. Below it is CLinux, one C file for each family of system calls, where
// every function answers a negative errno and no call is left interrupted.
//
//   Errors       SystemError: operation, object, cause. Thrown by everything here, and only it.
//   Descriptors  Descriptor owns a number and cannot be copied; Pipe, SocketPair.
//   Time         Clock reads boot time and wall time; Entropy, BootID.
//   Loop         EventLoop: epoll and one deadline. SignalSource: signals to read. Poll: one wait.
//   Processes    SpawnRequest starts, ProcessHandle holds, ProcessTable looks, RunTree proves.
//   Sockets      UnixListener, UnixSocket, and ByteStream for all that flows.
//   Files        Files, AppendFile, FileLock.
//   Log          LogWriter: logfmt that never waits.
//   Host         this process, its environment, its control group, its service manager, its users.
//
// Rules, and why
//
// 1. One thread. Nothing here locks or starts a thread. A spawn must come from the loop's own thread,
//    because a death signal follows the thread that spawned.
// 2. A descriptor is CLOEXEC at birth, has one owner, and leaves the loop before it is closed: a copy
//    in a child would keep it in the epoll set for ever. Events carry the serial number of their
//    registration, so one for a reused number is dropped and counted.
// 3. A process is a pid with its start time. A pid alone is never signalled: ProcessHandle binds the
//    pid first (pidfd) and compares the start time second.
// 4. Nothing is inherited by accident. A child gets the descriptors, the environment and the folder
//    that its request names, default signals and no mask. A spawn that fails leaves nothing.
// 5. "Gone" is proved, not assumed. RunTree reads the control group; or the whole process table in
//    ascending order of pids, again if the counter wrapped; or, as a living sub-reaper, its own
//    children. A process in execve shows no environment for some microseconds: it is asked again.
//    An error proves nothing and is thrown.
// 6. Everything is bounded: events a turn, bytes a read, input, output, pending log lines, files.
//
// Spawning shares the caller's memory until the child executes (CLONE_VM | CLONE_VFORK), as the C
// library's posix_spawn does; why that is safe is said in CLinux/spawn.c.
//
// Files wait for the disk; all else returns at once unless its comment says otherwise. Failures that
// a caller decides on have names in SystemError (isNoSpace, isUnreachable, isWouldBlock, …).

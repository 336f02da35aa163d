/// The one place that repeats interrupted system calls.
#ifndef CLINUX_CALL_H
#define CLINUX_CALL_H

#include "CLinux.h"

/// The value of a call that returns -1 on failure: repeated on EINTR, else the negative errno.
#define CLINUX_CALL(expression)                        \
    __extension__({                                    \
        long result_;                                  \
        do {                                           \
            result_ = (long)(expression);              \
        } while (result_ == -1 && errno == EINTR);     \
        result_ == -1 ? -(long)errno : result_;        \
    })

#endif

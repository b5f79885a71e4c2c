// The few Linux calls that Swift's Glibc module lacks, as typed inline functions.
#pragma once
#include <errno.h>
#include <netinet/in.h>
#include <resolv.h>
#include <stdint.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/timerfd.h>
#include <time.h>
#include <unistd.h>

// glibc shows `struct ucred` only under _GNU_SOURCE; the kernel's layout is fixed.
struct tocsin_peer_credentials {
    int32_t pid;
    uint32_t uid;
    uint32_t gid;
};

// Credentials of the process that connected, fixed by the kernel at connect(2). 0, or -1 with errno.
static inline int tocsin_peer_credentials_of(int fd, struct tocsin_peer_credentials *out) {
    socklen_t length = sizeof(*out);
    return getsockopt(fd, SOL_SOCKET, 17 /* SO_PEERCRED */, out, &length);
}

// Supplementary groups of the peer. Returns the number of groups, or -1 with errno (ERANGE when they do not fit).
static inline int tocsin_peer_groups_of(int fd, uint32_t *groups, int capacity) {
    socklen_t length = (socklen_t)((size_t)capacity * sizeof(uint32_t));
    if (getsockopt(fd, SOL_SOCKET, 59 /* SO_PEERGROUPS */, groups, &length) != 0) return -1;
    return (int)((size_t)length / sizeof(uint32_t));
}

// Makes this thread's resolver read resolv.conf anew and look names up exactly as given, without the search list: a
// name that does not exist must not become `name.our.domain`. glibc stops following changes of resolv.conf once the
// options were edited, so this is called before each lookup. A name server gets two seconds per try instead of five, so
// that a silent one does not hold the thread for longer than anybody waits.
static inline void tocsin_resolver_use_exact_names(void) {
    res_init();
    _res.options &= ~(unsigned long)(RES_DNSRCH | RES_DEFNAMES);
    if (_res.retrans > 2) _res.retrans = 2;
}

// Names the calling thread, as ps and top show it: at most 15 bytes, longer names are cut.
static inline void tocsin_thread_set_name(const char *name) {
    prctl(PR_SET_NAME, name, 0, 0, 0);
}

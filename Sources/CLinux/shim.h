// The few Linux calls that Swift's Glibc module lacks, as typed inline functions.
#pragma once
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <resolv.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/prctl.h>
#include <sys/random.h>
#include <sys/socket.h>
#include <sys/timerfd.h>
#include <sys/un.h>
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

// The longest path of a Unix-domain socket: `sun_path` without its terminating zero byte.
enum { tocsin_unix_path_bytes_max = sizeof(((struct sockaddr_un *)0)->sun_path) - 1 };

// Fills an address. `path` must have at most `tocsin_unix_path_bytes_max` bytes; -1 with ENAMETOOLONG otherwise.
static inline int tocsin_unix_address(const char *path, struct sockaddr_un *address, socklen_t *length) {
    size_t bytes = strlen(path);
    if (bytes == 0 || bytes > tocsin_unix_path_bytes_max) {
        errno = bytes == 0 ? EINVAL : ENAMETOOLONG;
        return -1;
    }
    memset(address, 0, sizeof(*address));
    address->sun_family = AF_UNIX;
    memcpy(address->sun_path, path, bytes + 1);
    *length = (socklen_t)(offsetof(struct sockaddr_un, sun_path) + bytes + 1);
    return 0;
}

// Binds a Unix-domain socket to a path. 0, or -1 with errno.
static inline int tocsin_bind_unix(int fd, const char *path) {
    struct sockaddr_un address;
    socklen_t length;
    if (tocsin_unix_address(path, &address, &length) != 0) return -1;
    return bind(fd, (const struct sockaddr *)&address, length);
}

// Connects a Unix-domain socket to a path. 0, or -1 with errno.
static inline int tocsin_connect_unix(int fd, const char *path) {
    struct sockaddr_un address;
    socklen_t length;
    if (tocsin_unix_address(path, &address, &length) != 0) return -1;
    return connect(fd, (const struct sockaddr *)&address, length);
}

// Whether an address of the internet families is a loopback address (127.0.0.0/8 or ::1).
static inline int tocsin_is_loopback(const struct sockaddr_storage *address) {
    if (address->ss_family == AF_INET) {
        const struct sockaddr_in *v4 = (const struct sockaddr_in *)address;
        return (ntohl(v4->sin_addr.s_addr) >> 24) == 127;
    }
    if (address->ss_family == AF_INET6) return IN6_IS_ADDR_LOOPBACK(&((const struct sockaddr_in6 *)address)->sin6_addr);
    return 0;
}

// Binds to a numeric loopback address, port 0 for any. 0; -1 with errno, EINVAL when the text is no loopback address.
// The socket must be of the address's family: `tocsin_address_family` tells which.
static inline int tocsin_bind_loopback(int fd, const char *text, uint16_t port) {
    struct sockaddr_storage address;
    memset(&address, 0, sizeof(address));
    struct sockaddr_in *v4 = (struct sockaddr_in *)&address;
    struct sockaddr_in6 *v6 = (struct sockaddr_in6 *)&address;
    socklen_t length = 0;
    if (inet_pton(AF_INET, text, &v4->sin_addr) == 1) {
        v4->sin_family = AF_INET;
        v4->sin_port = htons(port);
        length = sizeof(*v4);
    } else if (inet_pton(AF_INET6, text, &v6->sin6_addr) == 1) {
        v6->sin6_family = AF_INET6;
        v6->sin6_port = htons(port);
        length = sizeof(*v6);
    }
    if (length == 0 || !tocsin_is_loopback(&address)) {
        errno = EINVAL;
        return -1;
    }
    return bind(fd, (const struct sockaddr *)&address, length);
}

// AF_INET or AF_INET6 for a numeric address, AF_UNSPEC for anything else.
static inline int tocsin_address_family(const char *text) {
    struct in6_addr scratch;
    if (inet_pton(AF_INET, text, &scratch) == 1) return AF_INET;
    if (inet_pton(AF_INET6, text, &scratch) == 1) return AF_INET6;
    return AF_UNSPEC;
}

// What a socket is bound to: its family, whether that is a loopback address, and its port (0 for AF_UNIX).
struct tocsin_local_address {
    int32_t family;
    int32_t is_loopback;
    uint16_t port;
};

static inline int tocsin_local_address_of(int fd, struct tocsin_local_address *out) {
    struct sockaddr_storage address;
    socklen_t length = sizeof(address);
    memset(&address, 0, sizeof(address));
    if (getsockname(fd, (struct sockaddr *)&address, &length) != 0) return -1;
    out->family = address.ss_family;
    out->is_loopback = tocsin_is_loopback(&address);
    out->port = 0;
    if (address.ss_family == AF_INET) out->port = ntohs(((struct sockaddr_in *)&address)->sin_port);
    if (address.ss_family == AF_INET6) out->port = ntohs(((struct sockaddr_in6 *)&address)->sin6_port);
    return 0;
}

// One integer socket option of level SOL_SOCKET, or -1 with errno.
static inline int tocsin_socket_option(int fd, int option) {
    int value = 0;
    socklen_t length = sizeof(value);
    if (getsockopt(fd, SOL_SOCKET, option, &value, &length) != 0) return -1;
    return value;
}

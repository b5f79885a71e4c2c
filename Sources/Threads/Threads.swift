// Threads: owned system threads.
//
// What it is for: work that blocks (a disk, a sync, libcurl's loop, name servers) has no place on the cooperative pool, so some rooms
// own a thread. This is the one way to start, name and join one. It may import CLinux and nothing else.

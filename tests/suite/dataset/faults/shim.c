// Preloaded into a program, it meets every file operation below the folder QF_ROOT, whatever library it comes from: the
// kernel hands them over as signals (seccomp). It writes them down (QF_LOG), or makes one of them go wrong.
//
// QF_SITE is `OPERATION PATH NUMBER`, the NUMBERth such operation (from 0; `*` is each of them), with PATH relative to
// QF_ROOT. QF_KIND is what happens there: the number of an error, or
//   short  a read or write of half of what was asked for
//   kill   the process is killed before it,
//   torn   killed after half of a write
//   lie    it is not done, and success is told
//
// With QF_NO_EXCHANGE two folders cannot be exchanged.
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <signal.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <ucontext.h>
#include <unistd.h>

#define COOKIE 0x51554f54 // The shim's own calls carry it as sixth argument, and pass.

#if defined(__x86_64__)
#define ARG(u, n) ((u)->uc_mcontext.gregs[(const int[]){REG_RDI, REG_RSI, REG_RDX, REG_R10, REG_R8}[n]])
#define RESULT(u) ((u)->uc_mcontext.gregs[REG_RAX])
#elif defined(__aarch64__)
#define ARG(u, n) ((u)->uc_mcontext.regs[n])
#define RESULT(u) ((u)->uc_mcontext.regs[0])
#endif

enum { FD, PATH, AT, TWO, TWO_AT };
// What is met: its number, its name, where its paths stand among the arguments.
static const struct call { long number; const char *name; int shape; } CALLS[] = {
#ifdef SYS_open
    {SYS_open, "open", PATH}, {SYS_rename, "rename", TWO}, {SYS_link, "link", TWO}, {SYS_mkdir, "mkdir", PATH},
    {SYS_unlink, "unlink", PATH}, {SYS_rmdir, "rmdir", PATH}, {SYS_chmod, "chmod", PATH}, {SYS_stat, "stat", PATH},
    {SYS_lstat, "stat", PATH}, {SYS_readlink, "stat", PATH}, {SYS_newfstatat, "stat", AT},
#endif
    {SYS_openat, "open", AT}, {SYS_renameat, "rename", TWO_AT}, {SYS_renameat2, "rename", TWO_AT},
    {SYS_linkat, "link", TWO_AT}, {SYS_mkdirat, "mkdir", AT}, {SYS_unlinkat, "unlink", AT}, {SYS_fchmodat, "chmod", AT},
    {SYS_statx, "stat", AT}, {SYS_readlinkat, "stat", AT}, {SYS_read, "read", FD}, {SYS_write, "write", FD},
    {SYS_fsync, "sync", FD}, {SYS_fdatasync, "sync", FD}, {SYS_close, "close", FD}, {SYS_flock, "lock", FD},
    {SYS_getdents64, "list", FD}, {SYS_ftruncate, "truncate", FD},
};
#define N_CALLS (sizeof CALLS / sizeof *CALLS)

static char root[512], cwd[512], site[1024], kind[16];
static int out = -1, lock, no_exchange;
static struct { unsigned long hash; int n; } seen[1 << 14];

// The path relative to the root, without process ids; 0 if it is elsewhere.
static int below(int dir, const char *path, char *into) {
    char full[1024] = "", link[64];
    if (!path || path[0] != '/') {
        snprintf(link, sizeof link, "/proc/self/fd/%d", dir);
        if (dir == AT_FDCWD) strcpy(full, cwd);
        else if (syscall(SYS_readlinkat, AT_FDCWD, link, full, sizeof full / 2, 0, COOKIE) < 0) return 0;
        if (path && *path) strcat(full, "/");
    }
    if (path) strncat(full, path, sizeof full / 2 - 1);
    size_t length = strlen(root);
    if (strncmp(full, root, length) || (full[length] && full[length] != '/')) return 0;
    char *to = into;
    for (const char *from = full + length + (full[length] == '/'); *from; ) {
        *to++ = *from++;
        if (from - full > 10 && !strncmp(from - 10, ".quotient-", 10))
            while (*from >= '0' && *from <= '9') from++;
    }
    *to = 0;
    return 1;
}

static void held(int hold) {
    if (!hold) __atomic_store_n(&lock, 0, __ATOMIC_RELEASE);
    else while (__atomic_exchange_n(&lock, 1, __ATOMIC_ACQUIRE)) ;
}

static int occurrence(const char *key) {
    unsigned long hash = 1469598103934665603UL;
    for (; *key; key++) hash = (hash ^ (unsigned char)*key) * 1099511628211UL;
    unsigned long at = hash;
    held(1);
    while (seen[at % (1 << 14)].n && seen[at % (1 << 14)].hash != hash) at++;
    seen[at % (1 << 14)].hash = hash;
    int n = seen[at % (1 << 14)].n++;
    held(0);
    return n;
}

static void record(const char *name, const char *path, const char *other, long flags, const char *data, long length) {
    char line[4096];
    held(1);
    int n = snprintf(line, 2048, "%s\t%s\t%s\t%ld\t", name, path, other, flags);
    for (long at = 0; at < length; at++) {
        n += sprintf(line + n, "%02x", (unsigned char)data[at]);
        if (n > 4000) { syscall(SYS_write, out, line, n, 0, 0, COOKIE); n = 0; }
    }
    line[n++] = '\n';
    syscall(SYS_write, out, line, n, 0, 0, COOKIE);
    held(0);
}

static long call(long number, long *a) {
    long result = syscall(number, a[0], a[1], a[2], a[3], a[4], COOKIE);
    return result < 0 ? -errno : result;
}

static long operate(const struct call *op, long number, long *a) {
    char path[1024] = "", other[1024] = "", key[1200];
    int in = 0;
    switch (op->shape) {
    case FD: in = below(a[0], 0, path); break;
    case PATH: in = below(AT_FDCWD, (char *)a[0], path); break;
    case AT: in = below(a[0], (char *)a[1], path); break;
    case TWO: in = below(AT_FDCWD, (char *)a[0], path) & below(AT_FDCWD, (char *)a[1], other); break;
    case TWO_AT: in = below(a[0], (char *)a[1], path) & below(a[2], (char *)a[3], other); break;
    }
    if (!in) return call(number, a);
    const char *name = op->name;
    if (no_exchange && number == SYS_renameat2 && a[4]) return -ENOSYS;
    if (number == SYS_unlinkat && a[2] & AT_REMOVEDIR) name = "rmdir";
    int n = snprintf(key, sizeof key, "%s %s ", name, path);
    int nth = occurrence(key);
    int wild = !strncmp(site, key, n) && !strcmp(site + n, "*");
    snprintf(key + n, sizeof key - n, "%d", nth);
    if (*kind && (wild || !strcmp(site, key))) {
        int moves = number == SYS_read || number == SYS_write;
        if (!strcmp(kind, "kill")) raise(SIGKILL);
        else if (!strcmp(kind, "lie")) return 0;
        else if (!strcmp(kind, "short") || !strcmp(kind, "torn")) {
            if (moves && a[2] > 1) a[2] /= 2;
            long result = call(number, a);
            if (!strcmp(kind, "torn")) raise(SIGKILL);
            return result;
        } else {
            // What fails to close is closed all the same.
            if (number == SYS_close) call(number, a);
            return -atoi(kind);
        }
    }
    long result = call(number, a);
    if (out >= 0 && result >= 0) {
        long flags = number == SYS_renameat2 ? a[4] : op->shape == AT ? a[2] : a[1];
        int writes = number == SYS_write;
        record(name, path, other, op->shape == FD ? 0 : flags, writes ? (char *)a[1] : 0, writes ? result : 0);
    }
    return result;
}

static void met(int signal, siginfo_t *info, void *context) {
    ucontext_t *u = context;
    int before = errno;
    long a[5];
    for (int n = 0; n < 5; n++) a[n] = ARG(u, n);
    for (size_t n = 0; n < N_CALLS; n++)
        if (CALLS[n].number == info->si_syscall) { RESULT(u) = operate(&CALLS[n], info->si_syscall, a); break; }
    errno = before;
}

__attribute__((constructor)) static void begin(void) {
    if (!getenv("QF_ROOT")) return;
    strncpy(root, getenv("QF_ROOT"), sizeof root - 1);
    if (getenv("QF_SITE")) strncpy(site, getenv("QF_SITE"), sizeof site - 1);
    if (getenv("QF_KIND")) strncpy(kind, getenv("QF_KIND"), sizeof kind - 1);
    no_exchange = getenv("QF_NO_EXCHANGE") != 0;
    if (getenv("QF_LOG")) out = open(getenv("QF_LOG"), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    if (!getcwd(cwd, sizeof cwd)) cwd[0] = 0;
    struct sigaction action = {.sa_sigaction = met, .sa_flags = SA_SIGINFO | SA_NODEFER};
    sigaction(SIGSYS, &action, 0);
    struct sock_filter code[N_CALLS + 5];
    size_t n = 0;
    code[n++] = (struct sock_filter)BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, args[5]));
    code[n++] = (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, COOKIE, N_CALLS + 1, 0);
    code[n++] = (struct sock_filter)BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr));
    for (size_t at = 0; at < N_CALLS; at++)
        code[n++] = (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, CALLS[at].number, N_CALLS - at, 0);
    code[n++] = (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW);
    code[n++] = (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_TRAP);
    struct sock_fprog program = {n, code};
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) || prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program)) _exit(99);
}

/*
 * Runs PROGRAM, which is given when this is compiled, as itself. At each fsync, fdatasync, sync_file_range and msync of it the kernel asks
 * whether the call may happen: it fails with EIO while the file WHEN exists. For programs that make their system calls without the C
 * library, such as those in Go.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <poll.h>
#include <signal.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#define ASK(call) BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, call, 0, 1), BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_USER_NOTIF)

static void answer(int listener) {
  struct seccomp_notif call;
  struct seccomp_notif_resp reply;
  struct pollfd waiting = {.fd = listener, .events = POLLIN};
  for (;;) {
    if (poll(&waiting, 1, -1) < 0 && errno != EINTR) return;
    if (waiting.revents & POLLHUP) return;
    if (!(waiting.revents & POLLIN)) continue;
    memset(&call, 0, sizeof call);
    if (ioctl(listener, SECCOMP_IOCTL_NOTIF_RECV, &call) != 0) continue;
    memset(&reply, 0, sizeof reply);
    reply.id = call.id;
    if (access(WHEN, F_OK) == 0) reply.error = -EIO;
    else reply.flags = SECCOMP_USER_NOTIF_FLAG_CONTINUE;
    ioctl(listener, SECCOMP_IOCTL_NOTIF_SEND, &reply);
  }
}

int main(int count, char **arguments) {
  (void)count;
  struct sock_filter rules[] = {
      BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
      ASK(SYS_fsync), ASK(SYS_fdatasync), ASK(SYS_msync), ASK(SYS_sync_file_range),
      BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
  };
  struct sock_fprog filter = {.len = sizeof rules / sizeof *rules, .filter = rules};
  int told[2], taken[2];
  if (pipe2(told, O_CLOEXEC) != 0 || pipe2(taken, O_CLOEXEC) != 0) return 71;
  pid_t self = getpid();
  /* Before the filter, which would else live as long as who answers for it. */
  pid_t helper = fork();
  if (helper < 0) return 71;
  if (helper == 0) {
    int theirs;
    setsid();
    if (read(told[0], &theirs, sizeof theirs) != sizeof theirs) _exit(0);
    int process = (int)syscall(SYS_pidfd_open, self, 0);
    int listener = (int)syscall(SYS_pidfd_getfd, process, theirs, 0);
    if (write(taken[1], &theirs, sizeof theirs) < 0) _exit(0);
    for (int file = 0; file < 1024; file++) if (file != listener) close(file);
    if (listener >= 0) answer(listener);
    _exit(0);
  }
  prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
  int listener = (int)syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, SECCOMP_FILTER_FLAG_NEW_LISTENER, &filter);
  if (listener < 0) { perror("seccomp"); return 71; }
  fcntl(listener, F_SETFD, FD_CLOEXEC);
  int file = listener;
  if (write(told[1], &file, sizeof file) != sizeof file || read(taken[0], &file, sizeof file) < 0) return 71;
  execv(PROGRAM, arguments);
  perror(PROGRAM);
  return 127;
}

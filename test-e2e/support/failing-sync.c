/* LD_PRELOAD: fsync, fdatasync and msync fail with EIO while the file named by FAILING_SYNC_WHEN exists. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

static int fails(void) {
  const char *when = getenv("FAILING_SYNC_WHEN");
  if (when == NULL || access(when, F_OK) != 0) return 0;
  errno = EIO;
  return 1;
}

int fsync(int file) {
  int (*real)(int) = (int (*)(int))dlsym(RTLD_NEXT, "fsync");
  return fails() ? -1 : real(file);
}

int fdatasync(int file) {
  int (*real)(int) = (int (*)(int))dlsym(RTLD_NEXT, "fdatasync");
  return fails() ? -1 : real(file);
}

int msync(void *address, size_t length, int flags) {
  int (*real)(void *, size_t, int) = (int (*)(void *, size_t, int))dlsym(RTLD_NEXT, "msync");
  return fails() ? -1 : real(address, length, flags);
}

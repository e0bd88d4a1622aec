/* What a disk would hold of the files below POWER_DATA if the power failed now.
 *
 * Loaded into the daemon by LD_PRELOAD. It lets every call through to the kernel, and beside it keeps a second state of
 * the same files below POWER_DISK: there a byte arrives when its file is synced, and a name when its folder is. What was
 * written and not synced, renamed and not synced, made and not synced, is only in the first state.
 *
 *   POWER_DISK/content/ID       the content of a file that was synced, by inode and generation
 *   POWER_DISK/names/FOLDER     the names of a folder that was synced: lines of "ID NAME"; "/" in FOLDER is written "%"
 *
 * With POWER_LIES=1 a sync reaches nothing: a test that does not notice is worth nothing.
 */
#define _GNU_SOURCE
#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

#define FILES 1024
#define RANGES 4096

/* A file below POWER_DATA, and what of it was not synced. */
struct file {
    ino_t inode;
    unsigned generation;
    int count;
    struct { off_t from, to; } dirty[RANGES];
};

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static struct file files[FILES];
static int known;
static char data[4096], disk[4096];
static size_t data_length;
static int lies;

#define REAL(type, name, ...) static type (*real_##name)(__VA_ARGS__)
REAL(ssize_t, write, int, const void *, size_t);
REAL(ssize_t, pwrite64, int, const void *, size_t, off64_t);
REAL(ssize_t, writev, int, const struct iovec *, int);
REAL(ssize_t, pwritev64, int, const struct iovec *, int, off64_t);
REAL(int, ftruncate64, int, off64_t);
REAL(int, fsync, int);
REAL(int, fdatasync, int);
REAL(int, rename, const char *, const char *);
REAL(int, unlink, const char *);
REAL(int, unlinkat, int, const char *, int);
REAL(ssize_t, copy_file_range, int, off64_t *, int, off64_t *, size_t, unsigned);

__attribute__((constructor)) static void begin(void) {
#define FIND(name) real_##name = dlsym(RTLD_NEXT, #name)
    FIND(write); FIND(pwrite64); FIND(writev); FIND(pwritev64); FIND(ftruncate64); FIND(fsync); FIND(fdatasync);
    FIND(rename); FIND(unlink); FIND(unlinkat); FIND(copy_file_range);
    const char *named = getenv("POWER_DATA"), *shadow = getenv("POWER_DISK");
    if (!named || !shadow) return;
    snprintf(data, sizeof data, "%s", named);
    snprintf(disk, sizeof disk, "%s", shadow);
    data_length = strlen(data);
    lies = getenv("POWER_LIES") != NULL;
}

/* The path of a descriptor below POWER_DATA, or nothing. Shared memory and locks mean nothing to a disk. */
static const char *path_of(int fd, char *path, size_t size) {
    char link[64];
    if (!data_length) return NULL;
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t length = readlink(link, path, size - 1);
    if (length < 0) return NULL;
    path[length] = 0;
    if (strncmp(path, data, data_length) || (path[data_length] && path[data_length] != '/')) return NULL;
    return strstr(path, "-shm") ? NULL : path;
}

static struct file *file_of(ino_t inode) {
    for (int i = 0; i < known; i++)
        if (files[i].inode == inode) return &files[i];
    if (known == FILES) { fprintf(stderr, "power: too many files\n"); abort(); }
    files[known].inode = inode;
    return &files[known++];
}

static void touch(struct file *file, off_t from, off_t to) {
    for (int i = 0; i < file->count; i++)
        if (from <= file->dirty[i].to && file->dirty[i].from <= to) {
            if (from < file->dirty[i].from) file->dirty[i].from = from;
            if (to > file->dirty[i].to) file->dirty[i].to = to;
            return;
        }
    if (file->count == RANGES) {
        file->count = 1;
        file->dirty[0].from = 0;
        file->dirty[0].to = (off_t)1 << 60;
        return;
    }
    file->dirty[file->count].from = from;
    file->dirty[file->count++].to = to;
}

static void wrote(int fd, off_t from, off_t to) {
    char path[4096];
    struct stat stat;
    int before = errno;
    if (to > from && path_of(fd, path, sizeof path) && !fstat(fd, &stat)) {
        pthread_mutex_lock(&lock);
        touch(file_of(stat.st_ino), from, to);
        pthread_mutex_unlock(&lock);
    }
    errno = before;
}

static void content_of(struct file *file, char *path, size_t size) {
    snprintf(path, size, "%s/content/%llu.%u", disk, (unsigned long long)file->inode, file->generation);
}

/* Every byte of the file that was not synced arrives. */
static void arrive(int fd, struct file *file, off_t size) {
    char path[9000], from[64], block[65536];
    content_of(file, path, sizeof path);
    snprintf(from, sizeof from, "/proc/self/fd/%d", fd);
    int in = open(from, O_RDONLY), out = open(path, O_WRONLY | O_CREAT, 0600);
    if (in < 0 || out < 0) { fprintf(stderr, "power: %s: %s\n", path, strerror(errno)); abort(); }
    real_ftruncate64(out, size);
    for (int i = 0; i < file->count; i++) {
        off_t at = file->dirty[i].from, end = file->dirty[i].to < size ? file->dirty[i].to : size;
        while (at < end) {
            size_t want = end - at < (off_t)sizeof block ? (size_t)(end - at) : sizeof block;
            ssize_t got = pread(in, block, want, at);
            if (got <= 0 || real_pwrite64(out, block, got, at) != got) break;
            at += got;
        }
    }
    file->count = 0;
    close(in);
    close(out);
}

/* The names of a folder arrive as they are now, all at once. */
static void names_arrive(const char *folder) {
    char path[9000], draft[9100], name[4096];
    snprintf(name, sizeof name, "%s", folder[data_length] ? folder + data_length + 1 : "");
    for (char *letter = name; *letter; letter++) if (*letter == '/') *letter = '%';
    snprintf(path, sizeof path, "%s/names/@%s", disk, name);
    snprintf(draft, sizeof draft, "%s.draft", path);
    FILE *out = fopen(draft, "w");
    DIR *listing = opendir(folder);
    if (!out || !listing) { fprintf(stderr, "power: %s: %s\n", draft, strerror(errno)); abort(); }
    for (struct dirent *entry; (entry = readdir(listing));)
        if (entry->d_type == DT_DIR && entry->d_name[0] != '.')
            fprintf(out, "folder %s\n", entry->d_name);
        else if (entry->d_type == DT_REG)
            fprintf(out, "%llu.%u %s\n", (unsigned long long)entry->d_ino, file_of(entry->d_ino)->generation, entry->d_name);
    closedir(listing);
    fclose(out);
    real_rename(draft, path);
}

static int synced(int fd, int result) {
    char path[4096];
    struct stat stat;
    int before = errno;
    if (!result && !lies && path_of(fd, path, sizeof path) && !fstat(fd, &stat)) {
        pthread_mutex_lock(&lock);
        if (S_ISDIR(stat.st_mode)) names_arrive(path);
        else arrive(fd, file_of(stat.st_ino), stat.st_size);
        pthread_mutex_unlock(&lock);
    }
    errno = before;
    return result;
}

/* A file that has no name any more: whoever gets its inode next is another one. */
static void gone(const char *path, int fd) {
    struct stat stat;
    char whole[PATH_MAX];
    if (!data_length || (fd == AT_FDCWD && (!realpath(path, whole) || strncmp(whole, data, data_length)))) return;
    if (fstatat(fd, path, &stat, AT_SYMLINK_NOFOLLOW) || !S_ISREG(stat.st_mode) || stat.st_nlink > 1) return;
    pthread_mutex_lock(&lock);
    struct file *file = file_of(stat.st_ino);
    file->generation++;
    file->count = 0;
    pthread_mutex_unlock(&lock);
}

ssize_t write(int fd, const void *bytes, size_t count) {
    off_t at = data_length ? lseek(fd, 0, SEEK_CUR) : 0;
    ssize_t done = real_write(fd, bytes, count);
    if (data_length && at >= 0 && done > 0) {
        off_t end = lseek(fd, 0, SEEK_CUR);
        wrote(fd, end - done, end);
    }
    return done;
}

ssize_t writev(int fd, const struct iovec *parts, int count) {
    off_t at = data_length ? lseek(fd, 0, SEEK_CUR) : 0;
    ssize_t done = real_writev(fd, parts, count);
    if (data_length && at >= 0 && done > 0) {
        off_t end = lseek(fd, 0, SEEK_CUR);
        wrote(fd, end - done, end);
    }
    return done;
}

ssize_t pwrite64(int fd, const void *bytes, size_t count, off64_t at) {
    ssize_t done = real_pwrite64(fd, bytes, count, at);
    if (done > 0) wrote(fd, at, at + done);
    return done;
}
ssize_t pwrite(int fd, const void *bytes, size_t count, off_t at) { return pwrite64(fd, bytes, count, at); }

ssize_t pwritev64(int fd, const struct iovec *parts, int count, off64_t at) {
    ssize_t done = real_pwritev64(fd, parts, count, at);
    if (done > 0) wrote(fd, at, at + done);
    return done;
}
ssize_t pwritev(int fd, const struct iovec *parts, int count, off_t at) { return pwritev64(fd, parts, count, at); }

ssize_t copy_file_range(int in, off64_t *from, int out, off64_t *to, size_t length, unsigned flags) {
    (void)in; (void)from; (void)out; (void)to; (void)length; (void)flags;
    errno = ENOSYS; /* the caller copies with read and write, which are seen */
    return -1;
}

int ftruncate64(int fd, off64_t length) {
    struct stat stat;
    off_t old = data_length && !fstat(fd, &stat) ? stat.st_size : 0;
    int result = real_ftruncate64(fd, length);
    if (!result && old > length) wrote(fd, length, old);
    return result;
}
int ftruncate(int fd, off_t length) { return ftruncate64(fd, length); }

int fsync(int fd) { return synced(fd, real_fsync(fd)); }
int fdatasync(int fd) { return synced(fd, real_fdatasync(fd)); }

int rename(const char *from, const char *to) {
    gone(to, AT_FDCWD);
    return real_rename(from, to);
}

int unlink(const char *path) {
    gone(path, AT_FDCWD);
    return real_unlink(path);
}

int unlinkat(int fd, const char *path, int flags) {
    if (!(flags & AT_REMOVEDIR)) gone(path, fd);
    return real_unlinkat(fd, path, flags);
}

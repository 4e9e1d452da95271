import { AzimuthError } from '../base/errors.ts';

/** `link` covers symbolic links and Windows junctions; they are named, never followed. */
export type StorageKind = 'file' | 'folder' | 'link' | 'other';

export interface StorageStat {
  readonly kind: StorageKind;
  /** Bytes. */
  readonly size: number;
}

export interface StorageEntry {
  readonly name: string;
  readonly kind: StorageKind;
}

/** `new`: must not exist. `append`: created when missing, writes go to the end. `edit`: must exist. */
export type StorageMode = 'new' | 'append' | 'edit';

/** A file open for writing. A rejected `write` may have written a part. */
export interface StorageFile {
  write(data: Uint8Array): Promise<void>;
  truncate(size: number): Promise<void>;
  sync(): Promise<void>;
  close(): Promise<void>;
}

/**
 * The one seam through which a case folder is read and written; tests number its calls and break them. Each method
 * is about one system call, so that a failure or a kill can be placed between any two. Paths are relative to the
 * case, with forward slashes, and can neither leave it nor pass through a link. Failures are AzimuthErrors with a
 * code of {@link storageError}.
 */
export interface Storage {
  /** The absolute path, for libraries that open files themselves. */
  absolute(path: string): string;
  /** Undefined where there is nothing. */
  stat(path: string): Promise<StorageStat | undefined>;
  /** Sorted by name in code-unit order; empty where the folder is missing. */
  list(folder: string): Promise<readonly StorageEntry[]>;
  /**
   * Chunks of a regular file, each of which holds until the next is asked for. Rejects with `case.missing` where there is
   * none.
   */
  openRead(path: string): AsyncIterable<Uint8Array>;
  open(path: string, mode: StorageMode): Promise<StorageFile>;
  /** Replaces what is at `to`. */
  rename(from: string, to: string): Promise<void>;
  /** Gives a file a second name; copies it where the disk has no such thing. Its bytes are not to be changed. */
  link(from: string, to: string): Promise<void>;
  /** Of a file; nothing there is no error. */
  remove(path: string): Promise<void>;
  /** With all that is in it; links in it are removed, not followed. Nothing there is no error. */
  removeTree(path: string): Promise<void>;
  /** With its parents; existing ones are no error. */
  makeFolder(path: string): Promise<void>;
  /** Makes renames and creations in the folder durable, where the system can. */
  syncFolder(path: string): Promise<void>;
}

/** Splits a case-relative path, refusing whatever could name something outside of the case on any system. */
export function pathSegments(path: string): readonly string[] {
  const segments = path === '' ? [] : path.split('/');
  for (const segment of segments) {
    // A colon is a drive or an alternate stream on Windows; a backslash is a separator there.
    if (segment === '' || segment === '.' || segment === '..' || /[\\:\0]/.test(segment))
      throw new AzimuthError('case.path-escapes', `"${path}" is not a path inside the case`, {
        unharmed: 'nothing was read or written',
      });
  }
  return segments;
}

export function parentOf(path: string): string {
  return pathSegments(path).slice(0, -1).join('/');
}

const CAUSES: Readonly<Record<string, { code: string; text: string; next: string }>> = {
  ENOSPC: { code: 'case.disk-full', text: 'the disk is full', next: 'Free some space and try again.' },
  EDQUOT: {
    code: 'case.disk-full',
    text: 'the disk quota is used up',
    next: 'Free some space and try again.',
  },
  EPERM: {
    code: 'case.no-permission',
    text: 'it is not permitted',
    next: 'Check the permissions of the case folder.',
  },
  EACCES: {
    code: 'case.no-permission',
    text: 'it is not permitted',
    next: 'Check the permissions of the case folder.',
  },
  EROFS: {
    code: 'case.no-permission',
    text: 'the disk is read-only',
    next: 'Copy the case to a disk that can be written.',
  },
  EEXIST: { code: 'case.exists', text: 'it exists already', next: 'Try again.' },
  ENOENT: {
    code: 'case.missing',
    text: 'it is missing',
    next: 'Run Verify Case to see what else is missing.',
  },
  ELOOP: { code: 'case.link-refused', text: 'it is a link', next: 'Replace the link by the file itself.' },
};

/** The failure of one storage call as a person should read it; the errno code decides what is said. */
export function storageError(action: string, path: string, cause: unknown): AzimuthError {
  if (cause instanceof AzimuthError) return cause;
  const errno = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
  const known = CAUSES[errno];
  return new AzimuthError(
    known?.code ?? 'case.io-error',
    `Could not ${action} ${path || 'the case folder'}: ${known?.text ?? (errno || String(cause))}`,
    { next: [known?.next ?? 'Check the disk and try again.'] },
    { cause },
  );
}

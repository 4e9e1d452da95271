import { constants, type Dirent, type Stats } from 'node:fs';
import * as fs from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { readAhead } from '../base/readAhead.ts';
import {
  pathSegments,
  type Storage,
  type StorageEntry,
  type StorageFile,
  type StorageKind,
  type StorageMode,
  type StorageStat,
  storageError,
} from './storage.ts';

const WINDOWS = process.platform === 'win32';
/** Absent on Windows, where lstat of the last segment has to do. */
const NO_FOLLOW = WINDOWS ? 0 : constants.O_NOFOLLOW;
const FLAGS: Readonly<Record<StorageMode, number>> = {
  new: constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | NO_FOLLOW,
  append: constants.O_WRONLY | constants.O_CREAT | constants.O_APPEND | NO_FOLLOW,
  edit: constants.O_WRONLY | NO_FOLLOW,
};

/** A case folder on the local disk. `root` is absolute and may itself be reached through links. */
export class NodeStorage implements Storage {
  readonly #root: string;

  constructor(root: string) {
    this.#root = root;
  }

  absolute(path: string): string {
    return join(this.#root, ...pathSegments(path));
  }

  async stat(path: string): Promise<StorageStat | undefined> {
    return this.#run('look at', path, async () => {
      const stat = await this.#lstat(path);
      return stat && { kind: kindOf(stat), size: stat.size };
    });
  }

  async list(folder: string): Promise<readonly StorageEntry[]> {
    return this.#run('list', folder, async () => {
      const stat = await this.#lstat(folder);
      if (!stat) return [];
      if (stat.isSymbolicLink()) throw linkError();
      const entries = await fs.readdir(this.absolute(folder), { withFileTypes: true });
      return entries
        .map((entry) => ({ name: entry.name, kind: kindOf(entry) }))
        .sort((a, b) => (a.name < b.name ? -1 : 1));
    });
  }

  async *openRead(path: string): AsyncIterable<Uint8Array> {
    let size = 0;
    const handle = await this.#run('read', path, async () => {
      const stat = await this.#lstat(path);
      // A pipe or a device in a stranger's case would block or never end.
      if (stat && !stat.isFile()) throw stat.isSymbolicLink() ? linkError() : errno('EINVAL');
      size = stat?.size ?? 0;
      return fs.open(this.absolute(path), constants.O_RDONLY | NO_FOLLOW);
    });
    try {
      yield* readAhead((buffer) => this.#run('read', path, () => handle.read(buffer)), size);
    } finally {
      await handle.close();
    }
  }

  async open(path: string, mode: StorageMode): Promise<StorageFile> {
    return this.#run(mode === 'new' ? 'create' : 'write', path, async () => {
      const stat = await this.#lstat(path);
      if (stat?.isSymbolicLink()) throw linkError();
      return new NodeFile(path, await fs.open(this.absolute(path), FLAGS[mode], 0o666));
    });
  }

  async rename(from: string, to: string): Promise<void> {
    await this.#run('replace', to, async () => {
      await Promise.all([this.#lstat(from), this.#lstat(to)]);
      await retryOnWindows(() => fs.rename(this.absolute(from), this.absolute(to)));
    });
  }

  async link(from: string, to: string): Promise<void> {
    await this.#run('copy', to, async () => {
      if ((await this.#lstat(from))?.isSymbolicLink()) throw linkError();
      await this.#lstat(to);
      const names = [this.absolute(from), this.absolute(to)] as const;
      await fs.link(...names).catch(() => fs.copyFile(...names, constants.COPYFILE_EXCL));
    });
  }

  async remove(path: string): Promise<void> {
    await this.#run('remove', path, async () => {
      if (await this.#lstat(path)) await retryOnWindows(() => fs.rm(this.absolute(path), { force: true }));
    });
  }

  async removeTree(path: string): Promise<void> {
    await this.#run('remove', path, async () => {
      if (pathSegments(path).length === 0) throw errno('EINVAL');
      if (await this.#lstat(path))
        await fs.rm(this.absolute(path), { force: true, recursive: true, maxRetries: 3 });
    });
  }

  async makeFolder(path: string): Promise<void> {
    await this.#run('create', path, async () => {
      if ((await this.#lstat(path))?.isSymbolicLink()) throw linkError();
      await fs.mkdir(this.absolute(path), { recursive: true });
    });
  }

  async syncFolder(path: string): Promise<void> {
    // Windows has no such call on folders; NTFS journals its metadata.
    if (WINDOWS) return;
    await this.#run('save', path, async () => {
      const handle = await fs.open(this.absolute(path), constants.O_RDONLY);
      try {
        await handle.sync();
      } finally {
        await handle.close();
      }
    });
  }

  async #run<T>(action: string, path: string, body: () => Promise<T>): Promise<T> {
    try {
      return await body();
    } catch (error) {
      throw storageError(action, path, error);
    }
  }

  /** lstat that also refuses links among the folders on the way. */
  async #lstat(path: string): Promise<Stats | undefined> {
    let current = this.#root;
    let stat: Stats | undefined;
    const segments = pathSegments(path);
    for (const [index, segment] of segments.entries()) {
      current = join(current, segment);
      stat = await lstatIfAny(current);
      if (!stat) return undefined;
      if (index < segments.length - 1 && stat.isSymbolicLink()) throw linkError();
    }
    return segments.length === 0 ? lstatIfAny(join(this.#root, '.')) : stat;
  }
}

class NodeFile implements StorageFile {
  readonly #path: string;
  readonly #handle: fs.FileHandle;

  constructor(path: string, handle: fs.FileHandle) {
    this.#path = path;
    this.#handle = handle;
  }

  async write(data: Uint8Array): Promise<void> {
    await this.#run('write', async () => {
      for (let offset = 0; offset < data.length; ) {
        const { bytesWritten } = await this.#handle.write(data, offset, data.length - offset, null);
        offset += bytesWritten;
      }
    });
  }

  truncate(size: number): Promise<void> {
    return this.#run('shorten', () => this.#handle.truncate(size));
  }

  sync(): Promise<void> {
    return this.#run('save', () => this.#handle.sync());
  }

  close(): Promise<void> {
    return this.#run('close', () => this.#handle.close());
  }

  async #run(action: string, body: () => Promise<void>): Promise<void> {
    try {
      await body();
    } catch (error) {
      throw storageError(action, this.#path, error);
    }
  }
}

function kindOf(entry: Stats | Dirent): StorageKind {
  if (entry.isSymbolicLink()) return 'link';
  if (entry.isFile()) return 'file';
  return entry.isDirectory() ? 'folder' : 'other';
}

async function lstatIfAny(absolute: string): Promise<Stats | undefined> {
  try {
    return await fs.lstat(absolute);
  } catch (error) {
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR'))
      return undefined;
    throw error;
  }
}

function errno(code: string): Error {
  return Object.assign(new Error(code), { code });
}

function linkError(): Error {
  return errno('ELOOP');
}

/** Virus scanners and indexers hold files open for moments, which makes a rename on Windows fail. */
async function retryOnWindows(body: () => Promise<void>): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      await body();
      return;
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? error.code : undefined;
      if (!WINDOWS || attempt === 8 || (code !== 'EPERM' && code !== 'EACCES' && code !== 'EBUSY'))
        throw error;
      await delay(10 * 2 ** attempt);
    }
  }
}

import { dirname } from 'node:path/posix';
import type {
  Storage,
  StorageEntry,
  StorageFile,
  StorageMode,
  StorageStat,
} from '../../src/cases/storage.ts';
import { pathSegments, storageError } from '../../src/cases/storage.ts';

/** A case in memory, for tests that open one thousands of times. Knows files and folders, no links. */
export class MemoryStorage implements Storage {
  readonly files: Map<string, Buffer>;
  readonly #folders = new Set(['']);

  constructor(files: ReadonlyMap<string, Buffer> = new Map()) {
    this.files = new Map(files);
    for (const path of files.keys()) this.#addFolder(dirname(path));
  }

  static async copyOf(source: Storage, skip = 'derived'): Promise<MemoryStorage> {
    const files = new Map<string, Buffer>();
    const walk = async (folder: string): Promise<void> => {
      for (const { name, kind } of await source.list(folder)) {
        const path = folder ? `${folder}/${name}` : name;
        if (path === skip) continue;
        if (kind === 'folder') await walk(path);
        else files.set(path, await readAll(source, path));
      }
    };
    await walk('');
    return new MemoryStorage(files);
  }

  absolute(path: string): string {
    return `/memory/${pathSegments(path).join('/')}`;
  }

  async stat(path: string): Promise<StorageStat | undefined> {
    await Promise.resolve();
    const file = this.files.get(pathSegments(path).join('/'));
    if (file) return { kind: 'file', size: file.length };
    return this.#folders.has(path) ? { kind: 'folder', size: 0 } : undefined;
  }

  list(folder: string): Promise<readonly StorageEntry[]> {
    const inside = (path: string): boolean =>
      path !== '' && (dirname(path) === '.' ? '' : dirname(path)) === folder;
    const entry = (path: string, kind: 'file' | 'folder'): StorageEntry => ({
      name: path.slice(folder ? folder.length + 1 : 0),
      kind,
    });
    const entries = [
      ...[...this.files.keys()].filter(inside).map((path) => entry(path, 'file')),
      ...[...this.#folders].filter(inside).map((path) => entry(path, 'folder')),
    ];
    return Promise.resolve(entries.sort((a, b) => (a.name < b.name ? -1 : 1)));
  }

  async *openRead(path: string): AsyncGenerator<Uint8Array> {
    const file = this.files.get(path);
    if (!file) throw storageError('read', path, errno('ENOENT'));
    // In two halves, so that readers meet a border between chunks.
    await Promise.resolve();
    const half = file.length >> 1;
    for (const part of [file.subarray(0, half), file.subarray(half)]) {
      if (part.length === 0) continue;
      const chunk = Buffer.from(part);
      yield chunk;
      chunk.fill(0xff);
    }
  }

  open(path: string, mode: StorageMode): Promise<StorageFile> {
    const known = this.files.get(path);
    if (mode === 'new' && known) return Promise.reject(storageError('create', path, errno('EEXIST')));
    if (mode === 'edit' && !known) return Promise.reject(storageError('write', path, errno('ENOENT')));
    if (!this.#folders.has(dirname(path) === '.' ? '' : dirname(path)))
      return Promise.reject(storageError('create', path, errno('ENOENT')));
    if (!known) this.files.set(path, Buffer.alloc(0));
    const change = (to: (now: Buffer) => Buffer): Promise<void> => {
      this.files.set(path, to(this.files.get(path) ?? Buffer.alloc(0)));
      return Promise.resolve();
    };
    return Promise.resolve({
      write: (data) => change((now) => Buffer.concat([now, data])),
      truncate: (size) => change((now) => Buffer.from(now.subarray(0, size))),
      sync: () => Promise.resolve(),
      close: () => Promise.resolve(),
    });
  }

  rename(from: string, to: string): Promise<void> {
    const file = this.files.get(from);
    if (!file) return Promise.reject(storageError('replace', to, errno('ENOENT')));
    this.files.delete(from);
    this.files.set(to, file);
    return Promise.resolve();
  }

  link(from: string, to: string): Promise<void> {
    const file = this.files.get(from);
    if (!file) return Promise.reject(storageError('copy', to, errno('ENOENT')));
    this.files.set(to, file);
    return Promise.resolve();
  }

  remove(path: string): Promise<void> {
    this.files.delete(path);
    return Promise.resolve();
  }

  removeTree(path: string): Promise<void> {
    for (const known of [...this.files.keys(), ...this.#folders])
      if (known === path || known.startsWith(`${path}/`)) {
        this.files.delete(known);
        this.#folders.delete(known);
      }
    return Promise.resolve();
  }

  makeFolder(path: string): Promise<void> {
    this.#addFolder(path);
    return Promise.resolve();
  }

  syncFolder(): Promise<void> {
    return Promise.resolve();
  }

  #addFolder(path: string): void {
    const segments = path === '.' ? [] : pathSegments(path);
    for (let depth = 1; depth <= segments.length; depth++)
      this.#folders.add(segments.slice(0, depth).join('/'));
  }
}

async function readAll(storage: Storage, path: string): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of storage.openRead(path)) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks);
}

function errno(code: string): Error {
  return Object.assign(new Error(code), { code });
}

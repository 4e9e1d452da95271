import type { Storage, StorageFile, StorageMode } from '../../src/cases/storage.ts';
import { storageError } from '../../src/cases/storage.ts';

export interface Fault {
  /** The n-th changing call, from 1. */
  readonly call: number;
  readonly errno: 'ENOSPC' | 'EIO' | 'EPERM';
  /** For a write: bytes that reach the disk before it fails. */
  readonly bytes?: number;
  /** The process dies there: every later changing call fails as well, clean-up included. */
  readonly kill?: boolean;
  /** The process really dies there. */
  readonly die?: boolean;
}

/** Numbers every call that changes the disk and breaks the one that the fault names. */
export class FaultyStorage implements Storage {
  readonly calls: string[] = [];
  readonly #inner: Storage;
  readonly #fault: Fault | undefined;
  #dead = false;

  constructor(inner: Storage, fault?: Fault) {
    this.#inner = inner;
    this.#fault = fault;
  }

  absolute(path: string): string {
    return this.#inner.absolute(path);
  }
  stat(path: string): ReturnType<Storage['stat']> {
    return this.#inner.stat(path);
  }
  list(folder: string): ReturnType<Storage['list']> {
    return this.#inner.list(folder);
  }
  openRead(path: string): AsyncIterable<Uint8Array> {
    return this.#inner.openRead(path);
  }

  async open(path: string, mode: StorageMode): Promise<StorageFile> {
    this.#count(`open ${mode}`, path);
    const file = await this.#inner.open(path, mode);
    return {
      write: async (data) => {
        try {
          this.#count('write', path);
        } catch (error) {
          const part = this.calls.length === this.#fault?.call ? (this.#fault.bytes ?? 0) : 0;
          if (part > 0) await file.write(data.subarray(0, part));
          this.#die();
          throw error;
        }
        await file.write(data);
      },
      truncate: async (size) => {
        this.#count('truncate', path);
        await file.truncate(size);
      },
      sync: async () => {
        this.#count('sync', path);
        await file.sync();
      },
      // Not counted: the handle is released whatever close says, and a killed process closes all of its own.
      close: () => file.close(),
    };
  }

  async rename(from: string, to: string): Promise<void> {
    this.#count('rename', to);
    await this.#inner.rename(from, to);
  }
  async link(from: string, to: string): Promise<void> {
    this.#count('link', to);
    await this.#inner.link(from, to);
  }
  async remove(path: string): Promise<void> {
    this.#count('remove', path);
    await this.#inner.remove(path);
  }
  async removeTree(path: string): Promise<void> {
    this.#count('removeTree', path);
    await this.#inner.removeTree(path);
  }
  async makeFolder(path: string): Promise<void> {
    this.#count('makeFolder', path);
    await this.#inner.makeFolder(path);
  }
  async syncFolder(path: string): Promise<void> {
    this.#count('syncFolder', path);
    await this.#inner.syncFolder(path);
  }

  #die(): void {
    if (this.#fault?.die) process.kill(process.pid, 'SIGKILL');
  }

  #count(action: string, path: string): void {
    this.calls.push(`${action} ${path}`);
    const fault = this.#fault;
    if (!fault) return;
    const here = this.calls.length === fault.call;
    if (here && fault.kill) this.#dead = true;
    if (here && action !== 'write') this.#die();
    if (here || this.#dead)
      throw storageError(action, path, Object.assign(new Error(fault.errno), { code: fault.errno }));
  }
}

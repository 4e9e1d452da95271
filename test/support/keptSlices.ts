import assert from 'node:assert/strict';
import type { CollectInto } from '../../src/azure/collect/collect.ts';
import type { CollectedSlice, Collection } from '../../src/domain/tenant.ts';

/** Stands for a case: remembers the slices that were collected into it. */
export class KeptSlices implements CollectInto {
  readonly slices: CollectedSlice[] = [];
  readonly states: string[] = [];
  recordCollection(_collection: Collection, state: 'started' | 'done'): Promise<void> {
    this.states.push(state);
    return Promise.resolve();
  }
  collected(): Promise<readonly CollectedSlice[]> {
    return Promise.resolve(this.slices);
  }
  import({ collected }: Parameters<CollectInto['import']>[0]): ReturnType<CollectInto['import']> {
    assert.ok(collected);
    this.slices.push(collected);
    return Promise.resolve({ files: [], rows: collected.rows, known: 0, rejects: 0, cancelled: false });
  }
  get rows(): number {
    return this.slices.reduce((sum, { rows }) => sum + rows, 0);
  }
}

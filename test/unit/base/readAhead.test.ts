import assert from 'node:assert/strict';
import { readAhead } from '../../../src/base/readAhead.ts';

/** Reads of the parts one after the other; `failure` comes in place of the end. */
function source(parts: readonly string[], failure?: Error): { begun: number; ended: number; read: Read } {
  const state = {
    begun: 0,
    ended: 0,
    read: async (buffer: Buffer): Promise<{ bytesRead: number }> => {
      const part = parts[state.begun++];
      await new Promise((resolve) => setImmediate(resolve));
      state.ended++;
      if (part === undefined && failure) throw failure;
      return { bytesRead: buffer.write(part ?? '') };
    },
  };
  return state;
}
type Read = Parameters<typeof readAhead>[0];

describe('reading ahead', () => {
  it('gives each part once and in order, and has begun the next when one is given', async () => {
    const file = source(['ab', 'c', 'def']);
    const seen: string[] = [];
    for await (const chunk of readAhead(file.read, 3)) {
      seen.push(chunk.toString());
      assert.equal(file.begun, seen.length + 1);
    }
    assert.deepEqual(seen, ['ab', 'c', 'def']);
  });

  it('reads into two buffers by turns, of which the one that was given holds until the next is asked for', async () => {
    const buffers: ArrayBufferLike[] = [];
    for await (const chunk of readAhead(source(['ab', 'c', 'def', 'gh']).read, 3)) {
      const text = chunk.toString();
      await new Promise((resolve) => setTimeout(resolve, 5));
      assert.equal(chunk.toString(), text);
      buffers.push(chunk.buffer);
    }
    assert.deepEqual(
      buffers.map((buffer) => buffers.indexOf(buffer)),
      [0, 1, 0, 1],
    );
  });

  it('fails after what was read before', async () => {
    const seen: string[] = [];
    await assert.rejects(async () => {
      for await (const chunk of readAhead(source(['ab', 'c'], new Error('bad sector')).read, 3)) {
        await new Promise((resolve) => setTimeout(resolve, 5));
        seen.push(chunk.toString());
      }
    }, /bad sector/);
    assert.deepEqual(seen, ['ab', 'c']);
  });

  it('has no read under way when it was ended early, even one that fails', async () => {
    for (const failure of [undefined, new Error('bad sector')]) {
      const file = source(['ab'], failure);
      for await (const chunk of readAhead(file.read, 3)) {
        assert.equal(chunk.toString(), 'ab');
        break;
      }
      assert.deepEqual([file.begun, file.ended], [2, 2]);
    }
  });
});

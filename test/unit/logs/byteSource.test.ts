import assert from 'node:assert/strict';
import { gzipSync } from 'node:zlib';
import { unpacked } from '../../../src/logs/framing/byteSource.ts';

/** Compressed `times` over. */
const packed = (times: number): Buffer =>
  Array.from({ length: times }).reduce<Buffer>((bytes) => gzipSync(bytes), Buffer.from('{}\n'.repeat(1000)));

describe('compressed bytes', () => {
  // A handle that stays open keeps Windows from deleting or replacing the file.
  for (const [what, times, taken] of [
    ['read to their end', 2, Infinity],
    ['left after their first part', 2, 1],
    ['compressed too often', 4, Infinity],
  ] as const)
    it(`let go of their file when they are ${what}`, async () => {
      const held = { open: true };
      const stored = (async function* (): AsyncGenerator<Buffer> {
        try {
          const bytes = packed(times);
          yield bytes.subarray(0, 10);
          yield bytes.subarray(10);
        } finally {
          await Promise.resolve();
          held.open = false;
        }
      })();
      const read = async (): Promise<void> => {
        let parts = 0;
        for await (const part of unpacked(stored)) {
          parts += 1;
          if (part.length > 0 && parts >= taken) break;
        }
      };
      if (times > 3) await assert.rejects(read(), /more than 3 times over/);
      else await read();
      assert.equal(held.open, false);
    });
});

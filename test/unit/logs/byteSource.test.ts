import assert from 'node:assert/strict';
import { constants, gunzipSync, gzipSync } from 'node:zlib';
import { unpacked } from '../../../src/logs/framing/byteSource.ts';
import { lentChunks } from '../../support/lentChunks.ts';

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
      let open = 0;
      const stored = async function* (): AsyncGenerator<Buffer> {
        open += 1;
        try {
          const bytes = packed(times);
          yield bytes.subarray(0, 10);
          yield bytes.subarray(10);
        } finally {
          await Promise.resolve();
          open -= 1;
        }
      };
      const read = async (): Promise<void> => {
        let parts = 0;
        for await (const part of unpacked(stored(), stored)) {
          parts += 1;
          if (part.length > 0 && parts >= taken) break;
        }
      };
      if (times > 3) await assert.rejects(read(), /more than 3 times over/);
      else await read();
      assert.equal(open, 0);
    });

  const RECORDS = Array.from({ length: 5000 }, (_, i) => `{"n":${i},"x":${Math.sin(i)}}\n`).join('');
  const read = async (bytes: Buffer, size: number): Promise<{ text: string; error: string }> => {
    const stored = (): AsyncGenerator<Buffer> => lentChunks(bytes, size);
    let text = '';
    try {
      for await (const part of unpacked(stored(), stored)) text += part.toString('latin1');
    } catch (error) {
      return { text, error: String(error) };
    }
    return { text, error: '' };
  };

  it('end where their data ends, whatever is used to fill the file up', async () => {
    for (const filling of [0, 1, 8, 600, 100_000])
      for (const size of [64, 2 ** 16, 2 ** 20]) {
        const bytes = Buffer.concat([gzipSync(RECORDS), gzipSync(RECORDS), Buffer.alloc(filling)]);
        const { text, error } = await read(bytes, size);
        assert.deepEqual([text === RECORDS + RECORDS, error], [true, ''], `${filling} zeros by ${size}`);
      }
  });

  it('give every byte before damage, however it is read', async () => {
    const good = gzipSync(RECORDS);
    const at = good.length >> 1;
    const damaged = Buffer.concat([good.subarray(0, at), Buffer.alloc(200, 0xff), good.subarray(at)]);
    const before = gunzipSync(good.subarray(0, at), { finishFlush: constants.Z_SYNC_FLUSH }).toString(
      'latin1',
    );
    const found = await read(damaged, 16);
    assert.match(found.error, /damaged or cut off/);
    assert.ok(found.text.startsWith(before));
    for (const size of [1000, 2 ** 20]) assert.deepEqual(await read(damaged, size), found);
    assert.deepEqual(await read(gzipSync(damaged), 2 ** 20), found);
    const outer = gzipSync(good, { level: 0 });
    outer.fill(0xff, outer.length >> 1, (outer.length >> 1) + 10);
    const nested = await read(outer, 2 ** 20);
    assert.match(nested.error, /damaged or cut off/);
    assert.ok(nested.text.startsWith(before.slice(0, before.length * 0.9)));
  });
});

import type { Gunzip, InflateRaw } from 'node:zlib';
import { AzimuthError } from '../../base/errors.ts';

/** Expansion past which compressed bytes are taken for a bomb, once `BOMB_BYTES` are out. */
const BOMB_RATIO = 400;
const BOMB_BYTES = 2 ** 30;
/**
 * Bytes that are given to zlib at once, which bounds what they can expand to. What it made of those of a failing step it keeps
 * to itself, so that step is made again by smaller ones.
 */
const STEPS = [2 ** 16, 2 ** 8, 1] as const;

/** Deflated data that zlib cannot read, in zlib's words. */
export class DamagedData extends Error {}

/** What expands, made anew for each reading. */
export type MakeInflater = () => Gunzip | InflateRaw;

/** Compressed bytes, each chunk of which holds until the next is asked for. */
type Compressed = AsyncIterable<Buffer> | Iterable<Buffer>;

/** What a reading is past. */
interface Place {
  readonly stored: number;
  readonly expanded: number;
}

/**
 * Expands deflated bytes. What follows their end is left alone. A damaged or cut stream gives all that comes before the damage
 * and then throws {@link DamagedData}.
 * @param again The same bytes from their start, which damaged ones are read from twice more; without it up to a megabyte
 * before the damage is missing.
 */
export function inflated(
  make: MakeInflater,
  bytes: Compressed,
  again?: () => Compressed,
): AsyncGenerator<Buffer> {
  return inflatedFrom({ stored: 0, expanded: 0 }, STEPS, make, bytes, again);
}

async function* inflatedFrom(
  known: Place,
  [step = 1, ...smaller]: readonly number[],
  make: MakeInflater,
  bytes: Compressed,
  again: (() => Compressed) | undefined,
): AsyncGenerator<Buffer> {
  let [stored, expanded] = [0, 0];
  const next = (): number => (stored < known.stored ? Math.min(STEPS[0], known.stored - stored) : step);
  try {
    for await (const { taken, made } of steps(make, bytes, next)) {
      const fresh = made.subarray(Math.max(0, known.expanded - expanded));
      expanded += made.length;
      refuseBomb(stored + step, expanded);
      if (fresh.length > 0) yield fresh;
      stored += taken;
    }
  } catch (error) {
    if (!(error instanceof DamagedData) || !again || smaller.length === 0) throw error;
    yield* inflatedFrom({ stored, expanded }, smaller, make, again(), again);
  }
}

/** Bytes that deflated data takes up, whatever follows it; undefined where it is damaged or cut. */
export async function deflatedLength(make: MakeInflater, bytes: Compressed): Promise<number | undefined> {
  const inflater = make();
  let [stored, expanded] = [0, 0];
  try {
    for await (const { taken, made } of steps(
      () => inflater,
      bytes,
      () => STEPS[0],
    )) {
      [stored, expanded] = [stored + taken, expanded + made.length];
      refuseBomb(stored, expanded);
    }
    return inflater.bytesWritten;
  } catch (error) {
    if (!(error instanceof DamagedData)) throw error;
    return undefined;
  }
}

interface Step {
  /** Compressed bytes that were expanded whole; none where they are damaged. */
  readonly taken: number;
  readonly made: Buffer;
}

async function* steps(make: MakeInflater, bytes: Compressed, size: () => number): AsyncGenerator<Step> {
  const inflater = make();
  const out: Buffer[] = [];
  let failure: Error | undefined;
  let ended = false;
  let done = (): void => undefined;
  inflater.on('data', (chunk: Buffer) => out.push(chunk));
  inflater.on('error', (error: Error) => {
    failure = error;
    done();
  });
  // Also where something else follows the compressed data: the write that meets it has no callback.
  inflater.on('end', () => {
    ended = true;
    done();
  });
  const take = async (given: number, start: () => void): Promise<Step> => {
    await new Promise<void>((resolve) => {
      done = resolve;
      start();
    });
    return { taken: failure ? 0 : given, made: Buffer.concat(out.splice(0)) };
  };
  const isOver = (): boolean => failure !== undefined || ended;
  try {
    for await (const chunk of bytes) {
      for (let at = 0; at < chunk.length && !isOver(); ) {
        const part = chunk.subarray(at, at + size());
        at += part.length;
        yield await take(part.length, () => inflater.write(part, () => done()));
      }
      if (isOver()) break;
    }
    if (!isOver()) yield await take(0, () => inflater.end());
  } finally {
    inflater.destroy();
  }
  if (failure) throw new DamagedData(failure.message);
}

function refuseBomb(stored: number, expanded: number): void {
  if (expanded > BOMB_BYTES && expanded > stored * BOMB_RATIO)
    throw new AzimuthError(
      'import.decompression-bomb',
      `The compressed data expands more than ${BOMB_RATIO} times (${stored} bytes to over ${expanded}); it was taken for a decompression bomb.`,
      {
        unharmed: 'the case is unchanged',
        next: ['Expand the file yourself and import what is inside, if you trust it.'],
      },
    );
}

/**
 * What of an extension host's time is Azimuth's, by a CPU profile that the probe beside it takes. Between two samples that
 * lie far apart the host had no processor, and that is nobody's.
 */
import { existsSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { isRecord } from '../../src/base/guards.ts';

export interface Share {
  /** Milliseconds in which a function of ours was running or had called what was. */
  readonly own: number;
  /** Milliseconds in which anything was running. */
  readonly all: number;
  /** The outermost of our functions that has a name, with the milliseconds below it, most first. */
  readonly entries: readonly (readonly [name: string, milliseconds: number])[];
}

/** Milliseconds that one sample can stand for; the probe takes one each 0.2. */
const LONGEST = 1;

interface Frame {
  readonly id: number;
  readonly callFrame: { readonly functionName: string; readonly url: string; readonly lineNumber: number };
  readonly children?: readonly number[];
}

export class Probe {
  readonly #port: string;
  readonly #isOurs: (url: string) => boolean;

  private constructor(port: string, isOurs: (url: string) => boolean) {
    this.#port = port;
    this.#isOurs = isOurs;
  }

  /** The probe of the extension host that wrote its port to `file`. */
  static async of(file: string, isOurs: (url: string) => boolean): Promise<Probe> {
    while (!existsSync(file) || readFileSync(file, 'utf8') === '') await sleep(50);
    return new Probe(readFileSync(file, 'utf8'), isOurs);
  }

  async start(): Promise<void> {
    await fetch(`http://127.0.0.1:${this.#port}/start`);
  }

  async stop(): Promise<Share> {
    const answer: unknown = await (await fetch(`http://127.0.0.1:${this.#port}/stop`)).json();
    if (!isRecord(answer) || !isRecord(answer['profile'])) throw new Error('the probe gave no profile');
    const { nodes, samples, timeDeltas } = answer['profile'];
    return shareOf(nodes as Frame[], samples as number[], timeDeltas as number[], this.#isOurs);
  }
}

function shareOf(
  nodes: readonly Frame[],
  samples: readonly number[],
  deltas: readonly number[],
  isOurs: (url: string) => boolean,
): Share {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const parents = new Map(nodes.flatMap((node) => (node.children ?? []).map((child) => [child, node.id])));
  /** Of each frame that is ours or was called by one; '' while none of them has a name. */
  const entryOf = new Map<number, string | undefined>();
  const entry = (id: number): string | undefined => {
    if (entryOf.has(id)) return entryOf.get(id);
    const parent = parents.get(id);
    const frame = byId.get(id)?.callFrame;
    const outer = parent === undefined ? undefined : entry(parent);
    const own = frame && isOurs(frame.url) ? frame.functionName : undefined;
    const found = outer === undefined || outer === '' ? (own ?? outer) : outer;
    entryOf.set(id, found);
    return found;
  };
  const times = new Map<string, number>();
  let [own, all] = [0, 0];
  for (const [index, id] of samples.entries()) {
    const milliseconds = Math.min(LONGEST, (deltas[index] ?? 0) / 1000);
    const name = byId.get(id)?.callFrame.functionName ?? '';
    if (name === '(idle)' || name === '(root)' || name === '(program)') continue;
    all += milliseconds;
    const by = entry(id);
    if (by === undefined) continue;
    own += milliseconds;
    times.set(by || '(no name)', (times.get(by || '(no name)') ?? 0) + milliseconds);
  }
  return { own, all, entries: [...times].sort((a, b) => b[1] - a[1]) };
}

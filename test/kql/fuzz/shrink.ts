import type { Outcome, Subject } from './subject.ts';

const ATTEMPTS = 200;

/** Makes the recorded choices fewer and smaller while the engines still disagree in the same way. */
export async function shrunk(
  taken: readonly number[],
  write: (taken: readonly number[]) => string,
  subject: Subject,
): Promise<{ query: string; outcome: Outcome }> {
  let best = [...taken];
  let query = write(best);
  let outcome = await subject.ask(query);
  const { kind } = outcome;
  let attempts = 0;
  const accepts = async (candidate: number[]): Promise<boolean> => {
    const text = write(candidate);
    if (text.length > query.length || text === query || attempts >= ATTEMPTS) return false;
    attempts++;
    const result = await subject.ask(text);
    if (result.kind !== kind) return false;
    [best, query, outcome] = [candidate, text, result];
    return true;
  };
  for (let size = Math.ceil(best.length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2))
    for (let at = 0; at < best.length; at += size) {
      const without = [...best.slice(0, at), ...best.slice(at + size)];
      const zeroed = best.map((choice, i) => (i >= at && i < at + size ? 0 : choice));
      if (!(await accepts(without))) await accepts(zeroed);
    }
  return { query, outcome };
}

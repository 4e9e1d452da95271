import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openEngine } from '../../src/kql/duckdb/openEngine.ts';
import { KqlError } from '../../src/kql/diagnostics.ts';
import { casesOf, type ConformanceCase, type Source } from './cases.ts';
import { DISPUTED } from './disputed.ts';
import { judge } from './judge.ts';

export type Verdict = 'equal' | 'wrong' | 'refused' | 'invalid' | 'failed' | 'disputed';

export interface Outcome {
  readonly source: Source;
  readonly one: ConformanceCase;
  readonly verdict: Verdict;
  readonly detail: string;
}

/** Runs all usable cases of a source, one engine for all of them. Anything but a KqlError is a crash and rejects. */
export async function runCases(
  source: Source,
  only: (one: ConformanceCase) => boolean = () => true,
): Promise<Outcome[]> {
  const folder = mkdtempSync(join(tmpdir(), 'azimuth-conformance-'));
  const engine = await openEngine({ tables: [], functions: [], allowedFolders: [folder] });
  const outcomes: Outcome[] = [];
  try {
    for (const one of casesOf(source).filter(only)) {
      const outcome = await verdictOf(source, one, () => engine.queryAll({ text: one.query }));
      outcomes.push({ source, one, ...outcome });
    }
  } finally {
    await engine.close();
  }
  return outcomes;
}

async function verdictOf(
  source: Source,
  one: ConformanceCase,
  run: () => ReturnType<Awaited<ReturnType<typeof openEngine>>['queryAll']>,
): Promise<{ verdict: Verdict; detail: string }> {
  try {
    const found = judge(source, one, await run());
    if (found === undefined) return { verdict: 'equal', detail: '' };
    const dispute = DISPUTED.get(one.id);
    return dispute === undefined
      ? { verdict: 'wrong', detail: found }
      : { verdict: 'disputed', detail: dispute };
  } catch (error) {
    if (!(error instanceof KqlError)) throw error;
    const [first] = error.diagnostics;
    const span = first ? one.query.slice(first.start, first.start + first.length) : '';
    return {
      verdict: first?.kind ?? 'failed',
      detail: `${error.message} @ ${span.replace(/\s+/g, ' ').slice(0, 60)}`,
    };
  }
}

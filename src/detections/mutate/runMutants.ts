import { isCancellation } from '../../base/errors.ts';
import type { DatabaseSchema } from '../../domain/kustoType.ts';
import { KqlError } from '../../kql/diagnostics.ts';
import type { QueryInspector } from '../kql/inspector.ts';
import type { EventSource, RuleEngine } from '../ports.ts';
import type { Rule } from '../rule/rule.ts';
import { eventsOf } from '../test/givenEvents.ts';
import { judged, testSchema } from '../test/runTests.ts';
import type { Excuse, RuleTest } from '../test/testFile.ts';
import { type Mutant, mutantsOf } from './mutants.ts';

export interface JudgedMutant extends Mutant {
  /** `invalid`: no query that runs; counted nowhere. */
  readonly fate: 'killed' | 'alive' | 'excused' | 'invalid';
  /** The test that noticed. */
  readonly by: string | undefined;
  /** Of an excused one. */
  readonly reason: string | undefined;
}

export interface MutationReport {
  readonly mutants: readonly JudgedMutant[];
  readonly killed: number;
  readonly alive: number;
  readonly excused: number;
  /** Killed of all that are not excused, 0 to 1; 1 where there are none. */
  readonly score: number;
  /** Excuses for mutants that there are not, or that a test kills. */
  readonly needlessExcuses: readonly string[];
}

/** Changes the query at each place and runs the tests, which must all pass as it is, until one notices. */
export async function runMutants(
  rule: Rule,
  tests: readonly RuleTest[],
  excuses: readonly Excuse[],
  parts: { readonly engine: RuleEngine; readonly events: EventSource; readonly inspector: QueryInspector },
  signal?: AbortSignal,
): Promise<MutationReport> {
  const mutants = mutantsOf(rule.query, parts.inspector.inspect(rule.query).root);
  const killers = new Map<Mutant, string>();
  const invalid = new Set<Mutant>();
  for (const test of tests) {
    const events = await eventsOf(test, parts.events);
    await parts.engine.load(events);
    const schema = testSchema(rule.query, parts.inspector.source, events);
    for (const mutant of mutants) {
      if (killers.has(mutant) || invalid.has(mutant)) continue;
      signal?.throwIfAborted();
      const noticed = await notices(rule, mutant, test, schema, parts.engine, signal);
      if (noticed === 'invalid') invalid.add(mutant);
      else if (noticed) killers.set(mutant, test.name);
    }
  }
  const reasons = new Map(excuses.map(({ mutant, reason }) => [mutant, reason]));
  const judgedMutants = mutants.map((mutant): JudgedMutant => {
    const by = killers.get(mutant);
    const reason = reasons.get(mutant.id);
    const fate = invalid.has(mutant)
      ? 'invalid'
      : by !== undefined
        ? 'killed'
        : reason !== undefined
          ? 'excused'
          : 'alive';
    return { ...mutant, fate, by, reason: fate === 'excused' ? reason : undefined };
  });
  const count = (fate: JudgedMutant['fate']): number =>
    judgedMutants.filter((each) => each.fate === fate).length;
  const [killed, alive] = [count('killed'), count('alive')];
  const used = new Set(judgedMutants.filter(({ fate }) => fate === 'excused').map(({ id }) => id));
  return {
    mutants: judgedMutants,
    killed,
    alive,
    excused: count('excused'),
    score: killed + alive === 0 ? 1 : killed / (killed + alive),
    needlessExcuses: excuses.map(({ mutant }) => mutant).filter((id) => !used.has(id)),
  };
}

async function notices(
  rule: Rule,
  mutant: Mutant,
  test: RuleTest,
  schema: DatabaseSchema,
  engine: RuleEngine,
  signal: AbortSignal | undefined,
): Promise<boolean | 'invalid'> {
  try {
    return (await judged(rule, mutant.text, test, schema, engine, signal)).outcome !== 'passed';
  } catch (error) {
    if (isCancellation(error)) throw error;
    // A change that the binder or the engine refuses is no other behaviour; one that fails on these rows is.
    if (error instanceof KqlError)
      return error.diagnostics.some(({ kind }) => kind === 'failed') ? true : 'invalid';
    throw error;
  }
}

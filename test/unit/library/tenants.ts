import { readdirSync, readFileSync } from 'node:fs';
import type { Answer } from '../../../src/domain/answer.ts';
import { openEngine } from '../../../src/kql/duckdb/openEngine.ts';
import type { EmbeddedEngine } from '../../../src/kql/engine.ts';
import { parseLibraryQuery } from '../../../src/hunting/libraryQuery.ts';
import type { LibraryQuery } from '../../../src/hunting/libraryQuery.ts';
import { DEFAULT_OPTIONS, scenarioNames } from '../../../src/samples/plan.ts';
import type { SamplePlan } from '../../../src/samples/plan.ts';
import { storeSample } from '../samples/sampleEngine.ts';
import { expectations } from './expectations.ts';
import type { Expectations } from './expectations.ts';

const FOLDER = new URL('../../../queries/', import.meta.url);
const AREAS = ['entra', 'activity', 'network', 'resource'];

export function libraryQueries(): readonly LibraryQuery[] {
  return AREAS.flatMap((area) =>
    readdirSync(new URL(`${area}/`, FOLDER))
      .filter((name) => name.endsWith('.kql'))
      .map((name) => {
        const id = `${area}/${name.slice(0, -4)}`;
        return parseLibraryQuery(id, readFileSync(new URL(`${id}.kql`, FOLDER), 'utf8'));
      }),
  );
}

/** What each query says on two tenants, by its id; a query that cannot be run has the error. */
export interface Answers {
  readonly plan: SamplePlan;
  readonly expected: Expectations;
  /** With all attacks and everything planted. */
  readonly attacked: ReadonlyMap<string, Answer | Error>;
  /** With look-alikes and the planted benign rows only. */
  readonly benign: ReadonlyMap<string, Answer | Error>;
}

/** Runs the queries over both tenants in one engine, so that its translator is started once. */
export async function answersOf(
  queries: readonly LibraryQuery[],
  seed: number,
  rows: number,
): Promise<Answers> {
  const options = { ...DEFAULT_OPTIONS, seed, rows };
  const evil = await storeSample({ ...options, scenarios: scenarioNames() }, (world) =>
    [...expectations(world).planted.values()].flatMap(({ attack, benign = [] }) => [...attack, ...benign]),
  );
  const good = await storeSample({ ...options, scenarios: [] }, (world) =>
    [...expectations(world).planted.values()].flatMap((one) => one.benign ?? []),
  );
  // Tables that only an attack fills are empty on the benign tenant, not missing.
  const missing = evil.options.tables.filter(
    ({ name }) => !good.options.tables.some((one) => one.name === name),
  );
  const engine = await openEngine(evil.options);
  try {
    const attacked = await runAll(engine, queries);
    await engine.reload({
      ...good.options,
      tables: [...good.options.tables, ...missing.map((table) => ({ ...table, files: [] }))],
    });
    const benign = await runAll(engine, queries);
    return { plan: evil.plan, expected: expectations(evil.plan.world), attacked, benign };
  } finally {
    await engine.close();
    await evil.remove();
    await good.remove();
  }
}

async function runAll(
  engine: EmbeddedEngine,
  queries: readonly LibraryQuery[],
): Promise<ReadonlyMap<string, Answer | Error>> {
  const answers = new Map<string, Answer | Error>();
  for (const { id, text } of queries)
    answers.set(
      id,
      await engine.queryAll({ text }).catch((error: unknown) => {
        if (error instanceof Error) return error;
        throw error;
      }),
    );
  return answers;
}

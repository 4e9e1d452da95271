import { readFileSync } from 'node:fs';
import { NodeStorage } from '../../../src/cases/nodeStorage.ts';
import type { Answer } from '../../../src/domain/answer.ts';
import { incidentScope } from '../../../src/host/library/incidentScope.ts';
import { readIncidents } from '../../../src/host/views/incidents.ts';
import { parseFrontMatter } from '../../../src/host/notebook/frontMatterYaml.ts';
import { parseKqlMarkdown } from '../../../src/host/notebook/kqlMarkdown.ts';
import { notebookParameters } from '../../../src/host/notebook/parameters.ts';
import { cellQuery } from '../../../src/host/notebook/prelude.ts';
import type { CellQuery, NamedCell } from '../../../src/host/notebook/prelude.ts';
import { fillPlaybook } from '../../../src/hunting/playbook.ts';
import { openEngine } from '../../../src/kql/duckdb/openEngine.ts';
import type { EmbeddedEngine } from '../../../src/kql/engine.ts';
import { keysOf, NamedCells } from '../../../src/session/results/namedCells.ts';
import { DEFAULT_OPTIONS, scenarioNames } from '../../../src/samples/plan.ts';
import type { SamplePlan } from '../../../src/samples/plan.ts';
import { storeSample } from '../samples/sampleEngine.ts';

/** Playbook → the attack of the sample tenant that it is for. */
export const PLAYBOOKS: Readonly<Record<string, string>> = {
  phishing: 'phishing',
  'password-spray': 'spray',
  'app-consent-grant': 'spray',
  'malicious-applications': 'application',
  'token-theft': 'aitm',
};

export interface PlaybookRun {
  readonly playbook: string;
  readonly seed: number;
  /** Events that the ground truth has, and how many of them the playbook names. */
  readonly truth: number;
  readonly found: number;
  /** All that it names. */
  readonly named: number;
  readonly missing: readonly string[];
  readonly wrong: readonly string[];
  /** Every cell's answer by name; for a cell that cannot be run, the error. */
  readonly answers: ReadonlyMap<string, Answer | Error>;
}

/** Opens each playbook from its attack's incident, as a person does, and compares what it names with the ground truth. */
export async function runPlaybooks(
  seed: number,
  rows: number,
  cells: (name: string) => boolean,
): Promise<readonly PlaybookRun[]> {
  const stored = await storeSample({ ...DEFAULT_OPTIONS, seed, rows, scenarios: scenarioNames() });
  const engine = await openEngine(stored.options);
  const named = new NamedCells(new NodeStorage(stored.options.allowedFolders[0] ?? ''));
  try {
    const runs: PlaybookRun[] = [];
    for (const [playbook, scenario] of Object.entries(PLAYBOOKS))
      runs.push(await run(engine, named, stored.plan, playbook, scenario, cells));
    return runs;
  } finally {
    await engine.close();
    await stored.remove();
  }
}

async function run(
  engine: EmbeddedEngine,
  tables: NamedCells,
  plan: SamplePlan,
  playbook: string,
  scenario: string,
  cells: (name: string) => boolean,
): Promise<PlaybookRun> {
  const text = await openedFromIncident(engine, plan, playbook, scenario);
  const document = parseKqlMarkdown(text);
  const parameters = notebookParameters(
    parseFrontMatter(/^---\n([^]*?)^---/m.exec(document.head)?.[1] ?? ''),
  );
  const answers = new Map<string, Answer | Error>();
  const above: NamedCell[] = [];
  for (const cell of document.cells.filter(({ kind }) => kind === 'kql')) {
    const name = /name=(\w+)/.exec(cell.info)?.[1] ?? '';
    if (name === 'attack' || cells(name))
      answers.set(
        name,
        await ask(engine, tables, cellQuery(cell.text, above, parameters)).catch((error: unknown) =>
          error instanceof Error ? error : new Error(String(error)),
        ),
      );
    above.push({ name, text: cell.text });
  }
  const truth = new Map(
    plan.truth.events
      .filter((event) => event.scenario === scenario)
      .map((event) => [
        keyOf(event.table, event.time, event.id ?? String(event.match['CorrelationId'] ?? '')),
        `${event.stage} in ${event.table}`,
      ]),
  );
  const named = namedEvents(answers.get('attack'));
  return {
    playbook,
    seed: plan.options.seed,
    truth: truth.size,
    found: [...truth.keys()].filter((key) => named.has(key)).length,
    named: named.size,
    missing: [...new Set([...truth].filter(([key]) => !named.has(key)).map(([, stage]) => stage))],
    wrong: [...named].filter((key) => !truth.has(key)),
    answers,
  };
}

/** As a session does. */
async function ask(engine: EmbeddedEngine, tables: NamedCells, { text, parts }: CellQuery): Promise<Answer> {
  const keys = keysOf(parts, { text }, '');
  return engine.queryAll((await tables.eased(engine, { text }, parts, keys, undefined)) ?? { text });
}

async function openedFromIncident(
  engine: EmbeddedEngine,
  plan: SamplePlan,
  playbook: string,
  scenario: string,
): Promise<string> {
  const text = readFileSync(
    new URL(`../../../queries/playbooks/${playbook}.kql.md`, import.meta.url),
    'utf8',
  );
  const [incident] = plan.incidentsOf.get(scenario) ?? [];
  if (incident === undefined) throw new RangeError(`${scenario} raised no incident`);
  const session = {
    schema: () => Promise.resolve(engine.schema()),
    query: async (...[request, onRows]: Parameters<EmbeddedEngine['query']>) => ({
      ...(await engine.query(request, onRows)),
      digest: '',
    }),
  };
  const found = (await readIncidents(session))?.find(({ number }) => number === String(incident));
  if (!found) throw new RangeError(`the case has no incident ${incident}`);
  return fillPlaybook(text, await incidentScope(session, found));
}

function namedEvents(answer: Answer | Error | undefined): ReadonlySet<string> {
  if (answer === undefined || answer instanceof Error) throw answer ?? new Error('no cell is named attack');
  const at = (name: string): number => answer.columns.findIndex((column) => column.name === name);
  const [table, time, id] = ['Table', 'TimeGenerated', 'EventId'].map(at);
  return new Set(
    answer.rows.map((row) => keyOf(String(row[table ?? -1]), String(row[time ?? -1]), String(row[id ?? -1]))),
  );
}

/** Times are written with up to seven decimals. */
function keyOf(table: string, time: string, id: string): string {
  const [whole = '', decimals = ''] = time.replace('Z', '').split('.');
  return `${table} ${whole}.${decimals.padEnd(7, '0')} ${id}`;
}

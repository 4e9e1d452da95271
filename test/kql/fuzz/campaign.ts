import { Random } from '../../../src/samples/random.ts';
import { Choices } from './choices.ts';
import { datatables, generateTables, type NamedTable } from './data.ts';
import { Expressions } from './expressions.ts';
import { Queries } from './queries.ts';
import { shrunk } from './shrink.ts';
import { learnAggregates, learnScalars, type Callable } from './signatures.ts';
import { Subject, type Outcome } from './subject.ts';

export interface CampaignOptions {
  readonly seed: number;
  readonly count: number;
  /** How many queries share one set of tables. */
  readonly perTables?: number;
  /** Stops at so many differences. */
  readonly stopAt?: number;
  /** Entries to show; all of them otherwise. */
  readonly entries?: readonly string[];
  readonly rewrite?: (query: string) => string;
  /** Whether a difference counts; the campaign goes on where it does not. */
  readonly confirm?: (query: string, subject: Subject) => Promise<boolean>;
  /** Whether a difference is made small; otherwise it is reported as it was found. */
  readonly shrink?: boolean;
  readonly onOutcome?: (outcome: Outcome, query: string, spotlight: string) => void;
}

export interface Difference {
  readonly query: string;
  readonly spotlight: string;
  /** The number of the query in its campaign, from 1. */
  readonly at: number;
  /** Tables as KQL, then the query as small as it was made, then both answers. */
  readonly report: string;
}

export interface CampaignResult {
  readonly queries: number;
  readonly outcomes: Readonly<Record<Outcome['kind'], number>>;
  /** For each entry of the table how often it was the query's subject, and how often both engines answered. */
  readonly entries: ReadonlyMap<string, { readonly asked: number; readonly answered: number }>;
  /** Entries that no query can name. */
  readonly unnamed: readonly string[];
  readonly differences: readonly Difference[];
}

interface Learnt {
  readonly scalars: readonly Callable[];
  readonly aggregates: readonly Callable[];
}

/** All tables that are generated have one schema, so what binds over one set binds over all. */
let learnt: Learnt | undefined;

/** Runs generated queries on the engine and on the reference evaluator. The same seed gives the same queries. */
export async function campaign(options: CampaignOptions): Promise<CampaignResult> {
  const outcomes = { equal: 0, unknown: 0, refused: 0, invalid: 0, different: 0, crashed: 0 };
  const entries = new Map<string, { asked: number; answered: number }>();
  const differences: Difference[] = [];
  const perTables = options.perTables ?? 500;
  let queries = 0;
  for (let part = 0; part * perTables < options.count; part++) {
    const tables = generateTables(new Choices(new Random('tables', options.seed, part)));
    const subject = await Subject.open(tables);
    if (options.rewrite) subject.rewrite = options.rewrite;
    try {
      learnt ??= { scalars: learnScalars(subject.binder), aggregates: learnAggregates(subject.binder) };
      const expressions = new Expressions(learnt.scalars);
      const aggregates = learnt.aggregates.filter(({ signatures }) => signatures.length > 0);
      const writer = new Queries({ tables, expressions, aggregates });
      const named = [...expressions.callables, ...aggregates].map(({ entry }) => entry);
      const shown = options.entries ?? named;
      for (let i = part * perTables; i < Math.min(options.count, (part + 1) * perTables); i++) {
        const choices = new Choices(new Random('query', options.seed, i));
        const spotlight = shown[i % shown.length] ?? '';
        const query = writer.generate(choices, spotlight);
        // What a broken operator leaves as it is tells nothing of it.
        if (options.rewrite?.(query) === query) continue;
        const outcome = await subject.ask(query);
        queries++;
        outcomes[outcome.kind]++;
        const tally = entries.get(spotlight) ?? { asked: 0, answered: 0 };
        entries.set(spotlight, {
          asked: tally.asked + 1,
          answered:
            tally.answered + (outcome.kind === 'equal' && outcome.unknownCells < outcome.cells ? 1 : 0),
        });
        options.onOutcome?.(outcome, query, spotlight);
        if (outcome.kind !== 'different' && outcome.kind !== 'crashed') continue;
        if (options.confirm && !(await options.confirm(query, subject))) continue;
        const small =
          options.shrink === false
            ? { query, outcome }
            : await shrunk(choices.taken, (taken) => writer.generate(new Choices(taken), spotlight), subject);
        differences.push({ query, spotlight, at: i + 1, report: report(tables, small.query, small.outcome) });
        if (differences.length >= (options.stopAt ?? 1)) return finish();
      }
    } finally {
      await subject.close();
    }
  }
  return finish();

  function finish(): CampaignResult {
    const unnamed = [...(learnt?.scalars ?? []), ...(learnt?.aggregates ?? [])]
      .filter(({ signatures }) => signatures.length === 0)
      .map(({ entry }) => entry);
    return { queries, outcomes, entries, unnamed, differences };
  }
}

function report(tables: readonly NamedTable[], query: string, outcome: Outcome): string {
  const answers =
    outcome.kind === 'different' || outcome.kind === 'crashed'
      ? `-- ${outcome.kind}: ${outcome.reason}\n-- engine:\n${outcome.engine}\n-- reference:\n${outcome.reference}`
      : '';
  const used = tables.filter(({ name }) => new RegExp(`\\b${name}\\b`).test(query));
  return `${datatables(used)}${query}\n${answers}`;
}

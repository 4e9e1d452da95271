import { AzimuthError } from '../base/errors.ts';
import { SCENARIOS } from './attacks/all.ts';
import { plantedEvent } from './groundTruth.ts';
import type { GroundTruth, LookAlike, ScenarioTruth } from './groundTruth.ts';
import { DAY, iso } from './instant.ts';
import { journeys, tellLookAlikes } from './lookAlikes.ts';
import { Presences } from './presence.ts';
import { tellRoutine } from './routine.ts';
import { Story } from './story.ts';
import { incident } from './streams/alert.ts';
import type { SampleEvent } from './table.ts';
import { TABLE_NAMES } from './tables.ts';
import type { TableName } from './tables.ts';
import { describeTenant, makeTenant } from './tenant.ts';
import type { World } from './world.ts';

export interface SampleOptions {
  readonly seed: number;
  /** ISO 8601 date, the first day (UTC). */
  readonly start: string;
  readonly days: number;
  /** How many people the company has. */
  readonly users: number;
  /** All rows together; what the stories need is written even where it is more. */
  readonly rows: number;
  /** Names of SCENARIOS. */
  readonly scenarios: readonly string[];
  /** Only these; all where absent. */
  readonly tables?: readonly TableName[];
}

export const DEFAULT_OPTIONS: SampleOptions = {
  seed: 1,
  // A Monday after the twelfth, so that no date of a CSV can be read with day and month exchanged.
  start: '2026-03-16',
  days: 14,
  users: 120,
  rows: 50_000,
  scenarios: ['aitm'],
};

/** Everything that is decided before the first row: the tenant, and the stories with their events in order of time. */
export interface SamplePlan {
  readonly options: SampleOptions;
  readonly world: World;
  readonly tables: ReadonlySet<string>;
  readonly told: readonly SampleEvent[];
  readonly truth: GroundTruth;
  /** Incidents that the scenarios raised. */
  readonly incidents: readonly number[];
  /** The same by scenario, those of the look-alikes and of everyday life left out. */
  readonly incidentsOf: ReadonlyMap<string, readonly number[]>;
}

export function scenarioNames(): readonly string[] {
  return SCENARIOS.map(({ name }) => name);
}

/** @throws AzimuthError `sample.bad-option` where an option makes no sense. */
export function planSample(options: SampleOptions): SamplePlan {
  check(options);
  const tenant = makeTenant(options.seed, options.users);
  const start = Date.parse(`${options.start}T00:00:00Z`);
  const end = start + options.days * DAY;
  const trips = journeys(tenant, start, end);
  const world: World = { tenant, start, end, presences: new Presences(options.seed, trips) };
  const scenarios: ScenarioTruth[] = [];
  const lookAlikes: LookAlike[] = [];
  const attacks: Story[] = [];
  const stories: Story[] = [];
  for (const scenario of SCENARIOS.filter(({ name }) => options.scenarios.includes(name))) {
    const story = new Story(world, scenario.name);
    scenarios.push(story.scenario(scenario.title, scenario.tell(story)));
    attacks.push(story);
  }
  for (const { story, about } of tellLookAlikes(world, trips)) {
    stories.push(story);
    lookAlikes.push(about);
  }
  stories.push(...attacks, tellRoutine(world, options.rows));
  const numbered = stories
    .flatMap((story) => story.incidents.map((draft) => ({ draft, story })))
    .sort((a, b) => a.draft.raised - b.draft.raised)
    .map(({ draft, story }, index) => ({ number: 2001 + index, draft, story }));
  const tables = new Set<string>(options.tables ?? TABLE_NAMES);
  const told = [
    ...stories.flatMap((story) => story.events),
    ...numbered.flatMap(({ draft, number }) => incident(tenant, { ...draft, number })),
  ]
    .filter(({ table, time }) => tables.has(table.name) && time >= start && time < end)
    .sort((a, b) => a.time - b.time);
  return {
    options,
    world,
    tables,
    told,
    incidents: numbered.filter(({ story }) => attacks.includes(story)).map(({ number }) => number),
    incidentsOf: new Map(
      attacks.map((attack) => [
        attack.name,
        numbered.filter(({ story }) => story === attack).map(({ number }) => number),
      ]),
    ),
    truth: {
      format: 1,
      attackVersion: '19.0',
      options: {
        seed: options.seed,
        start: options.start,
        end: iso(end),
        users: options.users,
        rows: options.rows,
        scenarios: options.scenarios,
        tables: [...tables],
      },
      tenant: describeTenant(tenant),
      scenarios,
      lookAlikes,
      events: told.flatMap((event) => (event.mark ? [plantedEvent(event, event.mark)] : [])),
    },
  };
}

function check(options: SampleOptions): void {
  const unknown = options.scenarios.filter((name) => !scenarioNames().includes(name));
  const wrong =
    unknown.length > 0
      ? `there is no scenario ${unknown.join(', ')}; there are ${scenarioNames().join(', ')}`
      : !/^\d{4}-\d{2}-\d{2}$/.test(options.start) || Number.isNaN(Date.parse(options.start))
        ? `the start ${options.start} is not a date like 2026-03-16`
        : !within(options.days, 1, 400)
          ? `the number of days ${options.days} is not between 1 and 400`
          : !within(options.users, 8, 100_000)
            ? `the number of users ${options.users} is not between 8 and 100000`
            : !within(options.rows, 1, 1_000_000_000)
              ? `the number of rows ${options.rows} is not between 1 and 1000000000`
              : !Number.isInteger(options.seed)
                ? `the seed ${options.seed} is not a whole number`
                : undefined;
  if (wrong !== undefined)
    throw new AzimuthError('sample.bad-option', `No sample was made: ${wrong}.`, {
      unharmed: 'nothing was written',
    });
}

function within(value: number, low: number, high: number): boolean {
  return Number.isInteger(value) && value >= low && value <= high;
}

import { NETWORK_ACTS } from './acts/network.ts';
import { OPERATIONS_ACTS } from './acts/operations.ts';
import { PEOPLE_ACTS } from './acts/people.ts';
import { SERVICE_ACTS } from './acts/services.ts';
import type { Act } from './acts/act.ts';
import { AzimuthError } from '../base/errors.ts';
import type { SamplePlan } from './plan.ts';
import { Random, Weighted } from './random.ts';
import { humanShare, slices } from './rhythm.ts';
import type { SampleEvent } from './table.ts';
import { MINUTE } from './instant.ts';

const ACTS: readonly Act[] = [...PEOPLE_ACTS, ...SERVICE_ACTS, ...NETWORK_ACTS, ...OPERATIONS_ACTS];

/** Rows of one slice of time; what bounds the memory. */
const SLICE_ROWS = 10_000;

/** An act may begin this much before the moment that was drawn for it, so a slice's tail waits for the next one. */
const LOOK_BACK = 2 * MINUTE;

/**
 * Every row of the sample in order of TimeGenerated, in batches. The background is drawn slice by slice, each from
 * its own random sequence, so memory does not grow with the number of rows; the same plan gives the same rows.
 */
export function* generate(plan: SamplePlan): Generator<readonly SampleEvent[]> {
  const { world, told, options } = plan;
  const background = Math.max(0, options.rows - told.length);
  const draw = drawFrom(plan);
  let nextTold = 0;
  let owed = 0;
  let left = background;
  let pending: SampleEvent[] = [];
  let index = 0;
  for (const slice of slices(world.start, world.end, background, world.tenant.sites, SLICE_ROWS)) {
    const random = new Random(options.seed, 'slice', index++);
    owed += slice.count;
    while (owed > 0) {
      const time = random.between(slice.start, slice.end);
      const made = draw(random, time).filter((event) => event.time >= world.start && event.time < world.end);
      const kept = made.length > left ? made.slice(0, left) : made;
      pending.push(...kept);
      owed -= kept.length;
      left -= kept.length;
      if (left === 0) owed = 0;
    }
    for (; nextTold < told.length; nextTold++) {
      const event = told[nextTold];
      if (!event || event.time >= slice.end) break;
      pending.push(event);
    }
    pending.sort((a, b) => a.time - b.time);
    const whole = slice.end - LOOK_BACK;
    const ready = pending.filter(({ time }) => time < whole);
    pending = pending.filter(({ time }) => time >= whole);
    if (ready.length > 0) yield ready;
  }
  pending.push(...told.slice(nextTold));
  pending.sort((a, b) => a.time - b.time);
  if (pending.length > 0) yield pending;
}

/** Picks an act by the hour's mixture of people and machines and keeps the rows of wanted tables. */
function drawFrom(plan: SamplePlan): (random: Random, time: number) => SampleEvent[] {
  const { world, tables } = plan;
  const wanted = ACTS.filter((act) => act.tables.some((table) => tables.has(table)));
  const people = wanted.filter(({ by }) => by === 'people');
  const machines = wanted.filter(({ by }) => by === 'machines');
  if (wanted.length === 0)
    throw new AzimuthError(
      'sample.no-background',
      'The tables that were asked for have no everyday events, only the alerts and incidents of stories; add another table.',
      { unharmed: 'nothing was written' },
    );
  const byPeople = people.length > 0 ? weigh(people) : undefined;
  const byMachines = machines.length > 0 ? weigh(machines) : undefined;
  const all = plan.options.tables === undefined;
  return (random, time) => {
    const first = random.chance(humanShare(time, world.tenant.sites)) ? byPeople : byMachines;
    const act = (first ?? byPeople ?? byMachines)?.pick(random);
    const events = act?.make(world, random, time) ?? [];
    return all ? events : events.filter(({ table }) => tables.has(table.name));
  };
}

function weigh(acts: readonly Act[]): Weighted<Act> {
  return new Weighted(acts.map((act) => [act, act.weight] as const));
}

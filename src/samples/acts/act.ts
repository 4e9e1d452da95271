import { busyness } from '../rhythm.ts';
import type { Instant } from '../instant.ts';
import type { Person } from '../people.ts';
import type { Random } from '../random.ts';
import type { SampleEvent } from '../table.ts';
import type { TableName } from '../tables.ts';
import type { World } from '../world.ts';

/** One small thing that happens in a normal day, with every row that it leaves in every table. */
export interface Act {
  readonly name: string;
  /** Relative frequency among the acts of the same `by`. */
  readonly weight: number;
  readonly by: 'people' | 'machines';
  readonly tables: readonly TableName[];
  readonly make: (world: World, random: Random, time: Instant) => SampleEvent[];
}

/** Someone who is likely to be at work at that moment. */
export function someone(world: World, random: Random, time: Instant): Person {
  const { people } = world.tenant;
  let person = random.pick(people);
  for (let attempt = 0; attempt < 8; attempt++) {
    if (random.unit() < busyness(time, person.site.place.offset) * Math.min(1, person.activity))
      return person;
    person = random.pick(people);
  }
  return person;
}

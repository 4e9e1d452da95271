import { refuse } from '../diagnostics.ts';
import type { Place } from '../syntax/places.ts';

/** What `database()` and `cluster()` call the case by. */
const OWN_NAMES: Readonly<Partial<Record<Place['kind'], readonly string[]>>> = {
  database: ['case'],
  cluster: ['local'],
};

/** Refuses databases and clusters that are not the case; a workspace or an application may be where its logs are from. */
export function refuseOtherPlaces(places: readonly Place[]): void {
  for (const place of places) {
    const own = OWN_NAMES[place.kind];
    if (own && !own.includes(place.name.toLowerCase()))
      throw refuse(
        'place-not-here',
        `${place.kind}("${place.name}") is not this case.`,
        place,
        `Leave out ${place.kind}("${place.name}") to read the table of the case.`,
      );
  }
}

/** Which tables a query reads under which workspace: one case cannot be two workspaces. */
export class PlacesRead {
  private readonly byTable = new Map<string, string>();

  /** Gives what to say of the answer, where there is something to say. */
  read(table: string, place: Place | undefined): string | undefined {
    const name = place && place.kind !== 'database' && place.kind !== 'cluster' ? nameOf(place) : '';
    const before = this.byTable.get(table);
    this.byTable.set(table, name);
    if (place && before !== undefined && before !== name) throw twice(table, place);
    return name === '' ? undefined : `${name} is answered from the logs of this case.`;
  }
}

function nameOf({ kind, name }: Place): string {
  return `${kind}("${name}")`;
}

function twice(table: string, place: Place): Error {
  return refuse(
    'place-twice',
    `${table} is read from more than one workspace; this case has one table of that name, so its rows would count twice.`,
    place,
    `Read ${table} once.`,
  );
}

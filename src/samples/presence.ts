import { DAY, HOUR, dayNumber, weekday } from './instant.ts';
import type { Instant } from './instant.ts';
import type { City } from './names.ts';
import type { Device, Person } from './people.ts';
import { Random } from './random.ts';

/** Where a person is and with what, as every log of that half-day sees it. */
export interface Presence {
  readonly person: Person;
  readonly device: Device;
  readonly ip: string;
  readonly asn: string;
  readonly place: City;
  readonly where: 'office' | 'home' | 'travelling';
  /** Entra's session: the same in sign-in, Graph and Office rows. */
  readonly session: string;
  readonly correlation: string;
}

/** A person is somewhere unusual for a while. */
export interface Journey {
  readonly person: Person;
  readonly from: Instant;
  readonly to: Instant;
  readonly place: City;
  readonly ip: string;
  readonly asn: string;
}

/**
 * Presence is a function of seed, person and half-day, so that any row of any table can ask for it. Holds what it
 * worked out for one day.
 */
export class Presences {
  readonly #seed: number;
  readonly #journeys: readonly Journey[];
  #day = -1;
  #known = new Map<number, Presence>();

  constructor(seed: number, journeys: readonly Journey[]) {
    this.#seed = seed;
    this.#journeys = journeys;
  }

  of(person: Person, instant: Instant): Presence {
    const local = instant + person.site.place.offset * HOUR;
    const day = dayNumber(local);
    if (day !== this.#day) {
      this.#day = day;
      this.#known = new Map();
    }
    const half = local % DAY < 13 * HOUR ? 0 : 1;
    const phone = this.#onPhone(person, local);
    const slot = (person.index * 2 + half) * 2 + (phone ? 1 : 0);
    const known = this.#known.get(slot);
    if (known) return known;
    const presence = this.#make(person, instant, day, half, phone);
    this.#known.set(slot, presence);
    return presence;
  }

  #onPhone(person: Person, local: Instant): boolean {
    const hour = (local % DAY) / HOUR;
    const day = weekday(local);
    return day === 0 || day === 6 || hour < person.startsAt || hour > person.startsAt + 10;
  }

  #make(person: Person, instant: Instant, day: number, half: number, phone: boolean): Presence {
    const daily = new Random(this.#seed, 'day', person.index, day);
    const atHome = daily.chance(person.remote) || phone;
    const random = new Random(this.#seed, 'half', person.index, day, half, phone ? 1 : 0);
    const common = {
      person,
      device: phone ? person.phone : person.laptop,
      session: random.guid(),
      correlation: random.guid(),
    };
    const journey = this.#journeys.find(
      (one) => one.person === person && instant >= one.from && instant < one.to,
    );
    if (journey)
      return { ...common, ip: journey.ip, asn: journey.asn, place: journey.place, where: 'travelling' };
    if (atHome) {
      const { home } = person;
      const ip = home.ipv6 && random.chance(0.5) ? home.ipv6 : home.ip;
      return { ...common, ip, asn: home.asn, place: home.place, where: 'home' };
    }
    const { site } = person;
    return { ...common, ip: random.pick(site.egress), asn: site.asn, place: site.place, where: 'office' };
  }
}

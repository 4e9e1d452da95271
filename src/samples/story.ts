import type { JsonObject } from '../base/json.ts';
import { span } from './groundTruth.ts';
import type { LookAlike, ScenarioTruth } from './groundTruth.ts';
import { DAY, HOUR, MINUTE, weekday } from './instant.ts';
import type { Instant } from './instant.ts';
import type { City } from './names.ts';
import { ATTACKER_CITIES } from './names.ts';
import type { Device, Person } from './people.ts';
import { Random } from './random.ts';
import { alert } from './streams/alert.ts';
import type { Alert, Incident } from './streams/alert.ts';
import type { SampleEvent } from './table.ts';
import type { World } from './world.ts';

export interface IncidentDraft extends Omit<Incident, 'number'> {
  readonly raised: Instant;
}

/** Where an attacker works from; drawn per story, so that nothing about it can be known beforehand. */
export interface Lair {
  readonly ip: string;
  readonly asn: string;
  readonly place: City;
  readonly device: Device;
}

/**
 * Collects what one story did, in whatever order its author finds natural. An attack's events are marked as they
 * are added; what merely belongs to it (the victim's own sign-in, the alert) is added without a mark.
 */
export class Story {
  readonly world: World;
  readonly random: Random;
  readonly name: string;
  readonly events: SampleEvent[] = [];
  readonly incidents: IncidentDraft[] = [];

  constructor(world: World, name: string) {
    this.world = world;
    this.name = name;
    this.random = new Random(world.tenant.seed, 'story', name);
  }

  /** The attacker's own doing. `technique` is an Enterprise v19 id with the tactic it served here. */
  planted(
    stage: string,
    technique: string,
    tactic: string,
    events: SampleEvent | readonly SampleEvent[],
  ): void {
    const mark = { scenario: this.name, stage, technique, tactic };
    for (const event of several(events)) this.events.push({ ...event, mark });
  }

  aside(events: SampleEvent | readonly SampleEvent[]): void {
    this.events.push(...several(events));
  }

  /** An alert and the incident that Defender XDR makes of all alerts given together. */
  incident(
    alerts: readonly Alert[],
    title: string,
    description: string,
    history: Incident['history'] = [],
  ): void {
    for (const one of alerts) this.aside(alert(this.world.tenant, this.random, one));
    const rank = ['Informational', 'Low', 'Medium', 'High'] as const;
    const severity = rank[Math.max(...alerts.map((one) => rank.indexOf(one.severity)))] ?? 'Medium';
    this.incidents.push({
      name: this.random.guid(),
      alerts,
      title,
      description,
      severity,
      history,
      raised: Math.max(...alerts.map((one) => one.time)),
    });
  }

  /** A working day that lies `fraction` of the way through the window, at `localHour` of the person's place. */
  workday(fraction: number, person: Person, localHour: number): Instant {
    const { start, end } = this.world;
    const days = Math.max(1, Math.floor((end - start) / DAY));
    let day = start + Math.min(days - 1, Math.floor(days * fraction)) * DAY;
    for (let i = 0; i < 3 && (weekday(day) === 0 || weekday(day) === 6) && day - DAY >= start; i++)
      day -= DAY;
    return day + (localHour - person.site.place.offset) * HOUR + this.random.between(0, 25) * MINUTE;
  }

  lair(): Lair {
    const { random } = this;
    return {
      ip: `${random.pick(['192.0.2', '198.51.100', '203.0.113'])}.${random.int(2, 254)}`,
      asn: String(random.int(64_520, 64_540)),
      place: random.pick(ATTACKER_CITIES),
      device: {
        id: '',
        name: '',
        os: 'Windows10',
        browser: 'Chrome 131.0.0',
        userAgent:
          'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36',
        trust: '',
      },
    };
  }

  scenario(story: string, facts: JsonObject): ScenarioTruth {
    return { name: this.name, story, ...span(this.events.filter(({ mark }) => mark !== undefined)), facts };
  }

  lookAlike(story: string): LookAlike {
    return { name: this.name, story, ...span(this.events) };
  }
}

/** A made-up domain that is not the tenant's. */
export function strangeDomain(random: Random): string {
  const words = ['secure', 'docs', 'portal', 'files', 'share', 'verify', 'account', 'cloud', 'view', 'sign'];
  return `${random.pick(words)}-${random.pick(words)}${random.int(2, 99)}.example`;
}

function several(events: SampleEvent | readonly SampleEvent[]): readonly SampleEvent[] {
  return 'table' in events ? [events] : events;
}

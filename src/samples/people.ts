import type { City } from './names.ts';
import { DEPARTMENTS, FIRST_NAMES, LAST_NAMES } from './names.ts';
import { Weighted } from './random.ts';
import type { Random } from './random.ts';
import type { Site } from './site.ts';

export interface Device {
  readonly id: string;
  readonly name: string;
  readonly os: 'Windows10' | 'MacOs' | 'Ios' | 'Android';
  readonly browser: string;
  readonly userAgent: string;
  /** Empty for an unregistered device. */
  readonly trust: '' | 'Hybrid Azure AD joined' | 'Azure AD joined' | 'Azure AD registered';
}

export interface Person {
  readonly index: number;
  readonly id: string;
  readonly name: string;
  readonly upn: string;
  readonly department: string;
  readonly title: string;
  readonly site: Site;
  readonly home: {
    readonly place: City;
    readonly ip: string;
    readonly ipv6: string | null;
    readonly asn: string;
  };
  readonly laptop: Device;
  readonly phone: Device;
  readonly administrator: boolean;
  readonly mailbox: string;
  /** Exchange's and SharePoint's key of the account. */
  readonly puid: string;
  readonly sid: string;
  /** Local hour at which the day begins, fractional. */
  readonly startsAt: number;
  /** Share of days spent at home. */
  readonly remote: number;
  /** How much this person does compared with others. */
  readonly activity: number;
}

const LAPTOPS = [
  {
    os: 'Windows10',
    browser: 'Edge 134.0.0',
    userAgent:
      'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/134.0.0.0 Safari/537.36 Edg/134.0.0.0',
  },
  {
    os: 'Windows10',
    browser: 'Chrome 134.0.0',
    userAgent:
      'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/134.0.0.0 Safari/537.36',
  },
  {
    os: 'MacOs',
    browser: 'Safari 18.3',
    userAgent:
      'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.3 Safari/605.1.15',
  },
] as const;

const PHONES = [
  {
    os: 'Ios',
    browser: 'Mobile Safari',
    userAgent:
      'Mozilla/5.0 (iPhone; CPU iPhone OS 18_3 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148',
  },
  {
    os: 'Android',
    browser: 'Chrome Mobile 134.0.0',
    userAgent:
      'Mozilla/5.0 (Linux; Android 15; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/134.0.0.0 Mobile Safari/537.36',
  },
] as const;

const departments = new Weighted(DEPARTMENTS.map((department) => [department, department.share] as const));

/** The first people are in IT and the next one in sales, so that even the smallest company can play every scenario. */
export function makePeople(
  random: Random,
  count: number,
  domain: string,
  sites: readonly Site[],
): readonly Person[] {
  const taken = new Set<string>();
  const authority = `S-1-5-21-${random.bits()}-${random.bits()}-${random.bits()}`;
  return Array.from({ length: count }, (_, index): Person => {
    const department =
      DEPARTMENTS.find(
        ({ name }) => name === (['IT', 'IT', 'IT', 'Sales', 'Finance', 'Engineering'][index] ?? ''),
      ) ?? departments.pick(random);
    const site = random.pick(sites);
    const [first, last] = freshName(random, taken);
    const initials = `${first.slice(0, 2)}${last.slice(0, 3)}`.toUpperCase();
    const laptop = random.pick(LAPTOPS);
    const phone = random.pick(PHONES);
    return {
      index,
      id: random.guid(),
      name: `${first} ${last}`,
      upn: `${first}.${last}@${domain}`.toLowerCase(),
      department: department.name,
      title: index < 2 ? 'Cloud Engineer' : random.pick(department.titles),
      site,
      home: {
        place: site.place,
        ip: `198.19.${random.int(0, 255)}.${random.int(1, 254)}`,
        ipv6: random.chance(0.3) ? `2001:db8:${random.hex(2)}:${random.hex(2)}::${random.int(2, 9)}` : null,
        asn: String(64_500 + random.int(0, 5)),
      },
      laptop: {
        ...laptop,
        id: random.guid(),
        name: `LT-${initials}-${random.int(100, 999)}`,
        trust: random.chance(0.6) ? 'Azure AD joined' : 'Hybrid Azure AD joined',
      },
      phone: { ...phone, id: random.guid(), name: `${first}'s phone`, trust: 'Azure AD registered' },
      administrator: index < 2 || (department.name === 'IT' && index > 5 && random.chance(0.25)),
      mailbox: random.guid(),
      puid: `1003${random.hex(6).toUpperCase()}`,
      sid: `${authority}-${1100 + index}`,
      startsAt: 7.5 + random.between(0, 2),
      remote: random.chance(0.25) ? 0.8 : random.between(0, 0.4),
      activity: Math.exp(random.normal() * 0.5),
    };
  });
}

function freshName(random: Random, taken: Set<string>): [string, string] {
  for (let attempt = 0; attempt < 50; attempt++) {
    const first = random.pick(FIRST_NAMES);
    const last = random.pick(LAST_NAMES);
    if (taken.has(`${first} ${last}`)) continue;
    taken.add(`${first} ${last}`);
    return [first, last];
  }
  const first = `${random.pick(FIRST_NAMES)}${taken.size}`;
  taken.add(first);
  return [first, random.pick(LAST_NAMES)];
}

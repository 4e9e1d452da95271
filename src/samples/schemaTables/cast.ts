import type { Person } from '../people.ts';
import { Random } from '../random.ts';
import type { Tenant } from '../tenant.ts';
import { makeTenant } from '../tenant.ts';
import { DOCUMENTS, PROGRAMS } from './processes.ts';
import type { Program } from './processes.ts';
import type { Instant } from '../instant.ts';

export interface Endpoint {
  readonly id: string;
  readonly name: string;
  readonly os: string;
  readonly ip: string;
}

/** Who and what one row is about, so that its columns agree with one another. */
export interface Cast {
  readonly random: Random;
  readonly tenant: Tenant;
  readonly time: Instant;
  readonly person: Person;
  readonly guest: boolean;
  readonly other: Person;
  readonly endpoint: Endpoint;
  readonly program: Program;
  readonly parent: Program;
  readonly document: string;
  readonly command: string;
  readonly parentCommand: string;
  readonly publicIp: string;
  readonly url: string;
  /** Small pools of identifiers, so that rows of different tables meet. */
  readonly alertId: string;
  readonly messageId: string;
  readonly cve: string;
}

const OPERATING_SYSTEMS = [
  'Windows10',
  'Windows11',
  'WindowsServer2016',
  'WindowsServer2019',
  'WindowsServer2022',
  'macOS',
  'Linux',
  'Windows10WVD',
  'iOS',
];

const URLS = [
  'https://login-verify.example/owa/',
  'http://203.0.113.7/a.ps1',
  'https://api.telegram.org/bot123/sendMessage',
  'https://boot.net.anydesk.com/',
  'https://raw.githubusercontent.com/x/y/main/a.ps1',
  'https://pastebin.com/raw/abcd1234',
  'https://docs.contract.example/view',
  'https://www.dropbox.com/s/abc/file.zip',
  'https://graph.microsoft.com/v1.0/me',
  'https://cdn.discordapp.com/attachments/1/2/a.exe',
];

/** Draws casts from one made-up company of thirty people and sixteen endpoints. */
export class Casting {
  readonly #random: Random;
  readonly #tenant: Tenant;
  readonly #endpoints: readonly Endpoint[];
  readonly #alerts: readonly string[];
  readonly #messages: readonly string[];

  constructor(seed: number, table: string) {
    this.#random = new Random(seed, 'schema-table', table);
    this.#tenant = makeTenant(seed, 30);
    const shared = new Random(seed, 'schema-pools');
    const { domain } = this.#tenant;
    this.#endpoints = Array.from({ length: 16 }, (_, index) => ({
      id: shared.hex(20),
      name: `${index < 10 ? `laptop${index + 1}` : `srv${index - 9}`}.corp.${domain}`,
      os: index < 10 ? shared.pick(OPERATING_SYSTEMS.slice(0, 2)) : shared.pick(OPERATING_SYSTEMS),
      ip: `10.20.${shared.int(1, 4)}.${20 + index}`,
    }));
    this.#alerts = Array.from({ length: 200 }, () => shared.guid());
    this.#messages = Array.from({ length: 400 }, () => shared.guid());
  }

  next(time: Instant): Cast {
    const random = this.#random;
    const { people } = this.#tenant;
    const program = random.pick(PROGRAMS);
    const parent = random.pick(PROGRAMS);
    const person = this.#often(people);
    return {
      random,
      tenant: this.#tenant,
      time,
      person,
      guest: random.chance(0.12),
      other: random.pick(people),
      endpoint: this.#often(this.#endpoints),
      program,
      parent,
      document: random.chance(0.5) ? program.file : random.pick(DOCUMENTS),
      command: random.pick(program.commands),
      parentCommand: random.pick(parent.commands),
      publicIp: this.#address(people.indexOf(person)),
      url: random.pick(URLS),
      alertId: random.pick(this.#alerts),
      messageId: random.pick(this.#messages),
      cve: `CVE-${random.int(2021, 2026)}-${random.int(1000, 1040)}`,
    };
  }

  /** A few of them have much of what happens. */
  #often<T>(all: readonly T[]): T {
    const random = this.#random;
    return random.chance(0.4) ? random.pick(all.slice(0, 3)) : random.pick(all);
  }

  /** Where the person usually is, a few busy addresses, and others. */
  #address(person: number): string {
    const random = this.#random;
    const dice = random.unit();
    if (dice < 0.5) return `192.0.2.${person + 1}`;
    if (dice < 0.7) return `203.0.113.${random.int(1, 4)}`;
    return `${random.pick(['192.0.2', '198.51.100', '203.0.113'])}.${random.int(1, 40)}`;
  }

  /** Half within the last day, of these half in its last half hour; the rest thins out over thirty days. */
  moment(end: Instant): Instant {
    const day = 86_400_000;
    const random = this.#random;
    const dice = random.unit();
    const back =
      dice < 0.25
        ? random.between(0, day / 48)
        : dice < 0.5
          ? random.between(0, day)
          : dice < 0.8
            ? random.between(day, 7 * day)
            : random.between(7 * day, 30 * day);
    return end - back - 1;
  }
}

/** A guest's name carries the home domain and the mark that Entra gives it. */
export function upnOf(cast: Cast): string {
  const { person, guest, tenant } = cast;
  if (!guest) return person.upn;
  const local = person.upn.split('@')[0] ?? '';
  return `${local}_partner.example#EXT#@${tenant.domain}`;
}

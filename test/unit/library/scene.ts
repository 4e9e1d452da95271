import type { JsonValue } from '../../../src/base/json.ts';
import { tableSchema } from '../../../src/logs/schemas/tableSchemas.ts';
import { APPS, AUDIENCES } from '../../../src/samples/apps.ts';
import { DAY, HOUR, iso, MINUTE } from '../../../src/samples/instant.ts';
import type { Instant } from '../../../src/samples/instant.ts';
import { ATTACKER_CITIES } from '../../../src/samples/names.ts';
import type { City } from '../../../src/samples/names.ts';
import type { Person } from '../../../src/samples/people.ts';
import { Random } from '../../../src/samples/random.ts';
import { armOperation } from '../../../src/samples/streams/activity.ts';
import type { ArmOperation } from '../../../src/samples/streams/activity.ts';
import { auditRecord } from '../../../src/samples/streams/audit.ts';
import type { AuditRecord } from '../../../src/samples/streams/audit.ts';
import { interactiveSignIn, nonInteractiveSignIn } from '../../../src/samples/streams/signIn.ts';
import type { UserSignIn } from '../../../src/samples/streams/signIn.ts';
import type { SampleEvent, SampleTable } from '../../../src/samples/table.ts';
import type { World } from '../../../src/samples/world.ts';

/** Rows for one query: what it must find, and what looks alike and must not be found. */
export interface Planted {
  readonly attack: readonly SampleEvent[];
  readonly benign?: readonly SampleEvent[];
  /** A value of the attack's rows that the answer has to name. */
  readonly finds: string;
}

export type Plant = (scene: Scene) => Planted;

/** A small incident on the sample tenant, for one query of the library. */
export class Scene {
  readonly world: World;
  readonly random: Random;
  /** Mid-morning of a working day in the second week, so that there is a week of history. */
  readonly time: Instant;
  /** An outsider's address, network and place. */
  readonly evil: { readonly ip: string; readonly asn: string; readonly place: City };
  readonly person: Person;
  readonly administrator: Person;

  constructor(world: World, id: string) {
    this.world = world;
    this.random = new Random(world.tenant.seed, 'plant', id);
    this.time = world.start + 10 * DAY + 10 * HOUR + this.random.between(0, 50) * MINUTE;
    this.evil = {
      ip: `192.0.2.${this.random.int(2, 254)}`,
      asn: String(this.random.int(64_541, 64_549)),
      place: this.random.pick(ATTACKER_CITIES),
    };
    const staff = world.tenant.people.filter(({ administrator }) => !administrator);
    this.person = this.random.pick(staff);
    this.administrator = this.random.pick(world.tenant.administrators);
  }

  get tenant(): World['tenant'] {
    return this.world.tenant;
  }

  /** Minutes after the scene's time. */
  at(minutes: number): Instant {
    return this.time + minutes * MINUTE;
  }

  /** The outsider signs in as the person, without a device, unless told otherwise. */
  signIn(change: Partial<UserSignIn> = {}): SampleEvent {
    return interactiveSignIn(this.tenant, this.random, { ...this.#strange(), ...change });
  }

  token(change: Partial<UserSignIn> = {}): SampleEvent {
    return nonInteractiveSignIn(this.tenant, this.random, { ...this.#strange(), ...change });
  }

  #strange(): UserSignIn {
    return {
      time: this.time,
      user: this.person,
      app: APPS.officeHome,
      resource: AUDIENCES.graph,
      ...this.evil,
      device: null,
      userAgent: 'Mozilla/5.0 (X11; Linux x86_64; rv:136.0) Gecko/20100101 Firefox/136.0',
      session: this.random.guid(),
      correlation: this.random.guid(),
      result: 0,
      mfa: 'none',
    };
  }

  /** The person at work: own device, own address. */
  own(
    person: Person,
    time: Instant,
  ): Pick<UserSignIn, 'time' | 'user' | 'ip' | 'asn' | 'place' | 'device' | 'session'> {
    const { ip, asn, place, device, session } = this.world.presences.of(person, time);
    return { time, user: person, ip, asn, place, device, session };
  }

  audit(activity: string, change: Partial<AuditRecord> = {}): SampleEvent {
    return auditRecord(this.tenant, this.random, {
      time: this.time,
      activity,
      category: 'ApplicationManagement',
      operation: 'Update',
      service: 'Core Directory',
      actor: { user: this.administrator, ip: this.evil.ip },
      targets: [],
      ...change,
    });
  }

  arm(operation: string, change: Partial<ArmOperation> = {}): readonly SampleEvent[] {
    const [resource] = this.tenant.estate.machines;
    if (!resource) throw new RangeError('the estate has no machine');
    return armOperation(this.tenant, this.random, {
      time: this.time,
      operation,
      display: operation,
      resource,
      caller: { user: this.administrator, ip: this.evil.ip, appId: APPS.azurePortal.id },
      takes: 4000,
      ...change,
    });
  }

  /** A row of a published table that the sample tenant does not have. */
  row(table: string, time: Instant, values: Readonly<Record<string, JsonValue>>): SampleEvent {
    return { table: published(table), time, row: { TimeGenerated: iso(time), Type: table, ...values } };
  }
}

const tables = new Map<string, SampleTable>();

function published(name: string): SampleTable {
  const known = tables.get(name);
  if (known) return known;
  const schema = tableSchema(name);
  if (!schema) throw new RangeError(`no schema of ${name}`);
  const table: SampleTable = { ...schema, identity: ['TimeGenerated'], family: 'azure' };
  tables.set(name, table);
  return table;
}

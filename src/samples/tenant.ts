import type { JsonObject } from '../base/json.ts';
import { COMPANY_FIRST, COMPANY_SECOND, COMPANY_TRADES, OFFICE_CITIES } from './names.ts';
import type { Site } from './site.ts';
import { makePartners } from './partners.ts';
import type { Partner } from './partners.ts';
import { makePeople } from './people.ts';
import type { Person } from './people.ts';
import { Random } from './random.ts';
import { makeEstate } from './estate.ts';
import type { Estate } from './estate.ts';
import { makeServices } from './services.ts';
import type { Service } from './services.ts';

/** A company as its logs know it; wholly a function of the seed and the number of people. */
export interface Tenant {
  readonly seed: number;
  readonly company: string;
  readonly domain: string;
  readonly id: string;
  /** Id of the Log Analytics workspace: TenantId in its tables. */
  readonly workspace: string;
  readonly sites: readonly Site[];
  readonly people: readonly Person[];
  /** Those of `people` who run the cloud. */
  readonly administrators: readonly Person[];
  readonly services: readonly Service[];
  readonly partners: readonly Partner[];
  readonly estate: Estate;
}

export function makeTenant(seed: number, users: number): Tenant {
  const random = new Random(seed, 'tenant');
  const stem = random.pick(COMPANY_FIRST) + random.pick(COMPANY_SECOND);
  const domain = `${stem.toLowerCase()}.example`;
  const sites = random.several(OFFICE_CITIES, 3).map((place, index): Site => {
    const block = `198.18.${random.int(0, 255)}`;
    return {
      name: place.city,
      place,
      egress: [`${block}.${random.int(1, 120)}`, `${block}.${random.int(121, 254)}`],
      asn: String(64_496 + index),
    };
  });
  const people = makePeople(new Random(seed, 'people'), users, domain, sites);
  return {
    seed,
    company: `${stem} ${random.pick(COMPANY_TRADES)}`,
    domain,
    id: random.guid(),
    workspace: random.guid(),
    sites,
    people,
    administrators: people.filter((person) => person.administrator),
    services: makeServices(new Random(seed, 'services'), stem),
    partners: makePartners(new Random(seed, 'partners')),
    estate: makeEstate(new Random(seed, 'estate'), stem.toLowerCase(), sites),
  };
}

/** What a reader of the ground truth needs to know of the tenant. */
export function describeTenant(tenant: Tenant): JsonObject {
  return {
    company: tenant.company,
    domain: tenant.domain,
    tenantId: tenant.id,
    workspaceId: tenant.workspace,
    people: tenant.people.length,
    sites: tenant.sites.map((site) => ({
      city: site.name,
      country: site.place.country,
      egress: site.egress,
    })),
    subscriptions: tenant.estate.subscriptions.map(({ id, name }) => ({ id, name })),
  };
}

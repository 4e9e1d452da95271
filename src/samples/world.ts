import type { Instant } from './instant.ts';
import type { Presences } from './presence.ts';
import type { Tenant } from './tenant.ts';

/** What the makers of rows share. */
export interface World {
  readonly tenant: Tenant;
  readonly presences: Presences;
  readonly start: Instant;
  readonly end: Instant;
}

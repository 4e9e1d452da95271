import type { JsonObject } from '../../src/base/json.ts';
import type { Tenant } from '../../src/samples/tenant.ts';
import { wrongTenant } from './entra.ts';
import { Graph } from './graph.ts';
import { type Call, refuse, type Reply } from './http.ts';
import { backgroundIncidents, guidOf } from './seed.ts';
import { Sentinel } from './sentinel.ts';

export const PARTNER_ID = guidOf('tenant', 'partner');

/** Another company's tenant, where the analyst is a guest: incidents of its own, which its Defender counts as the first tenant's does. */
export class Partner {
  readonly tenantId = PARTNER_ID;
  /** Under which name the analyst is known there. */
  readonly person = 'analyst_example.com#EXT#@partner.example';
  readonly sentinel: Sentinel;
  readonly graph: Graph;
  readonly #subscription = `/subscriptions/${guidOf('subscription', 'partner')}`;

  constructor(like: Tenant, incidents: number, end: number) {
    const seeds = backgroundIncidents(like, incidents, end).map((seed) => ({
      ...seed,
      title: `Partner: ${seed.title}`,
    }));
    const workspace = `${this.#subscription}/resourceGroups/soc/providers/Microsoft.OperationalInsights/workspaces/partner-soc`;
    this.sentinel = new Sentinel(workspace, seeds, 'partner');
    const hunt = () => refuse(403, 'Forbidden', 'Guests may not hunt here.');
    this.graph = new Graph(
      PARTNER_ID,
      seeds,
      hunt,
      { 'auditLogs/signIns': () => Promise.resolve(signIns(end)) },
      this.person,
    );
  }

  /** Whether a request for ARM is of its subscription; refuses one of which the token is of another tenant than the subscription. */
  owns({ path }: Call, tokenOf: string, home: string): boolean {
    const own = path.startsWith(`${this.#subscription}/`);
    if (own && tokenOf !== PARTNER_ID) wrongTenant(tokenOf, PARTNER_ID);
    if (!own && path.startsWith('/subscriptions/') && tokenOf === PARTNER_ID) wrongTenant(tokenOf, home);
    return own;
  }

  handle(call: Call): Reply {
    const at = `${this.sentinel.workspace}/providers/Microsoft.SecurityInsights/`;
    if (!call.path.startsWith(at))
      refuse(404, 'ResourceNotFound', `The Resource '${call.path}' was not found.`);
    return this.sentinel.handle(call, call.path.slice(at.length).split('/'));
  }
}

/** One a day, of which Graph does not say whose they are. */
function signIns(end: number): readonly JsonObject[] {
  return Array.from({ length: 10 }, (_, day) => ({
    id: guidOf('partner sign-in', day),
    createdDateTime: new Date(end - day * 86_400_000).toISOString(),
    userPrincipalName: 'ana@partner.example',
    appDisplayName: 'Office 365',
    ipAddress: '198.51.100.7',
    clientAppUsed: 'Browser',
    isInteractive: true,
    status: { errorCode: 0, failureReason: null, additionalDetails: null },
  }));
}

import type { SamplePlan } from '../../../src/samples/plan.ts';
import type { World } from '../../../src/samples/world.ts';
import { ACTIVITY } from './plants/activity.ts';
import { AUDIT } from './plants/audit.ts';
import { NETWORK } from './plants/network.ts';
import { RESOURCES } from './plants/resources.ts';
import { SIGN_INS } from './plants/signIns.ts';
import { type Plant, type Planted, Scene } from './scene.ts';

/** What a query finds of the tenant's own attacks: the scenario, and the fact of it that the answer has to name. */
const SCENARIOS: Readonly<Record<string, readonly [scenario: string, fact: string]>> = {
  'entra/session-in-two-places': ['aitm', 'session'],
  'entra/device-registered-from-new-address': ['aitm', 'device'],
  'entra/privileged-role-given': ['aitm', 'attackerAddress'],
  'entra/access-to-all-subscriptions': ['aitm', 'attackerAddress'],
  'entra/broker-registers-device': ['aitm', 'attackerAddress'],
  'entra/token-on-unknown-network': ['aitm', 'attackerAddress'],
  'entra/risky-sign-in-left-open': ['aitm', 'proxyAddress'],
  'entra/risk-left-open': ['spray', 'victim'],
  'entra/device-code-sign-in': ['ransomware', 'attackerAddress'],
  'entra/new-application-credential': ['application', 'secret'],
  'entra/application-permission-powerful': ['application', 'attackerAddress'],
  'entra/service-principal-new-network': ['application', 'serverAddress'],
  'entra/application-secret-guessed': ['application', 'serverAddress'],
  'entra/consent-to-application': ['spray', 'victim'],
  'entra/token-used-by-script': ['spray', 'application'],
  'entra/mail-read-by-new-application': ['spray', 'application'],
  'entra/password-alone-to-cloud-tools': ['spray', 'victim'],
  'entra/graph-mass-reads': ['application', 'serverAddress'],
  'entra/password-spray': ['spray', 'victim'],
  'entra/inbox-rule': ['phishing', 'forwardingAddress'],
  'entra/mass-download': ['insider', 'person'],
  'entra/links-for-anyone': ['insider', 'person'],
  'activity/run-command': ['aitm', 'attackerAddress'],
  'activity/storage-keys-listed': ['aitm', 'attackerAddress'],
  'activity/role-assignment-powerful': ['aitm', 'attackerAddress'],
  'activity/recovery-removed': ['ransomware', 'attackerAddress'],
  'activity/logging-removed': ['ransomware', 'attackerAddress'],
  'activity/first-time-operations': ['ransomware', 'attackerAddress'],
  'network/regular-beacon': ['aitm', 'attackerAddress'],
  'resource/vault-secrets-read': ['aitm', 'attackerAddress'],
  'resource/vault-new-caller': ['aitm', 'attackerAddress'],
  'resource/storage-bulk-read': ['aitm', 'attackerAddress'],
  'resource/storage-tool-of-copying': ['aitm', 'attackerAddress'],
  'resource/blobs-overwritten-or-deleted': ['ransomware', 'attackerAddress'],
  'resource/blobs-with-new-ending': ['ransomware', 'attackerAddress'],
};

const PLANTS: Readonly<Record<string, Plant>> = {
  ...SIGN_INS,
  ...AUDIT,
  ...ACTIVITY,
  ...NETWORK,
  ...RESOURCES,
};

export const SCENARIOS_USED: readonly string[] = [...new Set(Object.values(SCENARIOS).map(([name]) => name))];

export interface Expectations {
  readonly planted: ReadonlyMap<string, Planted>;
  /** The text that a query's answer has to name; undefined where nothing is expected of it. */
  finds(id: string, plan: SamplePlan): string | undefined;
  readonly ids: readonly string[];
}

export function expectations(world: World): Expectations {
  const planted = new Map(Object.entries(PLANTS).map(([id, plant]) => [id, plant(new Scene(world, id))]));
  return {
    planted,
    ids: [...Object.keys(SCENARIOS), ...Object.keys(PLANTS)],
    finds(id, plan) {
      const scenario = SCENARIOS[id];
      if (!scenario) return planted.get(id)?.finds;
      const fact = plan.truth.scenarios.find(({ name }) => name === scenario[0])?.facts[scenario[1]];
      return typeof fact === 'string' ? fact : undefined;
    },
  };
}

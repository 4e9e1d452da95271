import { APPS, AUDIENCES } from '../../../../src/samples/apps.ts';
import { DAY, iso, MINUTE } from '../../../../src/samples/instant.ts';
import { applicationSignIn, managedIdentitySignIn } from '../../../../src/samples/streams/serviceSignIn.ts';
import type { Service } from '../../../../src/samples/services.ts';
import type { Plant, Scene } from '../scene.ts';

const service = (scene: Scene, kind: Service['kind']): Service => {
  const found = scene.tenant.services.find((one) => one.kind === kind);
  if (!found) throw new RangeError(`no ${kind}`);
  return found;
};

const place = (scene: Scene) => {
  const [site] = scene.tenant.sites;
  if (!site) throw new RangeError('no site');
  return site.place;
};

const HANOI = { city: 'Hanoi', state: 'Hanoi', country: 'VN', latitude: 21.03, longitude: 105.85, offset: 7 };

/** Sign-ins of people and workloads, and their risk. */
export const SIGN_INS: Readonly<Record<string, Plant>> = {
  'entra/mfa-fatigue': (scene) => ({
    attack: [
      ...[0, 1, 2, 3, 4].map((i) => scene.signIn({ time: scene.at(i * 3), result: 500121, mfa: 'denied' })),
      scene.signIn({ time: scene.at(17), mfa: 'app' }),
    ],
    benign: [0, 1].map((i) =>
      scene.signIn({ ...scene.own(scene.person, scene.at(i)), result: 500121, mfa: 'denied' }),
    ),
    finds: scene.person.upn,
  }),
  'entra/legacy-protocol-sign-in': (scene) => ({
    attack: [scene.signIn({ client: 'IMAP4' })],
    benign: Array.from({ length: 40 }, (_, i) =>
      scene.signIn({
        ...scene.own(scene.administrator, scene.time - i * 5 * 60 * MINUTE),
        client: 'Authenticated SMTP',
      }),
    ),
    finds: scene.evil.ip,
  }),
  'entra/password-guessing-one-account': (scene) => ({
    attack: [
      ...Array.from({ length: 14 }, (_, i) => scene.signIn({ time: scene.at(i), result: 50126 })),
      scene.signIn({ time: scene.at(20) }),
    ],
    benign: [0, 1, 2].map((i) =>
      scene.signIn({ ...scene.own(scene.administrator, scene.at(i)), result: 50126 }),
    ),
    finds: scene.person.upn,
  }),
  'entra/account-names-tried': (scene) => ({
    attack: Array.from({ length: 12 }, (_, i) => {
      const upn = `name${i}@${scene.tenant.domain}`;
      return scene.signIn({ time: scene.at(i), user: { id: '', name: upn, upn }, result: 50034 });
    }),
    finds: scene.evil.ip,
  }),
  'entra/country-new-to-the-person': (scene) => ({
    attack: [
      scene.signIn({ ...scene.own(scene.administrator, scene.time - 5 * DAY), mfa: 'app' }),
      scene.signIn({ user: scene.administrator, place: HANOI }),
    ],
    finds: scene.evil.ip,
  }),
  'entra/impossible-travel': (scene) => ({
    attack: [
      scene.signIn({ ...scene.own(scene.person, scene.time), mfa: 'app' }),
      scene.signIn({
        time: scene.at(25),
        place: HANOI,
      }),
    ],
    finds: scene.evil.ip,
  }),
  'entra/blocked-then-let-in': (scene) => ({
    attack: [
      scene.signIn({ result: 53003 }),
      scene.signIn({ time: scene.at(4), app: APPS.azureCli, client: 'Mobile Apps and Desktop clients' }),
    ],
    benign: [
      scene.signIn({ ...scene.own(scene.administrator, scene.time), result: 53003 }),
      scene.signIn({ ...scene.own(scene.administrator, scene.at(3)), app: APPS.teams }),
    ],
    finds: scene.evil.ip,
  }),
  'entra/revoked-token-tried': (scene) => ({
    attack: [0, 1, 2, 3].map((i) => scene.token({ time: scene.at(i * 9), result: 50173 })),
    benign: [0, 1, 2, 3].map((i) =>
      scene.token({ ...scene.own(scene.administrator, scene.at(i)), result: 50173 }),
    ),
    finds: scene.evil.ip,
  }),
  'entra/service-principal-new-resource': (scene) => ({
    attack: [
      applicationSignIn(scene.tenant, scene.random, {
        time: scene.time,
        service: service(scene, 'application'),
        resource: AUDIENCES.keyVault,
        token: scene.random.token(22),
        result: 0,
        ip: scene.evil.ip,
        asn: '64510',
        place: place(scene),
      }),
    ],
    finds: AUDIENCES.keyVault.name,
  }),
  'entra/managed-identity-new-resource': (scene) => ({
    attack: [
      managedIdentitySignIn(scene.tenant, scene.random, {
        time: scene.time,
        service: service(scene, 'managedIdentity'),
        resource: AUDIENCES.management,
        token: scene.random.token(22),
        result: 0,
      }),
    ],
    finds: AUDIENCES.management.name,
  }),
  'entra/managed-identity-burst': (scene) => ({
    attack: Array.from({ length: 60 }, (_, i) =>
      managedIdentitySignIn(scene.tenant, scene.random, {
        time: scene.time - (scene.time % (60 * MINUTE)) + i * 0.8 * MINUTE,
        service: service(scene, 'managedIdentity'),
        resource: service(scene, 'managedIdentity').audience,
        token: scene.random.token(22),
        result: 0,
      }),
    ),
    finds: service(scene, 'managedIdentity').name,
  }),
  'entra/risky-user-goes-on': (scene) => {
    const rated = (state: string, detail: string) =>
      scene.row('AADRiskyUsers', scene.time, {
        Id: scene.person.id,
        UserPrincipalName: scene.person.upn,
        UserDisplayName: scene.person.name,
        RiskLevel: 'high',
        RiskState: state,
        RiskDetail: detail,
        RiskLastUpdatedDateTime: iso(scene.time),
        OperationName: 'Risky user',
      });
    return {
      attack: [rated('atRisk', 'none'), scene.signIn({ time: scene.at(60) })],
      benign: [
        scene.row('AADRiskyUsers', scene.time - DAY, {
          Id: scene.administrator.id,
          UserPrincipalName: scene.administrator.upn,
          RiskLevel: 'none',
          RiskState: 'remediated',
          RiskLastUpdatedDateTime: iso(scene.time - DAY),
        }),
      ],
      finds: scene.person.upn,
    };
  },
  'entra/application-at-risk': (scene) => {
    const one = service(scene, 'application');
    const row = (state: string, name: string) =>
      scene.row('AADServicePrincipalRiskEvents', scene.time, {
        Id: scene.random.hex(32),
        ActivityDateTime: iso(scene.time),
        LastUpdatedDateTime: iso(scene.time),
        AppId: one.appId,
        ServicePrincipalId: one.id,
        ServicePrincipalDisplayName: name,
        RiskEventType: 'leakedCredentials',
        RiskLevel: 'high',
        RiskState: state,
        IpAddress: scene.evil.ip,
        KeyIds: [one.credential],
      });
    return { attack: [row('atRisk', one.name)], benign: [row('dismissed', 'Tested App')], finds: one.name };
  },
};

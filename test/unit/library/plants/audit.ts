import { ROLES } from '../../../../src/samples/apps.ts';
import { HOUR } from '../../../../src/samples/instant.ts';
import type { AuditTarget } from '../../../../src/samples/streams/audit.ts';
import { mailboxCommand } from '../../../../src/samples/streams/office.ts';
import type { Plant, Scene } from '../scene.ts';

const application = (scene: Scene, changes: AuditTarget['changes'] = []): AuditTarget => {
  const [service] = scene.tenant.services;
  if (!service) throw new RangeError('no service');
  return { type: 'Application', id: service.registration, name: service.name, changes };
};

const user = (person: { id: string; name: string; upn: string }): AuditTarget => ({
  ...person,
  type: 'User',
});
const own = (scene: Scene) => ({
  actor: {
    user: scene.administrator,
    ip: scene.world.presences.of(scene.administrator, scene.time).ip,
  },
});

const policy = (scene: Scene, name: string, before: object, after: object): AuditTarget => ({
  type: 'Policy',
  id: scene.random.guid(),
  name,
  changes: [['ConditionalAccessPolicy', JSON.stringify(before), JSON.stringify(after)]],
});

const mailbox = (scene: Scene, operation: string, parameters: Readonly<Record<string, string>>) =>
  mailboxCommand(scene.tenant, scene.random, {
    time: scene.time,
    person: scene.administrator,
    ip: scene.evil.ip,
    session: scene.random.guid(),
    userAgent: '',
    operation,
    object: scene.person.upn,
    parameters,
  });

/** Changes of the directory and of Microsoft 365. */
export const AUDIT: Readonly<Record<string, Plant>> = {
  'entra/federated-credential-added': (scene) => ({
    attack: [
      scene.audit('Update application', {
        targets: [
          application(scene, [
            [
              'FederatedIdentityCredentials',
              '[]',
              '[{"Issuer":"https://issuer.example/evil","Subject":"a"}]',
            ],
          ]),
        ],
      }),
    ],
    benign: [
      scene.audit('Update application', {
        ...own(scene),
        targets: [application(scene, [['DisplayName', 'a', 'b']])],
      }),
    ],
    finds: 'issuer.example/evil',
  }),
  'entra/owner-then-credential': (scene) => ({
    attack: [
      scene.audit('Add owner to application', {
        targets: [
          { ...user(scene.person), changes: [['Application.DisplayName', null, application(scene).name]] },
        ],
      }),
      scene.audit('Update application – Certificates and secrets management ', {
        time: scene.at(30),
        actor: { user: scene.person, ip: scene.evil.ip },
        targets: [application(scene)],
      }),
    ],
    benign: [
      scene.audit('Add owner to application', {
        ...own(scene),
        targets: [{ ...user(scene.person), changes: [['Application.DisplayName', null, 'Another']] }],
      }),
    ],
    finds: scene.person.upn,
  }),
  'entra/conditional-access-weakened': (scene) => ({
    attack: [
      scene.audit('Update conditional access policy', {
        targets: [policy(scene, 'Require MFA everywhere', { state: 'enabled' }, { state: 'disabled' })],
      }),
    ],
    benign: [
      scene.audit('Update conditional access policy', {
        ...own(scene),
        targets: [policy(scene, 'Block old clients', { state: 'disabled' }, { state: 'enabled' })],
      }),
    ],
    finds: 'Require MFA everywhere',
  }),
  'entra/trusted-location-added': (scene) => ({
    attack: [
      scene.audit('Add named location', {
        targets: [
          {
            type: 'Other',
            id: scene.random.guid(),
            name: 'Branch',
            changes: [['NamedLocation', null, `{"isTrusted":true,"ipRanges":["${scene.evil.ip}/32"]}`]],
          },
        ],
      }),
    ],
    benign: [
      scene.audit('Update named location', {
        ...own(scene),
        targets: [
          {
            type: 'Other',
            id: scene.random.guid(),
            name: 'Office',
            changes: [
              ['NamedLocation', '{"isTrusted":true}', '{"isTrusted":true,"ipRanges":["198.18.0.0/24"]}'],
            ],
          },
        ],
      }),
    ],
    finds: `${scene.evil.ip}/32`,
  }),
  'entra/security-info-from-stranger': (scene) => ({
    attack: [
      scene.signIn(),
      scene.audit('User registered security info', {
        time: scene.at(6),
        service: 'Authentication Methods',
        actor: { user: scene.person, ip: scene.evil.ip },
        targets: [user(scene.person)],
      }),
    ],
    finds: scene.evil.ip,
  }),
  'entra/second-factor-removed': (scene) => ({
    attack: [scene.audit('Admin deleted security info', { targets: [user(scene.person)] })],
    benign: [
      scene.audit('User deleted security info', {
        actor: { user: scene.person, ip: scene.person.home.ip },
        targets: [user(scene.person)],
      }),
    ],
    finds: scene.person.upn,
  }),
  'entra/temporary-access-pass': (scene) => ({
    attack: [
      scene.audit('Admin registered security info', {
        targets: [user(scene.person)],
        reason: 'Admin registered temporary access pass method for user',
      }),
    ],
    benign: [
      scene.audit('Admin registered security info', {
        ...own(scene),
        targets: [user(scene.person)],
        reason: 'Admin registered phone method for user',
      }),
    ],
    finds: scene.person.upn,
  }),
  'entra/password-reset-and-entered': (scene) => ({
    attack: [
      scene.audit('Reset user password', { targets: [user(scene.person)] }),
      scene.signIn({ time: scene.at(12) }),
    ],
    benign: [scene.audit('Reset user password', { ...own(scene), targets: [user(scene.administrator)] })],
    finds: scene.person.upn,
  }),
  'entra/guest-made-powerful': (scene) => {
    const guest = { id: scene.random.guid(), name: 'Guest', upn: 'guest#EXT#@elsewhere.example' };
    return {
      attack: [
        scene.audit('Invite external user', { targets: [user(guest)] }),
        scene.audit('Add member to role', {
          time: scene.at(20),
          targets: [
            user(guest),
            { type: 'Role', id: ROLES.globalAdministrator.id, name: ROLES.globalAdministrator.name },
          ],
        }),
      ],
      benign: [
        scene.audit('Invite external user', {
          ...own(scene),
          targets: [user({ id: scene.random.guid(), name: 'B', upn: 'b#EXT#@partner.example' })],
        }),
      ],
      finds: guest.upn,
    };
  },
  'entra/domain-federation-changed': (scene) => ({
    attack: [
      scene.audit('Set federation settings on domain', {
        targets: [{ type: 'Other', id: '', name: scene.tenant.domain, changes: [['IssuerUri', null, 'x']] }],
      }),
    ],
    finds: scene.tenant.domain,
  }),
  'entra/cross-tenant-trust-added': (scene) => ({
    attack: [
      scene.audit('Add a partner to cross-tenant access setting', {
        targets: [{ type: 'Policy', id: scene.random.guid(), name: 'other-tenant' }],
      }),
    ],
    finds: 'other-tenant',
  }),
  'entra/many-devices-registered': (scene) => ({
    attack: [0, 1, 2, 3, 4].map((i) =>
      scene.audit('Register device', {
        time: scene.at(i * 4),
        actor: { user: scene.person, ip: scene.evil.ip },
        targets: [{ type: 'Device', id: scene.random.guid(), name: `DESKTOP-${scene.random.hex(4)}` }],
      }),
    ),
    finds: scene.person.upn,
  }),
  'entra/directory-downloaded': (scene) => ({
    attack: [scene.audit('Download users - finished (bulk)', { category: 'UserManagement' })],
    finds: scene.evil.ip,
  }),
  'entra/recovery-keys-read': (scene) => ({
    attack: [0, 1, 2, 3, 4].map((i) =>
      scene.audit('Read BitLocker key', {
        time: scene.time - (scene.time % HOUR) + i * 60_000,
        targets: [{ type: 'Device', id: scene.random.guid(), name: `LT-${i}` }],
      }),
    ),
    benign: [
      scene.audit('Read BitLocker key', {
        ...own(scene),
        targets: [{ type: 'Device', id: scene.random.guid(), name: 'LT-9' }],
      }),
    ],
    finds: scene.evil.ip,
  }),
  'entra/risk-dismissed': (scene) => ({
    attack: [0, 1, 2, 3].map((i) =>
      scene.audit('Dismiss user risk', {
        time: scene.time - (scene.time % HOUR) + i * 60_000,
        targets: [user({ id: scene.random.guid(), name: `P${i}`, upn: `p${i}@${scene.tenant.domain}` })],
      }),
    ),
    benign: [scene.audit('Dismiss user risk', { ...own(scene), targets: [user(scene.person)] })],
    finds: scene.evil.ip,
  }),
  'entra/mailbox-opened-to-another': (scene) => ({
    attack: [mailbox(scene, 'Add-MailboxPermission', { AccessRights: 'FullAccess', User: 'mallory' })],
    finds: scene.person.upn,
  }),
  'entra/office-audit-off': (scene) => ({
    attack: [mailbox(scene, 'Set-AdminAuditLogConfig', { UnifiedAuditLogIngestionEnabled: 'False' })],
    benign: [mailbox(scene, 'Set-Mailbox', { AuditEnabled: 'True' })],
    finds: 'UnifiedAuditLogIngestionEnabled',
  }),
};

import type { JsonValue } from '../../../../src/base/json.ts';
import { HOUR, MINUTE } from '../../../../src/samples/instant.ts';
import { firewallApplication, firewallNetwork, webRequest } from '../../../../src/samples/streams/network.ts';
import type { WebRequest } from '../../../../src/samples/streams/network.ts';
import { blobRequest, sqlStatement, vaultRequest } from '../../../../src/samples/streams/resource.ts';
import type { BlobRequest, SqlStatement, VaultRequest } from '../../../../src/samples/streams/resource.ts';
import type { SampleEvent } from '../../../../src/samples/table.ts';
import type { Plant, Scene } from '../scene.ts';

const startOfHour = (scene: Scene) => scene.time - (scene.time % HOUR);
const times = <T>(count: number, make: (index: number) => T): readonly T[] =>
  Array.from({ length: count }, (_, index) => make(index));

/** `values` for what the sample's maker does not vary: a further operation, a column that it leaves out. */
function blob(
  scene: Scene,
  change: Partial<BlobRequest>,
  values: Readonly<Record<string, JsonValue>> = {},
): SampleEvent {
  const [account] = scene.tenant.estate.storage;
  if (!account) throw new RangeError('no storage account');
  const event = blobRequest(scene.tenant, scene.random, {
    time: scene.time,
    account,
    operation: 'GetBlob',
    container: 'statements',
    blob: 'a.pdf',
    ip: scene.evil.ip,
    bytes: 1000,
    userAgent: 'Mozilla/5.0',
    auth: { type: 'AccountKey' },
    ...change,
  });
  return { ...event, row: { ...event.row, ...values } };
}

function vault(
  scene: Scene,
  change: Partial<VaultRequest>,
  values: Readonly<Record<string, JsonValue>> = {},
): SampleEvent {
  const [own] = scene.tenant.estate.vaults;
  if (!own) throw new RangeError('no vault');
  const event = vaultRequest(scene.tenant, scene.random, {
    time: scene.time,
    vault: own,
    operation: 'SecretGet',
    item: 'erp',
    ip: scene.evil.ip,
    client: 'python',
    identity: { objectId: scene.person.id, appId: '', upn: scene.person.upn },
    ...change,
  });
  return { ...event, row: { ...event.row, ...values } };
}

function sql(
  scene: Scene,
  change: Partial<SqlStatement>,
  values: Readonly<Record<string, JsonValue>> = {},
): SampleEvent {
  const event = sqlStatement(scene.tenant, scene.random, {
    time: scene.time,
    database: 'orders',
    principal: 'app',
    ip: scene.evil.ip,
    application: 'sqlcmd',
    host: 'x',
    statement: 'SELECT 1',
    rows: 1,
    ...change,
  });
  return { ...event, row: { ...event.row, ...values } };
}

const web = (scene: Scene, change: Partial<WebRequest>): readonly SampleEvent[] =>
  webRequest(scene.tenant, scene.random, {
    time: scene.time,
    ip: scene.evil.ip,
    method: 'GET',
    path: '/',
    status: 200,
    userAgent: 'Mozilla/5.0',
    ...change,
  });

const STORAGE: Readonly<Record<string, Plant>> = {
  'resource/storage-anonymous-read': (scene) => ({
    attack: [blob(scene, { auth: { type: 'Anonymous' } })],
    benign: [blob(scene, { auth: { type: 'Anonymous' }, status: { code: 404, text: 'ResourceNotFound' } })],
    finds: scene.evil.ip,
  }),
  'resource/storage-refused-many-times': (scene) => ({
    attack: times(20, (i) =>
      blob(scene, {
        time: startOfHour(scene) + i * 1000,
        blob: `guess${i}.bak`,
        auth: { type: 'Anonymous' },
        status: { code: 404, text: 'BlobNotFound' },
      }),
    ),
    finds: scene.evil.ip,
  }),
  'resource/storage-delegation-key': (scene) => ({
    attack: [blob(scene, {}, { OperationName: 'GetUserDelegationKey' })],
    finds: scene.evil.ip,
  }),
  'resource/storage-made-public': (scene) => ({
    attack: [blob(scene, {}, { OperationName: 'SetContainerACL' })],
    finds: scene.evil.ip,
  }),
  'resource/storage-copied-to-another-account': (scene) => ({
    attack: [
      blob(
        scene,
        { operation: 'CopyBlob', status: { code: 202, text: 'Success' } },
        {
          SourceUri: 'https://elsewhere.blob.core.windows.net/c/a.pdf',
        },
      ),
    ],
    benign: [
      blob(
        scene,
        { operation: 'CopyBlob', status: { code: 202, text: 'Success' } },
        {
          SourceUri: `https://${scene.tenant.estate.storage[0]?.name ?? ''}.blob.core.windows.net/c/a.pdf`,
        },
      ),
    ],
    finds: 'elsewhere.blob.core.windows.net',
  }),
  'resource/storage-protection-lowered': (scene) => ({
    attack: [blob(scene, {}, { OperationName: 'SetBlobServiceProperties', StatusCode: '202' })],
    finds: scene.evil.ip,
  }),
  'resource/file-share-bulk-read': (scene) => ({
    attack: times(30, (i) =>
      scene.row('StorageFileLogs', startOfHour(scene) + i * 1000, {
        AccountName: 'stfiles',
        OperationName: 'GetFile',
        AuthenticationType: 'AccountKey',
        Protocol: 'HTTPS',
        StatusCode: '200',
        CallerIpAddress: `${scene.evil.ip}:50000`,
        ObjectKey: `/stfiles/share/${i}.docx`,
        ResponseBodySize: 1000,
      }),
    ),
    benign: times(30, (i) =>
      scene.row('StorageFileLogs', startOfHour(scene) + i * 1000, {
        AccountName: 'stfiles',
        OperationName: 'Read',
        AuthenticationType: 'Kerberos',
        Protocol: 'SMB',
        StatusCode: '0',
        CallerIpAddress: '10.20.1.10:445',
        ObjectKey: `/stfiles/share/${i}.docx`,
        ResponseBodySize: 1000,
      }),
    ),
    finds: scene.evil.ip,
  }),
  'resource/tables-and-queues-read': (scene) => ({
    attack: times(30, (i) =>
      scene.row('StorageTableLogs', startOfHour(scene) + i * 1000, {
        AccountName: 'sttables',
        OperationName: 'QueryEntities',
        AuthenticationType: 'SAS',
        StatusCode: '200',
        CallerIpAddress: `${scene.evil.ip}:50000`,
        ObjectKey: '/sttables/customers',
        ResponseBodySize: 1000,
      }),
    ),
    benign: times(30, (i) =>
      scene.row('StorageTableLogs', startOfHour(scene) + i * 1000, {
        AccountName: 'sttables',
        OperationName: 'QueryEntities',
        AuthenticationType: 'AccountKey',
        StatusCode: '200',
        CallerIpAddress: '10.20.1.10:50000',
        ObjectKey: '/sttables/customers',
      }),
    ),
    finds: scene.evil.ip,
  }),
};

const VAULTS: Readonly<Record<string, Plant>> = {
  'resource/vault-refused': (scene) => ({
    attack: times(8, (i) =>
      vault(scene, { time: startOfHour(scene) + i * 1000, item: `secret${i}`, forbidden: true }),
    ),
    benign: times(8, (i) =>
      vault(scene, { time: startOfHour(scene) + i * 1000, ip: '10.20.1.10', forbidden: true }),
    ),
    finds: scene.evil.ip,
  }),
  'resource/vault-items-deleted': (scene) => ({
    attack: [vault(scene, {}, { OperationName: 'SecretPurge' })],
    finds: scene.evil.ip,
  }),
  'resource/vault-items-taken-out': (scene) => ({
    attack: [vault(scene, {}, { OperationName: 'SecretBackup' })],
    benign: times(5, (i) =>
      vault(
        scene,
        { time: scene.time - i * 24 * HOUR, ip: '10.30.0.9', identity: { objectId: 'b', appId: 'backup' } },
        {
          OperationName: 'SecretBackup',
        },
      ),
    ),
    finds: scene.evil.ip,
  }),
  'resource/vault-rules-changed': (scene) => ({
    attack: [vault(scene, {}, { OperationName: 'VaultPatch' })],
    finds: scene.evil.ip,
  }),
  'resource/vault-keys-used-in-bulk': (scene) => ({
    attack: times(90, (i) =>
      vault(scene, { time: startOfHour(scene) + i * 1000, item: 'master' }, { OperationName: 'KeyDecrypt' }),
    ),
    finds: scene.evil.ip,
  }),
};

const DATABASES: Readonly<Record<string, Plant>> = {
  'resource/database-passwords-guessed': (scene) => ({
    attack: [
      ...times(15, (i) => sql(scene, { time: startOfHour(scene) + i * 1000, action: 'DBAF', statement: '' })),
      sql(scene, { time: startOfHour(scene) + MINUTE, action: 'DBAS', statement: '' }),
    ],
    benign: times(3, (i) =>
      sql(scene, { time: startOfHour(scene) + i * 1000, ip: '10.20.1.10', action: 'DBAF' }),
    ),
    finds: scene.evil.ip,
  }),
  'resource/database-read-in-bulk': (scene) => ({
    attack: [sql(scene, { statement: 'SELECT * FROM dbo.Customers', rows: 400_000 })],
    finds: 'dbo.Customers',
  }),
  'resource/database-statement-that-reaches-out': (scene) => ({
    attack: [sql(scene, { statement: "EXEC xp_cmdshell 'whoami'" })],
    finds: 'xp_cmdshell',
  }),
  'resource/database-injection': (scene) => ({
    attack: [
      sql(scene, { statement: "SELECT * FROM Catalogue WHERE Name = '' OR '1'='1'", ip: '10.20.1.10' }),
    ],
    finds: 'Catalogue',
  }),
  'resource/database-rights-given': (scene) => ({
    attack: [sql(scene, { statement: 'ALTER ROLE db_owner ADD MEMBER [mallory]' })],
    finds: 'mallory',
  }),
  'resource/database-audit-changed': (scene) => ({
    attack: [sql(scene, { statement: 'ALTER SERVER AUDIT [a] WITH (STATE = OFF)' })],
    finds: scene.evil.ip,
  }),
};

const deny = (scene: Scene, index: number, source: string) =>
  firewallNetwork(scene.tenant, {
    time: startOfHour(scene) + index * 1000,
    source,
    from: 50_000 + index,
    destination: `10.30.2.${index}`,
    port: 445,
    protocol: 'TCP',
    action: 'Deny',
    rule: '',
  });

const FIREWALL: Readonly<Record<string, Plant>> = {
  'resource/firewall-one-source-many-denied': (scene) => ({
    attack: times(40, (i) => deny(scene, i, '10.20.4.77')),
    benign: times(4, (i) => deny(scene, i, '10.20.4.78')),
    finds: '10.20.4.77',
  }),
  'resource/firewall-port-new-to-machine': (scene) => ({
    attack: times(4, (i) =>
      firewallNetwork(scene.tenant, {
        time: scene.at(i * 9),
        source: '10.20.4.77',
        from: 50_000,
        destination: scene.evil.ip,
        port: 8443,
        protocol: 'TCP',
        action: 'Allow',
        rule: 'allow-partners',
      }),
    ),
    finds: scene.evil.ip,
  }),
  'resource/firewall-threat': (scene) => ({
    attack: [
      scene.row('AZFWThreatIntel', scene.time, {
        SourceIp: '10.20.4.77',
        DestinationIp: scene.evil.ip,
        DestinationPort: 443,
        Fqdn: 'c2.evil.example',
        Action: 'Alert',
        ThreatDescription: 'This is a known command and control host',
      }),
    ],
    benign: [
      scene.row('AZFWThreatIntel', scene.time, {
        SourceIp: '198.51.100.9',
        DestinationIp: '198.18.0.4',
        DestinationPort: 443,
        Action: 'Deny',
      }),
    ],
    finds: 'c2.evil.example',
  }),
  'resource/firewall-intrusion': (scene) => {
    const row = (Action: string, Severity: number) =>
      scene.row('AZFWIdpsSignature', scene.time, {
        SourceIp: scene.evil.ip,
        DestinationIp: '10.20.1.10',
        DestinationPort: 443,
        Action,
        SignatureId: '2032904',
        Category: 'Attempted Administrator Privilege Gain',
        Description: 'exploit',
        Severity,
      });
    return { attack: [row('Alert', 1)], benign: [row('Deny', 1), row('Alert', 3)], finds: scene.evil.ip };
  },
  'resource/firewall-names-that-carry-data': (scene) => {
    const row = (index: number, QueryName: string) =>
      scene.row('AZFWDnsQuery', startOfHour(scene) + index * 1000, {
        SourceIp: '10.20.4.77',
        QueryName,
        QueryType: 'TXT',
      });
    return {
      attack: times(80, (i) => row(i, `${scene.random.hex(24)}.t.tunnel.example.`)),
      benign: times(80, (i) => row(i, `www${i}.partner.example.`)),
      finds: 'tunnel.example',
    };
  },
  'resource/firewall-place-to-leave-files': (scene) => ({
    attack: [
      firewallApplication(scene.tenant, {
        time: scene.time,
        source: '10.20.4.77',
        from: 50_000,
        fqdn: 'g.api.mega.nz',
        action: 'Allow',
        rule: 'allow-web',
        category: '',
      }),
    ],
    finds: '10.20.4.77',
  }),
  'resource/firewall-name-new-to-all': (scene) => ({
    attack: times(12, (i) =>
      firewallApplication(scene.tenant, {
        time: scene.at(i * 20),
        source: '10.20.4.77',
        from: 50_000,
        fqdn: 'cdn.young.example',
        action: 'Allow',
        rule: 'allow-web',
        category: '',
      }),
    ),
    finds: 'cdn.young.example',
  }),
};

const GATEWAY: Readonly<Record<string, Plant>> = {
  'resource/gateway-scanner-answered': (scene) => ({
    attack: times(5, (i) => web(scene, { path: `/old${i}`, userAgent: 'gobuster/3.6' })).flat(),
    benign: times(5, (i) =>
      web(scene, { path: `/old${i}`, userAgent: 'gobuster/3.6', status: 403, ip: '192.0.2.9' }),
    ).flat(),
    finds: scene.evil.ip,
  }),
  'resource/gateway-paths-tried': (scene) => ({
    attack: times(40, (i) =>
      web(scene, { time: startOfHour(scene) + i * 1000, path: `/backup${i}.zip`, status: 404 }),
    ).flat(),
    finds: scene.evil.ip,
  }),
  'resource/gateway-page-for-one': (scene) => ({
    attack: times(15, (i) =>
      web(scene, { time: scene.at(i), method: 'POST', path: '/assets/up.aspx' }),
    ).flat(),
    finds: '/assets/up.aspx',
  }),
  'resource/gateway-passwords-guessed': (scene) => ({
    attack: times(40, (i) =>
      web(scene, { time: startOfHour(scene) + i * 1000, method: 'POST', path: '/login', status: 401 }),
    ).flat(),
    benign: times(4, (i) =>
      web(scene, {
        time: startOfHour(scene) + i * 1000,
        ip: '198.19.3.3',
        method: 'POST',
        path: '/login',
        status: 401,
      }),
    ).flat(),
    finds: scene.evil.ip,
  }),
  'resource/gateway-large-answers': (scene) => ({
    attack: web(scene, { path: '/api/export' }).map((event) => ({
      ...event,
      row: { ...event.row, SentBytes: 1_900_000_000 },
    })),
    finds: scene.evil.ip,
  }),
};

/** Requests to storage, vaults, databases, firewall and gateway that the tenant's attacks do not make. */
export const RESOURCES: Readonly<Record<string, Plant>> = {
  ...STORAGE,
  ...VAULTS,
  ...DATABASES,
  ...FIREWALL,
  ...GATEWAY,
};

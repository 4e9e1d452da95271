import { createHash } from 'node:crypto';
import { once } from 'node:events';
import type { Writable } from 'node:stream';

export interface Layout {
  readonly records: number;
  /** DuckDB's `from_json` structure of the fields that become columns of SigninLogs. */
  readonly structure: string;
}

const TEXT = 'VARCHAR';
const STRUCTURE = {
  time: TEXT,
  resourceId: TEXT,
  operationName: TEXT,
  category: TEXT,
  tenantId: TEXT,
  resultType: TEXT,
  durationMs: 'BIGINT',
  callerIpAddress: TEXT,
  properties: {
    id: TEXT,
    createdDateTime: TEXT,
    userDisplayName: TEXT,
    userPrincipalName: TEXT,
    userId: TEXT,
    appId: TEXT,
    appDisplayName: TEXT,
    ipAddress: TEXT,
    status: 'JSON',
    clientAppUsed: TEXT,
    deviceDetail: 'JSON',
    location: 'JSON',
    correlationId: TEXT,
    conditionalAccessStatus: TEXT,
    appliedConditionalAccessPolicies: 'JSON',
    originalRequestId: TEXT,
    isInteractive: 'BOOLEAN',
    riskState: TEXT,
    riskLevelAggregated: TEXT,
    resourceDisplayName: TEXT,
    authenticationRequirement: TEXT,
    authenticationDetails: TEXT,
    userAgent: TEXT,
    uniqueTokenIdentifier: TEXT,
    sessionId: TEXT,
  },
};

const guid = (...parts: readonly (string | number)[]): string =>
  createHash('md5')
    .update(parts.join('/'))
    .digest('hex')
    .replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');

function signIn(i: number): string {
  const user = i % 500;
  const time = `${new Date(1_760_000_000_000 + i * 700).toISOString().slice(0, 23)}${String(i % 10_000).padStart(4, '0')}Z`;
  const failed = i % 9 === 0;
  const address = `203.0.113.${i % 250}`;
  return JSON.stringify({
    time,
    resourceId: '/tenants/7b9a0000-0000-4000-8000-000000000001/providers/Microsoft.aadiam',
    operationName: 'Sign-in activity',
    operationVersion: '1.0',
    category: 'SignInLogs',
    tenantId: '7b9a0000-0000-4000-8000-000000000001',
    resultType: failed ? '50126' : '0',
    resultSignature: 'None',
    durationMs: i % 400,
    callerIpAddress: address,
    correlationId: guid('c', i),
    identity: `User ${user}`,
    Level: 4,
    location: 'DE',
    properties: {
      id: guid('id', i),
      createdDateTime: time,
      userDisplayName: `User ${user}`,
      userPrincipalName: `user${user}@contoso.example`,
      userId: guid('u', user),
      appId: guid('a', i % 30),
      appDisplayName: `App ${i % 30}`,
      ipAddress: address,
      status: {
        errorCode: failed ? 50126 : 0,
        failureReason: failed ? 'Invalid username or password.' : 'Other.',
      },
      clientAppUsed: 'Browser',
      deviceDetail: { deviceId: guid('d', user), operatingSystem: 'Windows 10', browser: 'Edge 120.0.0' },
      location: {
        city: 'Berlin',
        state: 'Berlin',
        countryOrRegion: 'DE',
        geoCoordinates: { latitude: 52.5, longitude: 13.4 },
      },
      correlationId: guid('c', i),
      conditionalAccessStatus: 'success',
      appliedConditionalAccessPolicies: [
        { id: guid('p', 1), displayName: 'Require MFA', result: 'success', enforcedGrantControls: ['Mfa'] },
      ],
      originalRequestId: guid('id', i),
      isInteractive: true,
      riskState: 'none',
      riskLevelAggregated: 'none',
      resourceDisplayName: 'Microsoft Graph',
      authenticationRequirement: 'singleFactorAuthentication',
      authenticationDetails: [
        { authenticationStepDateTime: time, authenticationMethod: 'Password', succeeded: !failed },
      ],
      userAgent:
        'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0 Safari/537.36',
      uniqueTokenIdentifier: guid('t', i).slice(0, 22),
      sessionId: guid('s', i % 3000),
    },
  });
}

/** Writes sign-ins of a diagnostic setting, one a line, until there are so many bytes; ends the stream. */
export async function writeSignIns(out: Writable, bytes: number): Promise<Layout> {
  let written = 0;
  let records = 0;
  while (written < bytes) {
    const block: string[] = [];
    for (let i = 0; i < 2000; i++) block.push(signIn(records++));
    const text = `${block.join('\n')}\n`;
    written += text.length;
    if (!out.write(text)) await once(out, 'drain');
  }
  out.end();
  await once(out, 'finish');
  return { records, structure: JSON.stringify(STRUCTURE) };
}

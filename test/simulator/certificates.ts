import { generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';
import * as der from './der.ts';

export interface KeyAndCertificate {
  /** PEM. */
  readonly key: string;
  readonly certificate: string;
}

export interface ThrowAwayAuthority {
  /** PEM of the authority; its key is gone when this function has returned. */
  readonly authority: string;
  /** For servers on 127.0.0.1 and localhost. */
  readonly server: KeyAndCertificate;
  /** For a client that proves itself to the token service. */
  readonly client: KeyAndCertificate;
}

const DAY = 86_400_000;
const ECDSA_SHA256 = der.sequence(der.objectId('1.2.840.10045.4.3.2'));
const RSA_SHA256 = der.sequence(der.objectId('1.2.840.113549.1.1.11'), Buffer.from([0x05, 0x00]));

/** Made anew for each run, good for two days. */
export function throwAwayAuthority(): ThrowAwayAuthority {
  const root = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const leaf = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  // @azure/identity signs its assertions with RSA.
  const client = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const issuer = 'Azimuth simulator';
  const named = der.sequence(
    der.implicit(2, Buffer.from('localhost')),
    der.implicit(7, Buffer.from([127, 0, 0, 1])),
  );
  const make = (subject: string, key: KeyObject, extensions: readonly Buffer[]): string =>
    certificate({ subject, issuer, key, signer: root.privateKey, extensions });
  return {
    authority: make(issuer, root.publicKey, [
      extension('2.5.29.19', der.sequence(der.yes), true),
      // keyCertSign and cRLSign.
      extension('2.5.29.15', Buffer.from([0x03, 0x02, 0x01, 0x06]), true),
    ]),
    server: {
      key: pem(leaf.privateKey),
      certificate: make('127.0.0.1', leaf.publicKey, [extension('2.5.29.17', named)]),
    },
    client: { key: pem(client.privateKey), certificate: make('azimuth-client', client.publicKey, []) },
  };
}

function pem(key: KeyObject): string {
  return key.export({ type: 'pkcs8', format: 'pem' }).toString();
}

function extension(id: string, content: Buffer, critical = false): Buffer {
  return der.sequence(der.objectId(id), ...(critical ? [der.yes] : []), der.octets(content));
}

function certificate({
  subject,
  issuer,
  key,
  signer,
  extensions,
}: {
  readonly subject: string;
  readonly issuer: string;
  readonly key: KeyObject;
  readonly signer: KeyObject;
  readonly extensions: readonly Buffer[];
}): string {
  const algorithm = signer.asymmetricKeyType === 'rsa' ? RSA_SHA256 : ECDSA_SHA256;
  const name = (text: string): Buffer =>
    der.sequence(der.set(der.sequence(der.objectId('2.5.4.3'), der.utf8(text))));
  const serial = randomBytes(16);
  serial[0] = (serial[0] ?? 0) & 0x7f || 1;
  const body = der.sequence(
    der.explicit(0, der.integer(Buffer.from([2]))),
    der.integer(serial),
    algorithm,
    name(issuer),
    der.sequence(der.time(new Date(Date.now() - DAY)), der.time(new Date(Date.now() + 2 * DAY))),
    name(subject),
    key.export({ type: 'spki', format: 'der' }),
    ...(extensions.length > 0 ? [der.explicit(3, der.sequence(...extensions))] : []),
  );
  const signed = der.sequence(body, algorithm, der.bits(sign('sha256', body, signer)));
  const lines = signed.toString('base64').match(/.{1,64}/g) ?? [];
  return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`;
}

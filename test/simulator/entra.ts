import { createHmac, createVerify, randomBytes, X509Certificate } from 'node:crypto';
import { type Call, expired, Refusal, type Reply, type Service } from './http.ts';

const LIFETIME = 3_600;

interface Claims {
  readonly aud: string;
  readonly exp: number;
  readonly tid: string;
  readonly oid: string;
  /** What a claims challenge asked for. */
  readonly xms_cc?: string;
}

/** Tokens that look like Entra's and are good here alone. */
export class Entra {
  readonly tenantId: string;
  /** Of the partner, where the same person is a guest. */
  readonly partnerId: string;
  readonly clientId: string;
  readonly #certificate: X509Certificate;
  readonly #secret = randomBytes(32);
  /** How often a token was asked for. */
  issued = 0;

  constructor(tenantId: string, partnerId: string, clientId: string, certificate: string) {
    this.tenantId = tenantId;
    this.partnerId = partnerId;
    this.clientId = clientId;
    this.#certificate = new X509Certificate(certificate);
  }

  /** @param lifetime seconds; negative makes one that has expired */
  issue(audience: string, lifetime = LIFETIME, claims?: string, tenant = this.tenantId): string {
    this.issued++;
    const payload: Claims = {
      aud: audience,
      exp: Math.floor(Date.now() / 1_000) + lifetime,
      tid: tenant,
      oid: '6c5b6c1f-5f1c-4a1b-9f3e-2f7d8a9b0c11',
      ...(claims === undefined ? {} : { xms_cc: claims }),
    };
    const head = `${part({ typ: 'JWT', alg: 'HS256' })}.${part(payload)}`;
    return `${head}.${this.#sign(head)}`;
  }

  /** Refuses what a service of that audience would refuse; else the tenant whose token it is. */
  check({ headers }: Call, audience: string): string {
    const token = /^Bearer (.+)$/.exec(headers.authorization ?? '')?.[1];
    if (token === undefined)
      throw new Refusal(unauthorized('AuthenticationFailed', "The 'Authorization' header is missing."));
    const [head = '', payload = '', signature = ''] = token.split('.');
    if (this.#sign(`${head}.${payload}`) !== signature)
      throw new Refusal(unauthorized('InvalidAuthenticationToken', 'The access token is invalid.'));
    const { aud, exp, tid } = JSON.parse(Buffer.from(payload, 'base64url').toString()) as Claims;
    if (aud !== audience)
      throw new Refusal(
        unauthorized(
          'InvalidAuthenticationTokenAudience',
          `The access token is for ${aud}, not ${audience}.`,
        ),
      );
    if (exp * 1_000 < Date.now()) throw new Refusal(expired());
    return tid;
  }

  /** Discovery and the token endpoint, for client certificates. */
  readonly service: Service = (call) => {
    const [, tenant = '', ...rest] = call.path.split('/');
    if (rest.join('/') === 'v2.0/.well-known/openid-configuration')
      return {
        status: 200,
        body: {
          issuer: `${call.origin}/${tenant}/v2.0`,
          authorization_endpoint: `${call.origin}/${tenant}/oauth2/v2.0/authorize`,
          token_endpoint: `${call.origin}/${tenant}/oauth2/v2.0/token`,
          jwks_uri: `${call.origin}/${tenant}/discovery/v2.0/keys`,
          response_types_supported: ['code'],
          subject_types_supported: ['pairwise'],
        },
      };
    if (rest.join('/') !== 'oauth2/v2.0/token') return { status: 404 };
    const form = new URLSearchParams(call.text);
    if (form.get('client_id') !== this.clientId || !this.#proves(form.get('client_assertion') ?? ''))
      return {
        status: 401,
        body: {
          error: 'invalid_client',
          error_description: 'AADSTS700027: The certificate is not registered.',
        },
      };
    const audience = (form.get('scope') ?? '').split(' ').find((scope) => scope.endsWith('/.default'));
    if (audience === undefined)
      return { status: 400, body: { error: 'invalid_scope', error_description: 'AADSTS1002012' } };
    return {
      status: 200,
      body: {
        token_type: 'Bearer',
        expires_in: LIFETIME,
        ext_expires_in: LIFETIME,
        access_token: this.issue(
          audience.slice(0, -'/.default'.length),
          LIFETIME,
          form.get('claims') ?? undefined,
          tenant === this.partnerId ? tenant : this.tenantId,
        ),
      },
    };
  };

  #proves(assertion: string): boolean {
    const [head = '', payload = '', signature = ''] = assertion.split('.');
    const { alg } = JSON.parse(Buffer.from(head, 'base64url').toString() || '{}') as { alg?: string };
    const verify = createVerify('sha256').update(`${head}.${payload}`);
    const key = this.#certificate.publicKey;
    const proof = Buffer.from(signature, 'base64url');
    if (alg !== 'PS256') return verify.verify(key, proof);
    return verify.verify({ key, padding: 6, saltLength: 32 }, proof);
  }

  #sign(text: string): string {
    return createHmac('sha256', this.#secret).update(text).digest('base64url');
  }
}

function part(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

/** What ARM and Log Analytics say of a token of a tenant that is not the resource's. */
export function wrongTenant(given: string, wanted: string): never {
  throw new Refusal(
    unauthorized(
      'InvalidAuthenticationTokenTenant',
      `The access token is from the wrong issuer '${given}'. It must match the tenant '${wanted}' associated with this subscription.`,
    ),
  );
}

function unauthorized(code: string, message: string): Reply {
  return {
    status: 401,
    headers: { 'www-authenticate': 'Bearer error="invalid_token"' },
    body: { error: { code, message } },
  };
}

import { rootCertificates } from 'node:tls';
import type { TokenCredential } from './credential.ts';
import type { Cloud } from '../clouds.ts';
import { signInNeeded } from '../faults/rights.ts';

/** Ways to sign in without an editor, by the names of the setting and of the command line's flag. */
export const IDENTITY_METHODS = [
  'azureCli',
  'workloadIdentity',
  'certificate',
  'managedIdentity',
  'deviceCode',
] as const;
export type IdentityMethod = (typeof IDENTITY_METHODS)[number];

export interface IdentityOptions {
  readonly method: IdentityMethod;
  readonly cloud: Cloud;
  readonly tenant?: string;
  readonly clientId?: string;
  /** Absolute path of a PEM with the certificate and its key. */
  readonly certificateFile?: string;
  /** Shows the code and the address of a device-code sign-in. */
  readonly onDeviceCode?: (message: string) => void;
}

/** A credential of @azure/identity. Nothing is asked of anyone until its first token; nothing is cached on disk. */
export async function identityCredential(options: IdentityOptions): Promise<TokenCredential> {
  const { method, cloud, tenant, clientId, certificateFile, onDeviceCode } = options;
  const identity = await import('@azure/identity');
  const custom = cloud.name === 'custom';
  const common = {
    authorityHost: cloud.authority,
    // A private cloud's authority is not one that Microsoft's own discovery knows.
    disableInstanceDiscovery: custom,
    ...(cloud.certificateAuthorities === undefined
      ? {}
      : { tlsOptions: { ca: [...rootCertificates, cloud.certificateAuthorities] } }),
    additionallyAllowedTenants: ['*'],
    ...(tenant === undefined ? {} : { tenantId: tenant }),
    ...(clientId === undefined ? {} : { clientId }),
  };
  switch (method) {
    case 'azureCli':
      return new identity.AzureCliCredential({
        additionallyAllowedTenants: ['*'],
        ...(tenant === undefined ? {} : { tenantId: tenant }),
      });
    case 'workloadIdentity':
      return new identity.WorkloadIdentityCredential(common);
    case 'managedIdentity':
      return new identity.ManagedIdentityCredential(clientId === undefined ? {} : { clientId });
    case 'certificate':
      if (tenant === undefined || clientId === undefined || certificateFile === undefined)
        throw signInNeeded('a certificate needs the tenant, the client id and the file of the certificate');
      return new identity.ClientCertificateCredential(tenant, clientId, certificateFile, common);
    case 'deviceCode':
      return new identity.DeviceCodeCredential({
        ...common,
        userPromptCallback: ({ message }) => onDeviceCode?.(message),
      });
  }
}

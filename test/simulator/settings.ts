import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Simulator } from './simulator.ts';

/** VS Code's settings with which an extension is signed in to a simulator; certificates are written beside them. */
export async function simulatorSettings(
  simulator: Simulator,
  folder: string,
): Promise<Readonly<Record<string, unknown>>> {
  const { endpoints, tenantId, clientId, authority, clientCertificate, workspaces, database } = simulator;
  const [workspace] = workspaces;
  const [certificateFile, certificateAuthorityFile] = [
    join(folder, 'client.pem'),
    join(folder, 'authority.pem'),
  ];
  await mkdir(folder, { recursive: true });
  await writeFile(certificateFile, clientCertificate, { mode: 0o600 });
  await writeFile(certificateAuthorityFile, authority);
  return {
    'azimuth.azure.cloud': 'custom',
    'azimuth.azure.customCloud': {
      authority: endpoints.entra,
      arm: endpoints.arm,
      graph: endpoints.graph,
      logAnalytics: endpoints.logAnalytics,
      clusters: [endpoints.kusto],
      certificateAuthorityFile,
    },
    'azimuth.azure.signIn': 'certificate',
    'azimuth.azure.tenant': tenantId,
    'azimuth.azure.clientId': clientId,
    'azimuth.azure.certificateFile': certificateFile,
    'azimuth.connections': [
      {
        name: 'soc',
        kind: 'logAnalytics',
        label: workspace?.name,
        workspaces: [workspace?.customerId],
        workspaceId: workspace?.id,
      },
      { name: 'hunting', kind: 'defender', label: 'Defender' },
      { name: 'lake', kind: 'kusto', cluster: endpoints.kusto, database },
    ],
  };
}

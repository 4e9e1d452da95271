import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from '../../src/cli/run.ts';
import { type Simulator, startSimulator } from '../simulator/simulator.ts';

export { cloudOf, type Signed, signIn, TestCredential } from './signIn.ts';

let running: Promise<Simulator> | undefined;

/** One simulator for the suite: starting it takes longer than a test. */
export function sharedSimulator(): Promise<Simulator> {
  return (running ??= startSimulator());
}

after(async () => {
  await (await running)?.close();
});

/** What a promise was rejected with. */
export async function failureOf(promise: Promise<unknown>): Promise<Error & { code?: string }> {
  try {
    await promise;
  } catch (error) {
    if (error instanceof Error) return error;
    throw error;
  }
  throw new Error('it was to fail and did not');
}

/** Writes `azure.json`, by which the command line signs in to the simulated tenant, and what it names, into a folder. */
export function writeAzureFile(
  simulator: Simulator,
  folder: string,
  connections: readonly object[] = [],
): void {
  const { endpoints, tenantId, clientId, authority, clientCertificate } = simulator;
  writeFileSync(join(folder, 'authority.pem'), authority);
  writeFileSync(join(folder, 'client.pem'), clientCertificate);
  writeFileSync(
    join(folder, 'azure.json'),
    JSON.stringify({
      signIn: 'certificate',
      tenant: tenantId,
      clientId,
      certificateFile: join(folder, 'client.pem'),
      cloud: 'custom',
      customCloud: {
        authority: endpoints.entra,
        arm: endpoints.arm,
        graph: endpoints.graph,
        logAnalytics: endpoints.logAnalytics,
        clusters: [endpoints.kusto],
        certificateAuthorityFile: join(folder, 'authority.pem'),
      },
      connections,
    }),
  );
}

/** Runs the command line in a folder. */
export async function azimuthIn(
  folder: string,
  ...args: readonly string[]
): Promise<{ readonly code: number; readonly out: string; readonly notes: string }> {
  let [out, notes] = ['', ''];
  const code = await run(args, {
    out: (text) => Promise.resolve(void (out += text)),
    note: (text) => void (notes += `${text}\n`),
    interactive: false,
    cwd: folder,
    signal: new AbortController().signal,
  });
  return { code, out, notes };
}

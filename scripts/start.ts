/**
 * `npm start [-- --folder DIR] [--server] [--tenant]`: opens Azimuth on the sample investigation, or on a folder of yours.
 * Uses the desktop VS Code where `code` is on the PATH; otherwise, or when asked to, a VS Code server, whose
 * address it prints. With `--tenant` it is signed in to a simulated tenant.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { runBuild } from './build.ts';
import { openDesktop } from './vscode/desktop.ts';
import { findCodeCommand } from './vscode/executable.ts';
import { reportFailure } from './vscode/missing.ts';
import { startServer } from './vscode/server.ts';
import { startTenant, type Tenant } from './vscode/tenant.ts';

const sampleFolder = '.azimuth/sample-investigation';

/** The sample investigation, made by the CLI that was just built unless it is there already. */
function ensureSample(): string {
  if (existsSync(join(sampleFolder, 'case.yaml'))) return sampleFolder;
  console.log('making the sample investigation');
  rmSync(sampleFolder, { recursive: true, force: true });
  const made = spawnSync(process.execPath, ['dist/cli.js', 'sample', '--out', sampleFolder], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  if (made.status !== 0) throw new Error(`azimuth sample ended with exit code ${String(made.status)}`);
  return sampleFolder;
}

/** Runs until it is interrupted. The address carries the server's token: who has it can use this VS Code. */
async function serve(folder: string, tenant: Tenant | undefined): Promise<void> {
  const server = await startServer({
    mode: 'installed',
    extensions: ['.'],
    ...(tenant ? { settings: tenant.settings } : {}),
  });
  if (tenant) console.log('signed in to a simulated tenant, which ends with this program');
  console.log(`Azimuth is open at\n\n  ${server.address(folder)}\n\nCtrl+C ends it.`);
  await new Promise<void>((ended) => {
    process.once('SIGINT', () => ended());
    process.once('SIGTERM', () => ended());
  });
  await server.stop();
  await tenant?.close();
  console.log('ended');
}

try {
  const { values } = parseArgs({
    options: {
      folder: { type: 'string' },
      server: { type: 'boolean', default: false },
      tenant: { type: 'boolean', default: false },
    },
  });
  await runBuild({ ifStale: true, quiet: true });
  const folder = values.folder ?? ensureSample();
  // A tenant's addresses are settings, and a person's own VS Code keeps its settings.
  const command = values.server || values.tenant ? undefined : findCodeCommand();
  if (command === undefined) await serve(folder, values.tenant ? await startTenant('.azimuth') : undefined);
  else {
    await openDesktop(command, folder);
    console.log(`opened ${folder} in VS Code`);
  }
} catch (error) {
  reportFailure(error);
}

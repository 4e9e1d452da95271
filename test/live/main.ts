/**
 * `npm run test:live [-- --azure FILE]`: checks in a real tenant what the code relies on and no published description says for
 * certain. It reads and changes nothing. Without a file it uses the Azure CLI's sign-in. Exit code 1 where something differs.
 */
import { parseArgs } from 'node:util';
import { identityCredential } from '../../src/azure/auth/identity.ts';
import { AzureClient } from '../../src/azure/pipeline/client.ts';
import { readSettings } from '../../src/azure/settings.ts';
import { openAzure } from '../../src/cli/azure.ts';
import { FACTS, type LiveTenant, lookAt } from './facts.ts';

const { values } = parseArgs({ options: { azure: { type: 'string' } } });
const file = values.azure ?? process.env['AZIMUTH_AZURE'];

async function open(): Promise<LiveTenant> {
  if (file !== undefined)
    return openAzure(file, {
      out: () => Promise.resolve(),
      note: (text) => console.error(text),
      interactive: true,
      cwd: process.cwd(),
      signal: new AbortController().signal,
    });
  const settings = await readSettings({}, 'azureCli');
  const credential = await identityCredential({ method: 'azureCli', cloud: settings.cloud });
  return { settings, client: new AzureClient({ cloud: settings.cloud, credential }) };
}

const tenant = await open();
try {
  await tenant.client.send({
    plane: 'arm',
    url: '/tenants?api-version=2022-12-01',
    what: 'list your tenants',
  });
} catch (error) {
  console.log(`skipped: nobody is signed in (${error instanceof Error ? error.message : String(error)})`);
  process.exit();
}
const WORDS = { holds: 'holds  ', differs: 'DIFFERS', unseen: 'unseen ' };
for (const fact of FACTS) {
  const finding = await lookAt(fact, tenant);
  const why =
    finding.kind === 'differs' ? `: ${finding.how}` : finding.kind === 'unseen' ? `: ${finding.why}` : '';
  console.log(`${WORDS[finding.kind]} ${fact.name}${why}`);
  if (finding.kind === 'differs') process.exitCode = 1;
}

/** Runs the import rules and fails when the tool saw fewer modules than there are, which would be a silent pass. */
import { globSync } from 'node:fs';
import { cruise } from 'dependency-cruiser';
import extractOptions from 'dependency-cruiser/config-utl/extract-depcruise-options';
import extractTsConfig from 'dependency-cruiser/config-utl/extract-ts-config';

const folders = ['src', 'webviews', 'test', 'scripts'];
const options = await extractOptions('./.dependency-cruiser.cjs');
const { output } = await cruise(folders, options, undefined, { tsConfig: extractTsConfig('tsconfig.json') });
if (typeof output === 'string') throw new Error('dependency-cruiser gave text where a result was asked for');

const seen = new Set(output.modules.map((m) => m.source));
const missed = folders
  .flatMap((f) => globSync(`${f}/**/*.ts`))
  .filter((file) => !seen.has(file.replaceAll('\\', '/')));
for (const { rule, from, to } of output.summary.violations) console.error(`${rule.name}: ${from} → ${to}`);
for (const file of missed) console.error(`not seen by the import check: ${file}`);
const failed = output.summary.error > 0 || missed.length > 0 || seen.size === 0;
console.log(`import rules: ${seen.size} modules, ${output.summary.violations.length} violations`);
process.exitCode = failed ? 1 : 0;

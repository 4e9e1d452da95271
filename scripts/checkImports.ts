/** `npm run check:imports`: fails on a forbidden import, and when the tool saw fewer modules than there are. */
import { checkImports } from './check/imports.ts';

const { modules, violations, unseen } = await checkImports('.');
for (const { rule, from, to } of violations) console.error(`${rule}: ${from} → ${to}`);
for (const file of unseen) console.error(`not seen by the import check: ${file}`);
console.log(`import rules: ${modules} modules, ${violations.length} violations`);
process.exitCode = violations.length + unseen.length > 0 ? 1 : 0;

/** `npm run package`: builds, makes the VSIX for this platform in `out/`, and checks what is in it. */
import { runBuild } from './build.ts';
import { contentProblems } from './package/contents.ts';
import { listVsix, makeVsix } from './package/vsix.ts';
import { reportFailure } from './vscode/missing.ts';

try {
  await runBuild({ ifStale: false, quiet: false });
  const file = makeVsix();
  const entries = await listVsix(file);
  const problems = contentProblems(entries);
  for (const problem of problems) console.error(problem);
  const megabytes = entries.reduce((sum, { bytes }) => sum + bytes, 0) / 1024 / 1024;
  console.log(`${file}: ${entries.length} files, ${megabytes.toFixed(1)} MB unpacked`);
  process.exitCode = problems.length > 0 ? 1 : 0;
} catch (error) {
  reportFailure(error);
}

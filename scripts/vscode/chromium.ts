/** Finds a Chromium for headless tests; on Debian as root installs one when there is none. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { MissingTool } from './missing.ts';

const names = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome', 'microsoft-edge'];

function candidates(): string[] {
  const onPath = (process.env['PATH'] ?? '')
    .split(delimiter)
    .flatMap((dir) => names.map((n) => join(dir, n)));
  if (process.platform === 'darwin') {
    const apps = ['Google Chrome', 'Chromium', 'Microsoft Edge'];
    return [...apps.map((app) => `/Applications/${app}.app/Contents/MacOS/${app}`), ...onPath];
  }
  if (process.platform === 'win32') {
    const roots = ['PROGRAMFILES', 'PROGRAMFILES(X86)', 'LOCALAPPDATA'].flatMap((v) => process.env[v] ?? []);
    const programs = ['Google/Chrome/Application/chrome.exe', 'Microsoft/Edge/Application/msedge.exe'];
    return roots.flatMap((root) => programs.map((program) => join(root, program)));
  }
  return onPath;
}

/** `AZIMUTH_CHROMIUM`, else the first Chromium-based browser in the usual places. */
function findChromium(): string | undefined {
  const named = process.env['AZIMUTH_CHROMIUM'];
  if (named === undefined || named === '') return candidates().find((path) => existsSync(path));
  if (existsSync(named)) return named;
  throw new MissingTool(`AZIMUTH_CHROMIUM names ${named}, which does not exist`, 'correct it or unset it');
}

/** As `findChromium`, and installs Debian's package where this process may; throws `MissingTool` otherwise. */
export function ensureChromium(): string {
  const found = findChromium();
  if (found !== undefined) return found;
  if (process.getuid?.() === 0 && existsSync('/etc/debian_version')) {
    console.error('installing chromium with apt-get (the tests need a browser)');
    const install = 'apt-get update -qq && apt-get install -y -qq --no-install-recommends chromium';
    const { status, stderr } = spawnSync('sh', ['-c', install], {
      encoding: 'utf8',
      stdio: ['ignore', 'ignore', 'pipe'],
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    });
    if (status !== 0) console.error(stderr.trim());
  }
  const installed = findChromium();
  if (installed !== undefined) return installed;
  throw new MissingTool(
    'no Chromium was found',
    'install chromium or set AZIMUTH_CHROMIUM to a Chromium-based browser',
  );
}

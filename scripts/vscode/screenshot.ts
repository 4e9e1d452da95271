/**
 * Looks at the extension in a real VS Code: `node scripts/vscode/screenshot.ts [--folder DIR] [--theme
 * dark|light|hc-dark|hc-light] [--tenant] [--width N] [--height N] [--out DIR] [--steps FILE.ts]`. The steps' module
 * exports `default async (workbench, shot) => …`; without one a single picture `workbench.png` is taken.
 */
import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { runBuild } from '../build.ts';
import { startTenant } from './tenant.ts';
import { reportFailure } from './missing.ts';
import { startServer } from './server.ts';
import { openWorkbench, type Workbench } from './workbench.ts';

/** Saves `<out>/<name>.png`. */
export type Shot = (name: string) => Promise<void>;
export type Steps = (workbench: Workbench, shot: Shot) => Promise<void>;

const themes: Readonly<Record<string, string>> = {
  dark: 'Dark 2026',
  light: 'Light 2026',
  'hc-dark': 'Default High Contrast',
  'hc-light': 'Default High Contrast Light',
};

async function loadSteps(file: string | undefined): Promise<Steps> {
  if (file === undefined) return (_workbench, shot) => shot('workbench');
  const module = (await import(pathToFileURL(resolve(file)).href)) as { default?: Steps };
  if (module.default === undefined) throw new Error(`${file} has no default export`);
  return module.default;
}

async function run(): Promise<void> {
  const { values } = parseArgs({
    options: {
      folder: { type: 'string' },
      theme: { type: 'string', default: 'dark' },
      width: { type: 'string', default: '1400' },
      height: { type: 'string', default: '900' },
      out: { type: 'string', default: 'out/pictures' },
      steps: { type: 'string' },
      tenant: { type: 'boolean', default: false },
    },
  });
  const theme = themes[values.theme];
  if (theme === undefined) throw new Error(`--theme is one of ${Object.keys(themes).join(', ')}`);
  const steps = await loadSteps(values.steps);
  await runBuild({ ifStale: true, quiet: false });
  mkdirSync(values.out, { recursive: true });
  const tenant = values.tenant ? await startTenant(values.out) : undefined;
  const server = await startServer({
    mode: 'development',
    // Otherwise the theme follows the browser, which prefers light.
    settings: { 'workbench.colorTheme': theme, 'window.autoDetectColorScheme': false, ...tenant?.settings },
  });
  try {
    const workbench = await openWorkbench(server, {
      extension: '.',
      ...(values.folder === undefined ? {} : { folder: values.folder }),
      width: Number(values.width),
      height: Number(values.height),
    });
    const shot: Shot = async (name) => {
      const file = join(values.out, `${name}.png`);
      await workbench.screenshot(file);
      console.log(file);
    };
    try {
      await steps(workbench, shot);
    } catch (error) {
      await shot('failed');
      throw error;
    } finally {
      await workbench.close();
    }
  } finally {
    await server.stop();
    await tenant?.close();
  }
}

try {
  await run();
} catch (error) {
  reportFailure(error);
}

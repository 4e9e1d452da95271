import { execFileSync } from 'node:child_process';
import { globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import type { Locator } from 'playwright-core';
import { type Server, startServer } from '../../scripts/vscode/server.ts';
import { openAddress, type Workbench } from '../../scripts/vscode/workbench.ts';

/** A case with a few logs, made by the built command line, in a folder of its own. */
export interface WalkCase {
  readonly folder: string;
  remove(): void;
}

function azimuth(...args: readonly string[]): string {
  return execFileSync(process.execPath, ['dist/cli.js', ...args], { encoding: 'utf8' });
}

/** `logs`: name of an export → its lines, each a record. `notebooks`: name → text. */
export function makeWalkCase(
  logs: Readonly<Record<string, readonly object[]>>,
  notebooks: Readonly<Record<string, string>>,
): WalkCase {
  const root = mkdtempSync(join(tmpdir(), 'azimuth-walk-'));
  const folder = join(root, 'case');
  azimuth('init', folder, '--title', 'A walk');
  for (const [name, records] of Object.entries(logs)) {
    const file = join(root, name);
    writeFileSync(file, `${records.map((record) => JSON.stringify(record)).join('\n')}\n`);
    azimuth('import', file, '--case', folder);
  }
  for (const [name, text] of Object.entries(notebooks)) writeFileSync(join(folder, 'notebooks', name), text);
  return { folder, remove: () => rmSync(root, { recursive: true, force: true, maxRetries: 5 }) };
}

/** Writes the tables of a sample tenant under a spray beside the case, as the portal exports them; gives their folder. */
export function writeExports({ folder }: WalkCase, rows: number): string {
  const out = join(folder, '../exports');
  azimuth('sample', '--out', out, '--as', 'la-csv', '--scenario', 'spray', '--rows', String(rows));
  return join(out, 'portal');
}

/** The checkout's extension installed in a VS Code of its own, as a person has it: trust is asked for. */
export interface Walk {
  readonly server: Server;
  readonly workbench: Workbench;
  end(): Promise<void>;
}

export async function startWalk(
  folder: string | undefined,
  settings: Readonly<Record<string, unknown>> = {},
): Promise<Walk> {
  const server = await startServer({ mode: 'installed', extensions: ['.'], settings });
  try {
    const workbench = await openAddress(server.address(folder));
    const walk: Walk = {
      server,
      workbench,
      end: async () => {
        walking.delete(walk);
        await workbench.close();
        await server.stop();
      },
    };
    walking.add(walk);
    return walk;
  } catch (error) {
    await server.stop();
    throw error;
  }
}

/** What a failed walk leaves to find out why: what was on screen, and the end of what Azimuth logged. */
async function report({ server, workbench }: Walk): Promise<void> {
  for (const [what, selector] of Object.entries(SHOWN))
    for (const text of await workbench.page.locator(selector).allInnerTexts())
      if (text.trim() !== '') console.error(`      ${what}: ${text.trim().replace(/\s*\n\s*/g, ' | ')}`);
  for (const log of globSync(join(server.folder, '**/logs/**/{Azimuth*,remoteexthost}.log')))
    console.error(`      ${basename(log)}:\n${readFileSync(log, 'utf8').split('\n').slice(-25).join('\n')}`);
}

const SHOWN = {
  notification: '.notification-list-item',
  dialog: '.monaco-dialog-box',
  'quick input': '.quick-input-widget',
  view: '.sidebar .pane',
  tabs: '.tabs-container',
  status: '.statusbar',
};

/** Walks that have begun and not ended. */
const walking = new Set<Walk>();

afterEach(async function () {
  if (this.currentTest?.state !== 'failed') return;
  for (const walk of walking) await report(walk);
});

/** Shows our views. */
export async function showAzimuth({ workbench }: Walk): Promise<void> {
  await (await workbench.find('.activitybar [aria-label^="Azimuth"]')).click();
}

/** VS Code's menus take no click in their first tenth of a second, and stay open then. */
const MENU_OPENS_MS = 250;

/**
 * Takes an entry of the menu of a row, again until `next` is there: a tree that is being read anew takes no click. `rowOf`
 * finds the row as it is drawn now.
 */
export async function chooseInMenu(
  { workbench }: Walk,
  rowOf: () => Promise<Locator>,
  label: string,
  next: string,
): Promise<void> {
  const { page } = workbench;
  for (let attempt = 0; attempt < 6; attempt++) {
    await (await rowOf()).click({ button: 'right' });
    const entry = page.locator('.monaco-menu .action-label', { hasText: label }).first();
    const isThere = await entry
      .waitFor({ state: 'visible', timeout: 3_000 })
      .then(() => page.waitForTimeout(MENU_OPENS_MS))
      .then(() => entry.click({ timeout: 3_000 }))
      .then(() => workbench.find(next, 8_000))
      .then(
        () => true,
        () => false,
      );
    if (isThere) return;
    // In the tree itself Escape takes the selection away.
    if (await page.locator('.monaco-menu, .quick-input-widget').filter({ visible: true }).count())
      await page.keyboard.press('Escape');
  }
  throw new Error(`${label} did not bring ${next}`);
}

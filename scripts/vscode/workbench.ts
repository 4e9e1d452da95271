/** A workbench in a browser page: what a person does with it, as steps that wait until they took effect. */
import { statSync } from 'node:fs';
import type { Frame, Locator, Page } from 'playwright-core';
import { type BrowserOptions, openBrowser } from './browser.ts';
import type { Server } from './server.ts';

export interface OpenOptions extends BrowserOptions {
  readonly folder?: string;
  /** Extension under development (servers in `development` mode only). */
  readonly extension?: string;
}

export interface Workbench {
  readonly page: Page;
  /** Runs a command by the title that the palette shows, for example `Azimuth: New Case...`. */
  command(title: string): Promise<void>;
  /** Types into the quick input that is open and accepts it. */
  answer(text: string): Promise<void>;
  /** Writes `file`, a path that does not exist yet, from the save dialog that is open or opens. */
  saveAs(file: string): Promise<void>;
  /** Opens a file of the workspace by its name. */
  open(name: string): Promise<void>;
  key(chord: string): Promise<void>;
  /** Runs all cells of the notebook that is open, once it is there; resolves when the first of them has begun. */
  runAll(): Promise<void>;
  /** Answers the question whether the opened folder is trusted, with yes. */
  trust(): Promise<void>;
  /** The first element in the page or any frame (webview, notebook output) that matches, once it is visible. */
  find(selector: string, timeout?: number): Promise<Locator>;
  screenshot(file: string): Promise<void>;
  close(): Promise<void>;
}

const palette = '.quick-input-widget:not([style*="display: none"])';

async function visibleIn(frame: Frame, selector: string): Promise<Locator | undefined> {
  try {
    const locator = frame.locator(selector).first();
    return (await locator.isVisible()) ? locator : undefined;
  } catch {
    // The frame went away while it was asked; the next round sees what took its place.
    return undefined;
  }
}

async function find(page: Page, selector: string, timeout: number): Promise<Locator> {
  const end = Date.now() + timeout;
  for (;;) {
    for (const frame of page.frames()) {
      const found = await visibleIn(frame, selector);
      if (found !== undefined) return found;
    }
    if (Date.now() > end) throw new Error(`nothing visible matched ${selector} within ${timeout} ms`);
    await page.waitForTimeout(50);
  }
}

/**
 * Opens the quick input with `chord`, types `text`, and takes the first entry that shows `label`. What it lists is of
 * the moment when it was opened, so it is opened again until the entry is there.
 */
async function pick(page: Page, chord: string, text: string, label: string): Promise<void> {
  const row = page.locator(`${palette} .monaco-list-row`).filter({ hasText: label }).first();
  const end = Date.now() + 60_000;
  for (;;) {
    await page.keyboard.press(chord);
    try {
      await page.locator(`${palette} input`).fill(text, { timeout: 5_000 });
      await row.click({ timeout: 5_000 });
      return;
    } catch (error) {
      if (Date.now() > end) throw error;
      await page.keyboard.press('Escape');
    }
  }
}

/** A toolbar that is laid out anew at the moment of a click may take none, so it is clicked until a cell has begun. */
async function runAll(page: Page): Promise<void> {
  const run = await find(page, '.notebook-toolbar-container [aria-label*="Run All"]', 60_000);
  const begun = page.locator('.notebookOverlay .cell-status-left [class*="codicon-notebook-state-"]').first();
  for (let attempt = 0; attempt < 3; attempt++) {
    await run.click();
    try {
      await begun.waitFor({ timeout: 10_000 });
      return;
    } catch {
      // Not yet, or not at all.
    }
  }
  throw new Error('no cell began to run');
}

/** The dialog may name its first folder after something was typed, and takes no answer while it looks up what was. */
async function saveAs(page: Page, file: string): Promise<void> {
  const input = page.locator(`${palette} input`);
  const end = Date.now() + 60_000;
  while (!statSync(file, { throwIfNoEntry: false })?.size) {
    if (Date.now() > end) throw new Error(`${file} was not written within a minute`);
    if (await input.isVisible()) {
      if ((await input.inputValue()) === file) await page.keyboard.press('Enter');
      else await input.fill(file);
    }
    await page.waitForTimeout(500);
  }
}

/** Opens a workbench by its address in a new browser and resolves when it is there. */
export async function openAddress(address: string, size: BrowserOptions = {}): Promise<Workbench> {
  const browser = await openBrowser(size);
  const { page } = browser;
  try {
    await page.goto(address);
    await page.locator('.monaco-workbench .statusbar').waitFor({ timeout: 60_000 });
  } catch (error) {
    await browser.close();
    throw error;
  }
  return {
    page,
    command: (title) => pick(page, 'F1', `>${title}`, title),
    answer: async (text) => {
      await page.locator(`${palette} input`).waitFor({ timeout: 10_000 });
      await page.locator(`${palette} input`).fill(text);
      await page.keyboard.press('Enter');
    },
    saveAs: (file) => saveAs(page, file),
    open: (name) => pick(page, 'Control+P', name, name),
    key: (chord) => page.keyboard.press(chord),
    runAll: () => runAll(page),
    trust: () =>
      page
        .locator('.monaco-dialog-box .monaco-button', { hasText: 'Yes, I trust' })
        .click({ timeout: 60_000 }),
    find: (selector, timeout = 60_000) => find(page, selector, timeout),
    screenshot: async (file) => {
      await page.screenshot({ path: file });
    },
    close: () => browser.close(),
  };
}

/** Opens the server's workbench, where asked on a folder and with an extension from a checkout. */
export function openWorkbench(server: Server, options: OpenOptions = {}): Promise<Workbench> {
  const { folder, extension, ...size } = options;
  const payload: [string, string][] =
    extension === undefined ? [] : [['extensionDevelopmentPath', server.uri(extension)]];
  return openAddress(
    server.address(folder, [...payload, ['skipWelcome', 'true'], ['skipReleaseNotes', 'true']]),
    size,
  );
}

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { openBrowser } from '../../../scripts/vscode/browser.ts';
import type { AnswerColumn, Cell, Visualization } from '../../../src/domain/answer.ts';
import type { ResultHead } from '../../../src/domain/result.ts';
import type { AnswerPayload, FromResults, ToResults } from '../../../src/protocol/results.ts';
import { bodyClass, type ThemeName, themes } from '../timeline/themes.ts';

const bundles = join(import.meta.dirname, '..', '..', '..', 'dist', 'webviews');
const FILES = ['resultsPanel.js', 'resultsPanel.css', 'charts.js'];

/** An answer of which the rows are made when they are asked for. */
export interface MadeAnswer {
  readonly columns: readonly AnswerColumn[];
  readonly rows: number;
  cell(row: number, column: number): Cell;
  readonly visualization?: Visualization;
}

export interface ResultsPage {
  readonly page: Page;
  sent(): readonly FromResults[];
  send(message: ToResults): Promise<void>;
  /** Addresses that were asked for beside the page's own files. */
  readonly strayed: readonly string[];
  close(): Promise<void>;
}

function headOf({ columns, rows, visualization }: MadeAnswer): ResultHead {
  return {
    id: '0'.repeat(32),
    connection: 'case',
    query: 'T',
    window: null,
    ranAt: '2026-03-01T10:00:00Z',
    digest: 'ab'.repeat(32),
    withKeys: true,
    origin: null,
    columns,
    ordered: true,
    completeness: { state: 'complete' },
    statistics: { rows, elapsedMs: 12 },
    ...(visualization && { visualization }),
  };
}

/** Answers as the extension does, with every row in its own order whatever the view. */
function answerTo(answer: MadeAnswer, message: FromResults): ToResults | undefined {
  if (!('request' in message)) return undefined;
  const { request } = message;
  switch (message.type) {
    case 'count':
      return { type: 'count', request, count: answer.rows };
    case 'page': {
      const count = Math.max(0, Math.min(message.count, answer.rows - message.from));
      const places = Array.from({ length: count }, (_, i) => message.from + i);
      const rows = places.map((row) => message.columns.map((column) => answer.cell(row, column)));
      return { type: 'page', request, page: { rows, places, keys: places.map(() => null) } };
    }
    case 'profile': {
      const top = [{ value: answer.cell(0, message.column), rows: 1 }];
      const profile = {
        rows: answer.rows,
        empty: 0,
        distinct: 1,
        least: null,
        greatest: null,
        mean: null,
        top,
      };
      return { type: 'profile', request, profile };
    }
    case 'cancel':
      return undefined;
  }
}

/** The panel's page as the extension serves it: the built bundle under a policy that allows nothing else. */
export async function openResults(
  answer: MadeAnswer,
  options: { readonly theme?: ThemeName; readonly width?: number; readonly height?: number } = {},
): Promise<ResultsPage> {
  const { theme = 'dark', width = 1200, height = 760 } = options;
  const browser = await openBrowser({ width, height });
  const { page } = browser;
  const messages: FromResults[] = [];
  const strayed: string[] = [];
  const style = Object.entries(themes[theme])
    .map(([variable, value]) => `--vscode-${variable}:${value}`)
    .join(';');
  const html = `<!doctype html><html lang="en" style="${style}"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'self' 'unsafe-inline'; script-src 'self' 'nonce-x'">
<link rel="stylesheet" href="resultsPanel.css"></head><body class="${bodyClass[theme]}"><div id="app"></div>
<script nonce="x">window.pwned = () => { window.isPwned = true; }; window.acquireVsCodeApi = () => ({ postMessage: (m) => window.toHost(m) });</script>
<script type="module" src="resultsPanel.js"></script></body></html>`;
  await page.route('**/*', async (route) => {
    const url = route.request().url();
    const name = new URL(url).pathname.slice(1);
    const isOwn = new URL(url).host === 'results.example';
    if (isOwn && name === 'page') await route.fulfill({ contentType: 'text/html', body: html });
    else if (isOwn && FILES.includes(name))
      await route.fulfill({
        contentType: name.endsWith('js') ? 'text/javascript' : 'text/css',
        body: await readFile(join(bundles, name), 'utf8'),
      });
    else {
      if (name !== 'favicon.ico') strayed.push(url);
      await route.abort();
    }
  });
  const send = (message: unknown): Promise<void> =>
    page.evaluate((m) => window.postMessage(m, '*'), message as never);
  const columns = [...answer.columns.keys()];
  const first = Array.from({ length: Math.min(100, answer.rows) }, (_, row) =>
    columns.map((column) => answer.cell(row, column)),
  );
  const payload: AnswerPayload = { format: 2, head: headOf(answer), first, zone: 'utc', earlier: false };
  await page.exposeFunction('toHost', (message: FromResults | 'ready') => {
    if (message === 'ready') {
      void send({ type: 'answer', answer: payload });
      return;
    }
    messages.push(message);
    const reply = answerTo(answer, message);
    if (reply) void send(reply);
  });
  await page.goto('http://results.example/page');
  await page.locator('.azr').waitFor();
  return { page, strayed, sent: () => messages, send, close: () => browser.close() };
}

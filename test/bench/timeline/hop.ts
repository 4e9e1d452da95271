import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startServer } from '../../../scripts/vscode/server.ts';
import { openWorkbench } from '../../../scripts/vscode/workbench.ts';

/** Sends packed columns of each size from the extension host to a webview, as the timeline does, and writes what came in how long. */
const EXTENSION = `
const vscode = require('vscode');
exports.activate = () => {
  const panel = vscode.window.createWebviewPanel('hop', 'Hop', vscode.ViewColumn.Active, { enableScripts: true });
  const sizes = SIZES;
  const lines = [];
  let sent = 0;
  const next = () => {
    const count = sizes.shift();
    if (count === undefined) { panel.title = 'Hop ' + lines.join(' '); return; }
    const packed = { steps: new Uint32Array(count).fill(4096), codes: new Uint8Array(count) };
    sent = performance.now();
    panel.webview.postMessage({ type: 'observed', events: { packed } });
  };
  panel.webview.onDidReceiveMessage((message) => {
    if (message.type === 'got') lines.push(message.count + ':' + Math.round(performance.now() - sent) + ':' + message.whole);
    next();
  });
  panel.webview.html = \`<!doctype html><html><head><meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'nonce-x'"></head><body><script nonce="x">
    const api = acquireVsCodeApi();
    addEventListener('message', ({ data: { events: { packed: { steps, codes } } } }) => api.postMessage({ type: 'got', count: steps.length,
      whole: steps instanceof Uint32Array && codes instanceof Uint8Array && steps[steps.length - 1] === 4096 }));
    api.postMessage({ type: 'ready' });
  </script></body></html>\`;
};
`;

/**
 * How long columns take from the extension host to a webview of a real VS Code and the word that they came back, in
 * milliseconds by size. Typed arrays must arrive as such.
 */
export async function printHop(sizes: readonly number[]): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'azimuth-hop-'));
  const extension = join(folder, 'extension');
  mkdirSync(extension);
  const manifest = {
    name: 'hop',
    publisher: 'azimuth-bench',
    version: '0.0.1',
    engines: { vscode: '^1.100.0' },
    main: './main.js',
    activationEvents: ['onStartupFinished'],
  };
  writeFileSync(join(extension, 'package.json'), JSON.stringify(manifest));
  writeFileSync(join(extension, 'main.js'), EXTENSION.replace('SIZES', JSON.stringify([1, ...sizes])));
  const server = await startServer({ mode: 'development' });
  try {
    const workbench = await openWorkbench(server, { extension });
    try {
      const tab = await workbench.find('.tab[aria-label^="Hop 1:"]', 180_000);
      const label = (await tab.getAttribute('aria-label')) ?? '';
      for (const [, count, took, whole] of label.matchAll(/(\d+):(\d+):(true|false)/g))
        if (count !== '1')
          console.log(
            `Host to webview and back: ${count} events, ${(Number(count) * 5) / 1e6} MB, in ${took} ms${whole === 'true' ? '' : '; they did not arrive as typed arrays'}`,
          );
    } finally {
      await workbench.close();
    }
  } finally {
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

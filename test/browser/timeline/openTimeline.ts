import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { openBrowser } from '../../../scripts/vscode/browser.ts';
import { attackLabels } from '../../../src/attack/data/attackData.ts';
import { observedRules } from '../../../src/attack/mapping/assembleObserved.ts';
import { loadRules } from '../../../src/attack/mapping/loadRules.ts';
import type { AttackLabels, ObservedRule } from '../../../src/domain/observed.ts';
import type { FromTimeline, ToTimeline } from '../../../src/protocol/timeline.ts';
import { bodyClass, type ThemeName, themes } from './themes.ts';

const repository = join(import.meta.dirname, '..', '..', '..');

export interface TimelinePage {
  readonly page: Page;
  /** As VS Code delivers a message of the extension. */
  send(message: ToTimeline): Promise<void>;
  /** Generates `count` bursty events in the page, with the seed, and sends them; resolves when they are drawn. */
  load(count: number, seed?: number): Promise<void>;
  sent(): Promise<FromTimeline[]>;
  setTheme(theme: ThemeName): Promise<void>;
  drawn(): Promise<void>;
  /** A fresh page in the same browser. */
  reload(): Promise<void>;
  close(): Promise<void>;
}

export interface PageOptions {
  readonly theme?: ThemeName;
  readonly width?: number;
  readonly height?: number;
  readonly deviceScaleFactor?: number;
}

/** The rules and labels that the extension would send. */
async function rulesAndLabels(): Promise<{ rules: ObservedRule[]; attack: AttackLabels }> {
  const rules = observedRules(await loadRules(join(repository, 'queries', 'attack')), '19.0');
  return {
    rules,
    attack: attackLabels(
      '19.0',
      rules.map((rule) => rule.technique),
    ),
  };
}

/** The page as the extension serves it: the built bundle under a policy that allows nothing else. */
export async function openTimeline(options: PageOptions = {}): Promise<TimelinePage> {
  const { theme = 'dark', ...viewport } = options;
  const browser = await openBrowser({ width: 1200, height: 760, ...viewport });
  const { page } = browser;
  const requests: string[] = [];
  const style = (name: ThemeName): string =>
    Object.entries(themes[name])
      .map(([variable, value]) => `--vscode-${variable}:${value}`)
      .join(';');
  const html = `<!doctype html><html lang="en" style="${style(theme)}"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'self' 'unsafe-inline'; script-src 'self' 'nonce-x'">
<link rel="stylesheet" href="timeline.css"></head><body class="${bodyClass[theme]}"><div id="app"></div>
<script nonce="x">window.sent = []; window.acquireVsCodeApi = () => ({ postMessage: (m) => window.sent.push(m) });</script>
<script type="module" src="timeline.js"></script></body></html>`;
  await page.route('**/*', async (route) => {
    const name = new URL(route.request().url()).pathname.slice(1);
    requests.push(name);
    if (name === 'page') await route.fulfill({ contentType: 'text/html', body: html });
    else if (name === 'timeline.js' || name === 'timeline.css')
      await route.fulfill({
        contentType: name.endsWith('js') ? 'text/javascript' : 'text/css',
        body: await readFile(join(repository, 'dist', 'webviews', name), 'utf8'),
      });
    else await route.abort();
  });
  const { rules, attack } = await rulesAndLabels();
  const reload = async (): Promise<void> => {
    await page.goto('http://timeline.example/page');
    await page.evaluate(pageHelpers, { rules, attack });
  };
  await reload();
  const drawn = (): Promise<void> =>
    page.evaluate(
      () => new Promise<void>((done) => requestAnimationFrame(() => requestAnimationFrame(() => done()))),
    );
  return {
    page,
    drawn,
    reload,
    send: (message) => page.evaluate((m) => window.postMessage(m, '*'), message as never).then(drawn),
    load: (count, seed = 1) =>
      page.evaluate(([n, s]) => window.azimuthTest.load(n, s), [count, seed] as const).then(drawn),
    sent: () => page.evaluate(() => window.sent),
    setTheme: async (next) => {
      await page.evaluate(
        ([css, name]) => {
          document.documentElement.setAttribute('style', css);
          document.body.className = name;
        },
        [style(next), bodyClass[next]] as const,
      );
      await drawn();
    },
    close: async () => {
      await browser.close();
      const stray = requests.filter(
        (name) => !['page', 'timeline.js', 'timeline.css', 'favicon.ico'].includes(name),
      );
      if (stray.length > 0) throw new Error(`the page asked for ${stray.join(', ')}`);
    },
  };
}

declare global {
  interface Window {
    sent: FromTimeline[];
    azimuthTest: {
      events: { time: Float64Array; rule: Uint16Array; table: Uint16Array };
      load(count: number, seed: number): void;
      /** The two halves of `load`. */
      make(count: number, seed: number, shape?: string): void;
      /** An account for each event of four hundred, as the lanes to come. */
      prepareLanes(): void;
      deliverFacet(): void;
      deliver(): void;
      /** Lane of each rule number, as the page orders them. */
      laneOfRule(): Uint16Array;
      /** Events of each lane, by its name, with start <= time < end, counted one by one. */
      countLanes(start: number, end: number): Record<string, number>;
    };
  }
}

/** Runs in the page: events in bursts over thirty days, a tenth without a rule. */
function pageHelpers({ rules, attack }: { rules: ObservedRule[]; attack: AttackLabels }): void {
  let codes = new Uint32Array();
  const generate = (count: number, seed: number, shape: string): Window['azimuthTest']['events'] => {
    let state = seed >>> 0;
    const random = (): number => {
      state = (state + 0x6d2b79f5) >>> 0;
      let t = Math.imul(state ^ (state >>> 15), 1 | state);
      t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
      return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
    };
    const first = Date.UTC(2026, 0, 5);
    const span = 30 * 86_400_000;
    // One a year as long as there are years: a datetime ends with the year 9999.
    const year = Math.min(1, 7900 / count) * 31_557_600_000;
    const bursts = Array.from({ length: 40 }, () => first + random() * span);
    const time = new Float64Array(count);
    for (let i = 0; i < count; i++) {
      if (shape === 'second' || shape === 'yearly') {
        time[i] = shape === 'second' ? first + random() * 1000 : first + i * year;
        continue;
      }
      const burst = bursts[Math.floor(random() * bursts.length)] ?? first;
      time[i] = random() < 0.5 ? first + random() * span : burst + random() ** 3 * 7_200_000;
    }
    // The session sorts what the tables have in any order; what the page gets is sorted.
    if (shape !== 'unsorted') time.sort();
    const rule = new Uint16Array(count);
    const table = new Uint16Array(count);
    for (let i = 0; i < count; i++) {
      rule[i] = random() < 0.1 ? 0xffff : Math.floor(random() * rules.length);
      table[i] = Math.floor(random() * 3);
    }
    return { time, rule, table };
  };
  window.azimuthTest = {
    events: { time: new Float64Array(), rule: new Uint16Array(), table: new Uint16Array() },
    load(count, seed) {
      this.make(count, seed);
      this.deliver();
    },
    make(count, seed, shape = 'bursts') {
      this.events = generate(count, seed, shape);
    },
    laneOfRule() {
      const lanes = new Map(attack.tactics.map((tactic, lane) => [tactic.shortname, lane]));
      const found = new Uint16Array(0x10000).fill(attack.tactics.length);
      rules.forEach((rule, number) => (found[number] = lanes.get(rule.tactic) ?? attack.tactics.length));
      return found;
    },
    prepareLanes() {
      codes = Uint32Array.from(this.events.time, (_, i) => (i * 7919) % 400);
    },
    deliverFacet() {
      const values = Array.from({ length: 400 }, (_, i) => `user${i}@contoso.example`);
      const facet = { handle: 1, facet: 'account', codes, values };
      window.dispatchEvent(new MessageEvent('message', { data: { type: 'facet', facet } }));
    },
    deliver() {
      const { events } = this;
      const tables = ['AzureActivity', 'AuditLogs', 'SigninLogs'];
      const observed = { handle: 1, count: events.time.length, ...events, rules, tables, undated: 3 };
      window.dispatchEvent(
        new MessageEvent('message', { data: { type: 'observed', events: observed, attack } }),
      );
    },
    countLanes(start, end) {
      const names = new Map(attack.tactics.map((tactic) => [tactic.shortname, tactic.name]));
      const nameOfRule = rules.map((rule) => names.get(rule.tactic) ?? 'No technique known');
      const found: Record<string, number> = {};
      this.events.time.forEach((time, i) => {
        if (time < start || time >= end) return;
        const name = nameOfRule[this.events.rule[i] ?? 0xffff] ?? 'No technique known';
        found[name] = (found[name] ?? 0) + 1;
      });
      return found;
    },
  };
}

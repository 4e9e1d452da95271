import * as vscode from 'vscode';
import { AzimuthError } from '../../base/errors.ts';
import type { EventKey } from '../../domain/eventKey.ts';
import type { ObservedEvents } from '../../domain/observed.ts';
import type { TimelineEvent } from '../../domain/timelineEvent.ts';
import type { Drawing } from '../../domain/drawing.ts';
import {
  type EventDetails,
  type FromTimeline,
  parseFromTimeline,
  type TimelineTarget,
  type ToTimeline,
} from '../../protocol/timeline.ts';
import { packObserved } from '../../protocol/packedObserved.ts';
import type { CaseSession, CaseSummary } from '../../session/api.ts';
import type { OpenCase } from '../case/openCase.ts';
import type { Clock } from '../clock.ts';
import { runCommand } from '../commands.ts';
import { curatedDetails, observedDetails } from './details.ts';
import { webviewPage } from '../webviewPage.ts';
import type { TimeRangeChoice } from '../timeRange.ts';
import { alertsOfEvents } from '../alertEvents.ts';
import type { SelectedEvents, SelectionBus } from '../selection.ts';
import { targetOf } from './follow.ts';
import type { Pins } from './pins.ts';
import type { AttackVersions } from './attackVersions.ts';
import { shownStory } from './shown.ts';

export interface TimelineServices {
  readonly openCase: OpenCase;
  readonly clock: Clock;
  readonly pins: Pins;
  readonly range: TimeRangeChoice;
  readonly selection: SelectionBus;
  readonly attack: AttackVersions;
  /** Folder of the built webviews. */
  readonly bundles: vscode.Uri;
  readonly log: vscode.LogOutputChannel;
  readonly report: (error: unknown) => void;
  openQuery(query: string): Promise<unknown>;
}

/** What the page shows at a moment. */
export interface Captured {
  readonly png: Uint8Array;
  readonly drawings: readonly Drawing[];
}

/** How long the page may take to hand over what it shows. */
const CAPTURE_MS = 10_000;

/** The timeline of the open case in an editor tab; there is one at most. */
export class TimelinePanel {
  private static shown: TimelinePanel | undefined;
  private readonly services: TimelineServices;
  private readonly panel: vscode.WebviewPanel;
  private observed: { readonly events: ObservedEvents; readonly attackVersion: string } | undefined;
  private curated: readonly TimelineEvent[] = [];
  private delayed: ToTimeline | undefined;
  /** What the observed layer was made of: it is made anew only when that has changed. */
  private madeOf = '';
  /** A load that has not yet seen what the case holds now, and will. */
  private isStarting = false;
  /** Loads so far: one that a later one has overtaken shows nothing. */
  private loads = 0;
  /** Whether the page has the events of the latest load. */
  private isLoaded = false;
  private followed: SelectedEvents | undefined;
  private captures = 0;
  private readonly awaited = new Map<number, (captured: Captured) => void>();

  static show(services: TimelineServices, reveal?: string): void {
    TimelinePanel.shown ??= new TimelinePanel(services);
    TimelinePanel.shown.panel.reveal();
    TimelinePanel.shown.reveal(reveal);
  }

  static get current(): TimelinePanel | undefined {
    return TimelinePanel.shown;
  }

  private constructor(services: TimelineServices) {
    this.services = services;
    const { bundles, openCase, clock, pins, selection } = services;
    this.panel = vscode.window.createWebviewPanel('azimuth.timeline', 'Timeline', vscode.ViewColumn.Active, {
      enableScripts: true,
      enableForms: false,
      localResourceRoots: [bundles],
      retainContextWhenHidden: true,
    });
    this.panel.iconPath = new vscode.ThemeIcon('graph-scatter');
    const subscriptions = vscode.Disposable.from(
      this.panel.webview.onDidReceiveMessage((message: unknown) => {
        const parsed = parseFromTimeline(message);
        if (parsed) this.receive(parsed).catch(services.report);
        else services.log.warn('The timeline sent a message that is none of its kinds; it was dropped.');
      }),
      openCase.onDidChange((state) => {
        if (state.kind === 'open' && !this.isStarting && contentsOf(state.summary) !== this.madeOf)
          this.load().catch(services.report);
        else if (state.kind === 'none') this.panel.dispose();
      }),
      pins.onDidChange(() => void this.loadCurated().catch(services.report)),
      vscode.workspace.onDidChangeConfiguration((change) => {
        if (change.affectsConfiguration('azimuth.attack.version')) this.load().catch(services.report);
        else if (change.affectsConfiguration('azimuth.responders')) this.loadCurated().catch(services.report);
      }),
      clock.onDidChange((zone) => void this.send({ type: 'zone', zone })),
      selection.onDidSelect(() => void this.follow().catch(services.report)),
    );
    this.panel.onDidChangeViewState(() => void this.follow().catch(services.report));
    this.panel.onDidDispose(() => {
      TimelinePanel.shown = undefined;
      subscriptions.dispose();
    });
    this.panel.webview.html = webviewPage(this.panel.webview, bundles, 'timeline', 'Timeline');
  }

  private reveal(id: string | undefined): void {
    if (id !== undefined) this.whenReady({ type: 'reveal', id });
  }

  /** The page hears nothing before it is there, and shows something else when its events come. */
  private whenReady(message: ToTimeline): void {
    if (this.isLoaded) void this.send(message);
    else this.delayed = message;
  }

  private send(message: ToTimeline): Thenable<boolean> {
    return this.panel.webview.postMessage(message);
  }

  private say(text: string): void {
    void this.send({ type: 'say', text });
  }

  private async receive(message: FromTimeline): Promise<void> {
    const { services } = this;
    const { clock, pins } = services;
    switch (message.type) {
      case 'ready':
        await this.send({ type: 'zone', zone: clock.zone });
        return this.load();
      case 'requestDetails':
        return this.sendDetails(message.request, message.target);
      case 'pin':
        return this.pin(message.target);
      case 'selected':
        services.selection.announce('timeline', () => this.selectedEvents(message.target));
        return;
      case 'unpin':
        return pins.unpin([message.id]);
      case 'edit':
        return pins.edit(message.id, message.event);
      case 'add': {
        const { event } = message;
        await pins.add(
          [{ ...event, table: '', entities: [], row: { Title: event.title, Time: event.time } }],
          'by hand',
        );
        return;
      }
      case 'link':
        return pins.link(message.from, message.to, message.state, message.reason);
      case 'facet': {
        const session = await this.services.openCase.session();
        await this.send({ type: 'facet', facet: await session.observedFacet(message.handle, message.facet) });
        return;
      }
      case 'undo':
        return pins.undo((text) => this.say(text));
      case 'redo':
        return pins.redo((text) => this.say(text));
      case 'export':
        await runCommand('azimuth.exportTimeline');
        return;
      case 'captured':
        this.awaited.get(message.request)?.(message);
        this.awaited.delete(message.request);
        return;
      case 'openQuery':
        await this.services.openQuery(message.query);
        return;
      case 'selectRange':
        this.services.range.marked = message.range
          ? { start: isoOf(message.range.start), end: isoOf(message.range.end) }
          : undefined;
        return;
      case 'copy':
        return vscode.env.clipboard.writeText(message.text);
      case 'zone':
        return clock.set(message.zone);
      case 'offer':
        await runCommand(`azimuth.${message.offer}`);
    }
  }

  private async pin(target: TimelineTarget): Promise<void> {
    const key = await this.keyOf(target);
    if (key === undefined) return;
    const pinned = this.curated.find(({ provenance }) => provenance.event === key);
    if (!pinned) {
      await this.services.pins.pinEvent(key);
      return;
    }
    await this.send({ type: 'reveal', id: pinned.id });
    this.say('This event is pinned already; this is its pin.');
  }

  private async load(): Promise<void> {
    const load = ++this.loads;
    this.isStarting = true;
    this.isLoaded = false;
    await this.send({ type: 'loading', what: 'Reading the events of the case' });
    try {
      const session = await this.services.openCase.session();
      const { attackLabels, techniques } = await import('../../attack/data/attackData.ts');
      const { attack } = this.services;
      const attackVersion = await attack.shown();
      const loaded = (await attack.loaded()).get(attackVersion);
      this.madeOf = contentsOf(await session.summary());
      this.isStarting = false;
      const events = await session.observed({ attackVersion, ...(loaded && { loaded }) });
      const curated = await session.timeline();
      if (load !== this.loads) return;
      this.observed = { events, attackVersion };
      await this.send({
        type: 'observed',
        events: packObserved(events) ?? events,
        attack: attackLabels(attackVersion, techniques(attackVersion).keys()),
      });
      await this.send({ type: 'notObserved', gaps: await session.notObserved() });
      await this.sendCurated(curated);
      this.isLoaded = true;
      if (this.delayed) await this.send(this.delayed);
      this.delayed = undefined;
      await this.follow();
    } catch (error) {
      if (load !== this.loads) return;
      await this.send({
        type: 'failed',
        message: error instanceof Error ? error.message : String(error),
        next: error instanceof AzimuthError ? (error.guidance.next ?? []) : [],
      });
      throw error;
    } finally {
      if (load === this.loads) this.isStarting = false;
    }
  }

  private async loadCurated(): Promise<void> {
    await this.sendCurated(await (await this.services.openCase.session()).timeline());
  }

  private async sendCurated(events: readonly TimelineEvent[]): Promise<void> {
    this.curated = events;
    const shown = await shownStory(events, await this.services.attack.shown());
    await this.send({ type: 'curated', ...shown, history: this.services.pins.history.labels });
  }

  /** Opens the form for an event that is no row of an answer. */
  compose(): void {
    this.whenReady({ type: 'compose' });
  }

  /** What the page shows now, as a PNG and as a drawing. */
  async capture(): Promise<Captured> {
    const request = ++this.captures;
    return new Promise((resolve, reject) => {
      const late = setTimeout(() => {
        this.awaited.delete(request);
        reject(
          new AzimuthError('host.no-picture', 'The timeline did not hand over its picture.', {
            next: ['Show the timeline and try again.'],
          }),
        );
      }, CAPTURE_MS);
      this.awaited.set(request, (captured) => {
        clearTimeout(late);
        resolve(captured);
      });
      void this.send({ type: 'capture', request });
    });
  }

  private async sendDetails(request: number, target: TimelineTarget): Promise<void> {
    try {
      const details = await this.detailsOf(await this.services.openCase.session(), target);
      const error = details ? '' : 'This event is no longer in the case.';
      await this.send({ type: 'details', request, details: details ?? null, error });
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      await this.send({ type: 'details', request, details: null, error: message });
    }
  }

  private async detailsOf(session: CaseSession, target: TimelineTarget): Promise<EventDetails | undefined> {
    if (target.kind === 'curated') {
      const event = this.curated.find((each) => each.id === target.id);
      return event && curatedDetails(session, event);
    }
    const key = await this.keyOf(target);
    if (key === undefined || !this.observed) return undefined;
    const { events, attackVersion } = this.observed;
    const pinned = this.curated.find((each) => each.provenance.event === key);
    return observedDetails(session, events, target.index, key, attackVersion, pinned);
  }

  /** What is selected here, in the names that other views know. */
  private async selectedEvents(target: TimelineTarget): Promise<Omit<SelectedEvents, 'from'>> {
    const key = await this.keyOf(target);
    const events = key === undefined ? [] : [key];
    const pins = target.kind === 'curated' ? [target.id] : [];
    const pinned = this.curated.find(({ id }) => pins.includes(id))?.row['SystemAlertId'];
    const session = await this.services.openCase.session();
    const alerts = typeof pinned === 'string' ? [pinned] : await alertsOfEvents(session, events);
    return { events, pins, alerts };
  }

  /** Shows what another view has selected, once, as soon as the timeline has its events and can be seen. */
  private async follow(): Promise<void> {
    const { latest } = this.services.selection;
    if (!latest || latest === this.followed || !this.panel.visible || !this.isLoaded) return;
    this.followed = latest;
    if (latest.from === 'timeline') return;
    const session = await this.services.openCase.session();
    const target = await targetOf(session, latest, this.curated, this.observed?.events);
    if (target && latest === this.followed) await this.send({ type: 'follow', target });
  }

  /** The event behind a mark; undefined where the picture is of an earlier load. */
  private async keyOf(target: TimelineTarget): Promise<EventKey | undefined> {
    if (target.kind === 'curated')
      return this.curated.find((each) => each.id === target.id)?.provenance.event ?? undefined;
    if (this.observed?.events.handle !== target.handle || target.index >= this.observed.events.count)
      return undefined;
    const session = await this.services.openCase.session();
    return (await session.observedKeys(target.handle, target.index, 1))[0];
  }
}

function contentsOf({ tables }: CaseSummary): string {
  return tables.map(({ name, rows, last }) => `${name} ${rows} ${last ?? ''}`).join('\n');
}

function isoOf(milliseconds: number): string {
  return new Date(milliseconds).toISOString();
}

import * as vscode from 'vscode';
import { AzimuthError } from '../../base/errors.ts';
import type { TimeWindow } from '../../domain/answer.ts';
import type { HuntDismissal } from '../../domain/hunt.ts';
import type { HuntHit, HuntResult } from '../../hunting/huntSweep.ts';
import type { OpenCase } from '../case/openCase.ts';
import { rowObject } from '../results/selectedRows.ts';
import type { Pins } from '../timeline/pins.ts';

/** One sweep and what has been decided about its hits. */
export interface Hunt {
  readonly when: string;
  readonly connection: string;
  readonly window: TimeWindow | null;
  readonly results: readonly HuntResult[];
  /** Undefined for an id that ATT&CK does not have. */
  readonly techniqueName: (id: string) => string | undefined;
}

export type Verdict = 'open' | 'pinned' | { readonly dismissed: string };

/** The last sweep of this window; decisions go to the case's journal, so that the next sweep knows them. */
export class Hunts implements vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<void>();
  private readonly openCase: OpenCase;
  private readonly pins: Pins;
  private hunt: Hunt | undefined;
  private dismissals: readonly HuntDismissal[] = [];
  private readonly pinned = new Set<string>();
  readonly onDidChange = this.changed.event;

  constructor(openCase: OpenCase, pins: Pins) {
    this.openCase = openCase;
    this.pins = pins;
  }

  get last(): Hunt | undefined {
    return this.hunt;
  }

  async show(hunt: Hunt): Promise<void> {
    this.dismissals = await (await this.openCase.session()).dismissals();
    this.hunt = hunt;
    this.pinned.clear();
    this.changed.fire();
  }

  /** Another case was opened, or none. */
  clear(): void {
    if (!this.hunt) return;
    this.hunt = undefined;
    this.changed.fire();
  }

  /** A hit with other rows than the dismissed one is open again. */
  verdict({ query, digest }: HuntHit): Verdict {
    if (this.pinned.has(digest)) return 'pinned';
    const known = this.dismissals.findLast((one) => one.query === query.id && one.digest === digest);
    return known ? { dismissed: known.reason } : 'open';
  }

  async pin(hit: HuntHit): Promise<void> {
    const { hunt } = this;
    if (!hunt) throw gone();
    await this.pins.pinRequested({
      connection: hunt.connection,
      query: hit.query.text,
      window: hunt.window,
      answerDigest: hit.digest,
      rows: hit.rows.map((cells) => {
        const row = rowObject(hit.columns, cells);
        const reading = hit.query.reading?.(row);
        return { row, event: null, ...(reading && { reading }) };
      }),
    });
    this.pinned.add(hit.digest);
    this.changed.fire();
  }

  async dismiss({ query, digest, total }: HuntHit, reason: string): Promise<void> {
    const { hunt } = this;
    if (!hunt) throw gone();
    const { connection, window } = hunt;
    const session = await this.openCase.session();
    await session.dismissHit({ query: query.id, connection, window, digest, rows: total, reason });
    this.dismissals = await session.dismissals();
    this.changed.fire();
  }

  dispose(): void {
    this.changed.dispose();
  }
}

function gone(): AzimuthError {
  return new AzimuthError('host.no-hunt', 'The sweep that this hit is of is no longer shown.', {
    next: ['Run the hunt sweep again.'],
  });
}

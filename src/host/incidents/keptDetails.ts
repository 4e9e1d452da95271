import type { IncidentDetails, TenantIncident } from '../../domain/incident.ts';

interface Kept {
  reading: Promise<IncidentDetails>;
  /** What was read last. */
  last?: IncidentDetails;
  /** What is shown until it is read again: `last`, and why it could not be read since. */
  shown?: IncidentDetails;
  /** What a tree got last, as text. */
  given?: string;
  stale: boolean;
  /** Whether somebody asked since all was last called stale. */
  asked: boolean;
}

/**
 * What hangs on incidents that somebody looks at. A tree gets at once what was read last, so that its rows stay known while
 * they are read again.
 */
export class KeptDetails {
  readonly #read: (incident: TenantIncident) => Promise<IncidentDetails>;
  readonly #changed: (key: string) => void;
  readonly #kept = new Map<string, Kept>();

  /** @param changed called with an incident's key when what a tree got of it has become different */
  constructor(read: (incident: TenantIncident) => Promise<IncidentDetails>, changed: (key: string) => void) {
    this.#read = read;
    this.#changed = changed;
  }

  /** As they are now. Rejects where they cannot be read. */
  now(incident: TenantIncident): Promise<IncidentDetails> {
    return this.#fresh(incident).reading;
  }

  /** As they were read last; where they may have changed they are read again behind that. Rejects where they never were read. */
  async shown(incident: TenantIncident): Promise<IncidentDetails> {
    const kept = this.#fresh(incident);
    const details = kept.shown ?? (await kept.reading);
    kept.given = JSON.stringify(details);
    return details;
  }

  /** What was read last, or is read for the first time by somebody else; asks for nothing. */
  async known({ key }: TenantIncident): Promise<IncidentDetails | undefined> {
    const kept = this.#kept.get(key);
    return kept?.last ?? (await kept?.reading.catch(() => undefined));
  }

  /** All may have changed. What nobody asked for since the last time is forgotten. */
  staleAll(): void {
    for (const [key, kept] of this.#kept)
      if (kept.asked) Object.assign(kept, { stale: true, asked: false });
      else this.#kept.delete(key);
  }

  clear(): void {
    this.#kept.clear();
  }

  /** Of the incidents that somebody looks at. */
  keys(): readonly string[] {
    return [...this.#kept.keys()];
  }

  #fresh(incident: TenantIncident): Kept {
    const known = this.#kept.get(incident.key);
    if (known && !known.stale) {
      known.asked = true;
      return known;
    }
    const { key } = incident;
    const reading = this.#read(incident);
    const kept: Kept = known ?? { reading, stale: false, asked: true };
    Object.assign(kept, { reading, stale: false, asked: true });
    this.#kept.set(key, kept);
    reading.then(
      (now) => {
        if (kept.reading !== reading) return;
        kept.last = withParts(now, kept.last);
        this.#show(key, kept, kept.last);
      },
      (error: unknown) => {
        if (kept.reading !== reading) return;
        kept.stale = true;
        if (!kept.last) return;
        const why = error instanceof Error ? error.message : String(error);
        this.#show(key, kept, {
          ...kept.last,
          problems: [...kept.last.problems, `This could not be read again: ${why}`],
        });
      },
    );
    return kept;
  }

  #show(key: string, kept: Kept, details: IncidentDetails): void {
    kept.shown = details;
    if (kept.given !== undefined && kept.given !== JSON.stringify(details)) this.#changed(key);
  }
}

/** A part that could not be read again is as it was: a bad moment of the network takes no row away. */
function withParts(now: IncidentDetails, before: IncidentDetails | undefined): IncidentDetails {
  if (now.problems.length === 0 || !before) return now;
  const kept = <T>(fresh: readonly T[], old: readonly T[]) => (fresh.length === 0 ? old : fresh);
  return {
    alerts: kept(now.alerts, before.alerts),
    entities: kept(now.entities, before.entities),
    bookmarks: kept(now.bookmarks, before.bookmarks),
    tasks: kept(now.tasks, before.tasks),
    comments: kept(now.comments, before.comments),
    problems: now.problems,
  };
}

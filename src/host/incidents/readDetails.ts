import type { IncidentDetails } from '../../domain/incident.ts';

/** Details of incidents as they were read, each once until it is to be read anew. */
export class ReadDetails {
  private readonly reading = new Map<string, Promise<IncidentDetails>>();
  private readonly alerts = new Map<string, readonly string[]>();

  /** @param key of the incident */
  of(key: string, read: () => Promise<IncidentDetails>): Promise<IncidentDetails> {
    const known = this.reading.get(key);
    if (known) return known;
    const details = read();
    this.reading.set(key, details);
    details.then(
      (found) =>
        this.alerts.set(
          key,
          found.alerts.map(({ id }) => id),
        ),
      () => {
        if (this.reading.get(key) === details) this.reading.delete(key);
      },
    );
    return details;
  }

  /** SystemAlertId of an incident's alerts where its details were asked for; while they are read anew, as they were before. */
  async alertsOf(key: string): Promise<readonly string[]> {
    const known = this.alerts.get(key);
    if (known) return known;
    const details = await this.reading.get(key)?.catch(() => undefined);
    return details?.alerts.map(({ id }) => id) ?? [];
  }

  /** What is asked for from now on is read anew. */
  outdate(): void {
    this.reading.clear();
  }

  /** As if nothing had been asked for. */
  forget(): void {
    this.reading.clear();
    this.alerts.clear();
  }
}

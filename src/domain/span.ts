/** A span of time on screen: milliseconds since 1970, `start < end`, end exclusive. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

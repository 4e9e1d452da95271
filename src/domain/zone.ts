/** In which zone times are shown. */
export type TimelineZone = 'utc' | 'local';

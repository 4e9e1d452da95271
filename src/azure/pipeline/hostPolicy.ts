import { rootCertificates } from 'node:tls';
import type { PipelinePolicy } from '@azure/core-rest-pipeline';
import { type Cloud, isAllowed } from '../clouds.ts';
import { hostRefused } from '../faults/way.ts';
import { contextOf } from './context.ts';

/** Nothing leaves for a host that the plane has not: neither a setting's, nor a next link's, nor a poll address's. */
export function hostPolicy(cloud: Cloud): PipelinePolicy {
  const authorities = cloud.certificateAuthorities;
  // One object, by which the transport knows the connections that it keeps open.
  const tlsSettings = authorities === undefined ? undefined : { ca: [...rootCertificates, authorities] };
  return {
    name: 'azimuthHost',
    async sendRequest(request, next) {
      const { plane } = contextOf(request);
      const url = URL.parse(request.url);
      if (!url || !isAllowed(cloud.planes[plane], url)) throw hostRefused(url?.host ?? 'no address', plane);
      if (tlsSettings) request.tlsSettings = tlsSettings;
      return next(request);
    },
  };
}

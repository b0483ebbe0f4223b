import type { Metrics } from '@switchyard/service-kit';

/** Every metric of the dashboard. */
export function dashboardMetrics(metrics: Metrics) {
  return {
    onCut: metrics.onCut('api'),
    refused: metrics.counter('requests_refused_total', {
      help: 'Questions not answered, by code',
      labels: ['code'],
    }),
  };
}

import { createMetrics, type Logger, runTasks, serveAdmin, type Task } from '@switchyard/service-kit';
import { fileTopology } from './adapters/file-topology.ts';
import { createAdmins } from './adapters/http-admins.ts';
import type { DashboardConfig } from './config.ts';
import { dashboardMetrics } from './metrics.ts';
import { serveApi } from './serve-api.ts';

/** The one source of status, ways and lists. */
export function createDashboard(config: DashboardConfig, log: Logger): Task {
  const metrics = createMetrics('dashboard');
  const { refused, onCut } = dashboardMetrics(metrics);
  const topology = fileTopology(config.topologyFile);
  return (signal) =>
    runTasks(
      {
        api: serveApi({ log, refused, onCut, topology, admins: createAdmins(log) }, config.httpAddress),
        admin: serveAdmin({
          service: 'dashboard',
          address: config.adminAddress,
          metrics,
          status: () => ({}),
          notReady: () => undefined,
        }),
      },
      signal,
    );
}

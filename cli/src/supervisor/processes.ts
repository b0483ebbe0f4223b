import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { createServer } from 'node:net';

/** Whether nobody listens on a port of the loopback interface. */
export function isPortFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}

/** Who listens on a port, as `name (pid 123)`, where the system tells. */
export function holderOf(port: number): string | undefined {
  const inode = ['/proc/net/tcp', '/proc/net/tcp6'].flatMap((table) => {
    const rows = (readProc(table) ?? '').split('\n').map((row) => row.trim().split(/\s+/));
    const listening = rows.find(
      (row) => row[3] === '0A' && Number.parseInt(row[1]?.split(':')[1] ?? '', 16) === port,
    );
    return listening?.[9] ?? [];
  })[0];
  if (inode === undefined) return undefined;
  for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    if (socketsOf(pid).includes(`socket:[${inode}]`)) {
      return `${readProc(`/proc/${pid}/comm`)?.trim() ?? 'a process'} (pid ${pid})`;
    }
  }
  return undefined;
}

function socketsOf(pid: string): readonly string[] {
  try {
    return readdirSync(`/proc/${pid}/fd`).map((fd) => readLink(`/proc/${pid}/fd/${fd}`));
  } catch {
    return [];
  }
}

function readLink(path: string): string {
  try {
    return readlinkSync(path);
  } catch {
    return '';
  }
}

function readProc(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

/** Where a process listens, such as `127.0.0.1:26657`. Linux tells it. */
export function listeningOf(pid: number): readonly string[] {
  const sockets = new Set(readdirSync(`/proc/${pid}/fd`).flatMap((fd) => inodeOf(`/proc/${pid}/fd/${fd}`)));
  return ['tcp', 'tcp6'].flatMap((table) =>
    readFileSync(`/proc/${pid}/net/${table}`, 'utf8')
      .split('\n')
      .map((row) => row.trim().split(/\s+/))
      .filter((row) => row[3] === listenState && sockets.has(row[9] ?? ''))
      .map((row) => addressOf(row[1] ?? '')),
  );
}

const listenState = '0A';

function inodeOf(path: string): string[] {
  try {
    const [, inode] = /^socket:\[(\d+)\]$/.exec(readlinkSync(path)) ?? [];
    return inode === undefined ? [] : [inode];
  } catch {
    return [];
  }
}

/** The kernel writes an IPv4 address with its bytes turned round; an IPv6 address is given as it writes it. */
function addressOf(written: string): string {
  const [address = '', port = ''] = written.split(':');
  const host =
    address.length === 8 ? [...Buffer.from(address, 'hex')].toReversed().join('.') : `[${address}]`;
  return `${host}:${Number.parseInt(port, 16)}`;
}

import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { layoutOf } from '../network/layout.ts';
import { askControl, type Control, serveControl } from './control.ts';

it('stops asking when the command is stopped, though the supervisor is still at it', async () => {
  const layout = layoutOf(import.meta.dirname, mkdtempSync(join(tmpdir(), 'control-')));
  const begun = Promise.withResolvers<void>();
  const busy: Control = {
    children: () => [],
    addRollup: () => {
      begun.resolve();
      return new Promise(() => undefined);
    },
    removeRollup: () => Promise.resolve(),
    stop: () => Promise.resolve(),
  };
  await using _served = await serveControl(layout, busy);
  const stopping = new AbortController();
  const asked = askControl(
    layout,
    'POST',
    '/rollups',
    { name: 'x', chainId: '42' },
    { signal: stopping.signal },
  );
  await begun.promise;
  const reason = new Error('stopped by SIGINT');
  stopping.abort(reason);
  await expect(asked).rejects.toBe(reason);
});
